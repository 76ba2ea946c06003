// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.limit;

import dev.bracketwire.connector.Limit;
import dev.bracketwire.connector.Limiter;
import dev.bracketwire.connector.Limiter.Permit;
import dev.bracketwire.connector.Reply;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One budget: its windows, its pause, and those who wait for it, first come first served. */
final class Bucket {
    private static final Duration LONGEST_GUESS = Duration.ofSeconds(30);

    private final String host;
    private final List<Limit> limits;
    private final Window[] windows;
    private final Limiter.Clock clock;
    private final ArrayDeque<Waiter> queue = new ArrayDeque<>();
    private final CompletableFuture<Permit> unlimited = CompletableFuture.completedFuture(new Taken(0, 0));
    private long queued;
    private int shells;
    private volatile boolean paused;
    private long pausedUntil;
    private int throttled;
    private @Nullable CompletableFuture<@Nullable Void> wake;
    private Limiter.@Nullable Clock wakeBy;
    private long wakeAt;

    Bucket(String host, List<Limit> limits, Limiter.Clock clock) {
        this.host = host;
        this.limits = limits;
        this.windows = limits.stream().map(Window::new).toArray(Window[]::new);
        this.clock = clock;
    }

    CompletableFuture<Permit> acquire(int weight, Duration patience, Limiter.Clock waiting) {
        if (windows.length == 0 && !paused) {
            return unlimited;
        }
        for (Window window : windows) {
            if (weight > window.limit()) {
                return CompletableFuture.failedFuture(new IllegalArgumentException(
                        "weight " + weight + " is more than its limit ever allows (" + window.limit() + ")"));
            }
        }
        synchronized (this) {
            long now = clock.nanos();
            if (queue.isEmpty() && wait(weight, now) == 0) {
                return CompletableFuture.completedFuture(take(weight, now));
            }
            long wait = wait(queued + weight, now);
            if (wait > patience.toNanos()) {
                return CompletableFuture.completedFuture(new Limiter.Refused(Duration.ofNanos(wait), scope(now)));
            }
            Waiter waiter = new Waiter(weight, waiting);
            queue.add(waiter);
            queued += weight;
            wakeFor(Objects.requireNonNull(first()), now);
            return waiter;
        }
    }

    synchronized List<Limiter.State> state() {
        long now = clock.nanos();
        List<Limiter.State> states = new ArrayList<>();
        for (int i = 0; i < windows.length; i++) {
            long wait = Math.max(pause(now), windows[i].until(1, now));
            states.add(new Limiter.State(limits.get(i) + " of " + host, windows[i].room(now), Duration.ofNanos(wait)));
        }
        if (states.isEmpty() && paused) {
            states.add(new Limiter.State("pause of " + host, 0, Duration.ofNanos(pause(now))));
        }
        return states;
    }

    private long wait(long units, long now) {
        long wait = pause(now);
        for (Window window : windows) {
            wait = Math.max(wait, window.until(units, now));
        }
        return wait;
    }

    private long pause(long now) {
        if (paused && pausedUntil - now <= 0) {
            paused = false;
        }
        return paused ? pausedUntil - now : 0;
    }

    private Permit take(int weight, long now) {
        for (Window window : windows) {
            window.take(weight, now);
        }
        return new Taken(weight, now);
    }

    private String scope(long now) {
        if (pause(now) > 0) {
            return "a pause " + host + " asked for";
        }
        for (int i = 0; i < windows.length; i++) {
            if (windows[i].room(now) <= 0 || queued > 0) {
                return limits.get(i) + " of " + host;
            }
        }
        return host;
    }

    /** Who is to be served next; those before who left are dropped. */
    private @Nullable Waiter first() {
        Waiter head = queue.peek();
        while (head != null && !head.queued) {
            queue.remove();
            shells = Math.max(0, shells - 1);
            head = queue.peek();
        }
        return head;
    }

    // By the clock of who is served then: the timers of another client may end before, with that client.
    private void wakeFor(Waiter head, long now) {
        long due = now + wait(head.weight, now);
        if (wake != null && !wake.isDone() && wakeBy == head.clock && wakeAt - due <= 0) {
            return;
        }
        if (wake != null) {
            wake.cancel(false);
        }
        wakeAt = due;
        wakeBy = head.clock;
        CompletableFuture<@Nullable Void> timer = head.clock.after(Duration.ofNanos(due - now));
        wake = timer;
        timer.thenRun(this::serve);
    }

    private void serve() {
        List<Waiter> served = new ArrayList<>();
        List<Permit> permits = new ArrayList<>();
        synchronized (this) {
            long now = clock.nanos();
            for (Waiter head = first(); head != null; head = first()) {
                if (wait(head.weight, now) > 0) {
                    wakeFor(head, now);
                    break;
                }
                queue.remove();
                head.queued = false;
                queued -= head.weight;
                served.add(head);
                permits.add(take(head.weight, now));
            }
        }
        for (int i = 0; i < served.size(); i++) {
            if (!served.get(i).complete(permits.get(i))) {
                permits.get(i).unused();
            }
        }
    }

    // Who left stays in the queue as a shell until it is first, or until half of the queue are shells.
    private void left(Waiter waiter) {
        boolean first;
        synchronized (this) {
            if (!waiter.queued) {
                return; // served at the same time; the permit comes back by itself
            }
            waiter.queued = false;
            queued -= waiter.weight;
            shells++;
            first = queue.peek() == waiter;
            if (shells > queue.size() / 2) {
                queue.removeIf(shell -> !shell.queued);
                shells = 0;
            }
        }
        if (first) {
            serve();
        }
    }

    private void learn(Reply reply) {
        Hints hints = Hints.of(reply, clock.now());
        synchronized (this) {
            Duration pause = hints.pause();
            if (hints.throttled()) {
                throttled++;
                if (pause == null) {
                    pause = guess();
                }
            } else if (reply.isSuccess()) {
                throttled = 0;
            }
            long until = pause == null ? 0 : clock.nanos() + pause.toNanos();
            if (pause != null && !pause.isZero() && (!paused || until - pausedUntil > 0)) {
                pausedUntil = until;
                paused = true;
            }
        }
    }

    /** A 429 that does not say how long: one second, doubling while they go on. */
    private Duration guess() {
        Duration guess = Duration.ofSeconds(1L << Math.min(throttled - 1, 5));
        return guess.compareTo(LONGEST_GUESS) > 0 ? LONGEST_GUESS : guess;
    }

    private final class Taken implements Permit {
        private final int weight;
        private final long at;

        Taken(int weight, long at) {
            this.weight = weight;
            this.at = at;
        }

        @Override
        public void answered(Reply reply) {
            if (throttled > 0 || Hints.mayHold(reply)) {
                learn(reply);
            }
        }

        @Override
        public void lost() {}

        @Override
        public void unused() {
            if (weight > 0) {
                synchronized (Bucket.this) {
                    for (Window window : windows) {
                        window.giveBack(weight, at);
                    }
                }
                serve();
            }
        }
    }

    private final class Waiter extends CompletableFuture<Permit> {
        private final int weight;
        private final Limiter.Clock clock;
        private boolean queued = true;

        Waiter(int weight, Limiter.Clock clock) {
            this.weight = weight;
            this.clock = clock;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            if (cancelled) {
                left(this);
            }
            return cancelled;
        }
    }
}
