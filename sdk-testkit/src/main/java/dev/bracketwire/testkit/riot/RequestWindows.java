// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.riot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Counts requests as Riot does: in windows that begin with the first request, or in the last seconds wherever they begin. */
final class RequestWindows {
    private final String limits;
    private final boolean sliding;
    private final List<Window> windows = new ArrayList<>();
    private long pausedUntil;
    private boolean paused;

    RequestWindows(String limits, boolean sliding) {
        this.limits = limits;
        this.sliding = sliding;
        for (String pair : limits.split(",", -1)) {
            String[] parts = pair.split(":", -1);
            windows.add(new Window(Long.parseLong(parts[0]), Long.parseLong(parts[1]) * 1_000_000_000));
        }
    }

    /** Counts a request; gives the nanoseconds until the next may come, 0 if this one may. */
    long take(long now) {
        long wait = 0;
        for (Window window : windows) {
            wait = Math.max(wait, window.take(now));
        }
        return wait;
    }

    boolean isPaused(long now) {
        return paused && pausedUntil - now > 0;
    }

    void pause(long nanos, long now) {
        pausedUntil = now + nanos;
        paused = true;
    }

    String limits() {
        return limits;
    }

    String counts() {
        return windows.stream()
                .map(window -> window.count + ":" + window.length / 1_000_000_000)
                .collect(Collectors.joining(","));
    }

    private final class Window {
        private final long limit;
        private final long length;
        private final ArrayDeque<Long> log = new ArrayDeque<>();
        private long begin;
        private long count;

        Window(long limit, long length) {
            this.limit = limit;
            this.length = length;
        }

        long take(long now) {
            if (sliding) {
                while (!log.isEmpty() && now - log.peek() >= length) {
                    log.remove();
                }
                log.add(now);
                count = log.size();
                return count > limit ? log.peek() + length - now : 0;
            }
            if (count == 0 || now - begin >= length) {
                begin = now;
                count = 0;
            }
            count++;
            return count > limit ? begin + length - now : 0;
        }
    }
}
