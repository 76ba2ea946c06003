// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.limit.Limiter.Permit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Counts requests as Riot does, in the time of a {@link Rig}, with a delay before and behind the counting. */
final class Server {
    final Rig rig;
    final boolean sliding;
    final List<Window> application;
    final List<Window> method;
    private final LongSupplier delay;
    int refused;
    int answered;
    long last;

    Server(Rig rig, boolean sliding, List<long[]> application, List<long[]> method, LongSupplier delay) {
        this.rig = rig;
        this.sliding = sliding;
        this.application = windows(application);
        this.method = windows(method);
        this.delay = delay;
    }

    private List<Window> windows(List<long[]> limits) {
        List<Window> windows = new ArrayList<>();
        limits.forEach(limit -> windows.add(new Window(limit[0], limit[1])));
        return windows;
    }

    /** Asks so many times, and lets time pass until all are answered. */
    void ask(int times) {
        for (int i = 0; i < times; i++) {
            rig.ask().thenAccept(this::sent);
        }
        while (answered < times && rig.clock.advanceToNext()) {
            last = rig.nanos();
        }
    }

    private void sent(Permit permit) {
        rig.after(Duration.ofNanos(delay.getAsLong())).thenRun(() -> {
            Reply reply = counted();
            rig.after(Duration.ofNanos(delay.getAsLong())).thenRun(() -> {
                answered++;
                permit.answered(reply);
            });
        });
    }

    private Reply counted() {
        long now = rig.nanos();
        boolean fits = true;
        for (List<Window> windows : List.of(application, method)) {
            for (Window window : windows) {
                fits &= window.take(now);
            }
        }
        refused += fits ? 0 : 1;
        return Rig.reply(
                fits ? 200 : 429,
                "X-App-Rate-Limit",
                text(application, false),
                "X-App-Rate-Limit-Count",
                text(application, true),
                "X-Method-Rate-Limit",
                text(method, false),
                "X-Method-Rate-Limit-Count",
                text(method, true));
    }

    private static String text(List<Window> windows, boolean counts) {
        return windows.stream()
                .map(window -> (counts ? window.count : window.limit) + ":" + window.seconds)
                .collect(Collectors.joining(","));
    }

    /** The nanoseconds in which so many can be sent at best, where windows begin with the first request in them. */
    static long bound(int times, List<long[]> limits) {
        long now = 0;
        long[] begin = new long[limits.size()];
        long[] count = new long[limits.size()];
        for (int i = 0; i < times; i++) {
            boolean fits = false;
            while (!fits) {
                fits = true;
                for (int w = 0; w < begin.length; w++) {
                    long length = limits.get(w)[1] * 1_000_000_000;
                    if (count[w] == 0 || now - begin[w] >= length) {
                        begin[w] = now;
                        count[w] = 0;
                    }
                    if (count[w] == limits.get(w)[0]) {
                        now = begin[w] + length;
                        fits = false;
                    }
                }
            }
            for (int w = 0; w < begin.length; w++) {
                count[w]++;
            }
        }
        return now;
    }

    private final class Window {
        private final long limit;
        private final long seconds;
        private final ArrayDeque<Long> log = new ArrayDeque<>();
        private long begin;
        private long count;

        Window(long limit, long seconds) {
            this.limit = limit;
            this.seconds = seconds;
        }

        boolean take(long now) {
            long length = seconds * 1_000_000_000;
            if (sliding) {
                while (!log.isEmpty() && now - log.peek() >= length) {
                    log.remove();
                }
                log.add(now);
                count = log.size();
            } else {
                if (count == 0 || now - begin >= length) {
                    begin = now;
                    count = 0;
                }
                count++;
            }
            return count <= limit;
        }
    }
}
