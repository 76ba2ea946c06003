// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.limit;

import dev.bracketwire.connector.Limiter;
import dev.bracketwire.connector.Limiter.Permit;
import dev.bracketwire.connector.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The budget of those who spend from the same windows: the urgent wait in one lane, the patient in another behind it.
 * Windows and the pause may be shared with other budgets, which then have the same lock.
 */
final class Bucket {
    private final Object lock;
    private final Pause pause;
    private final List<Window> windows;
    private final Limiter.Clock clock;
    private final Runnable freed;
    private final Lane urgent = new Lane();
    private final Lane patient = new Lane();
    private final CompletableFuture<Permit> unlimited = CompletableFuture.completedFuture(new Taken(0, 0));
    private @Nullable CompletableFuture<@Nullable Void> wake;
    private Limiter.@Nullable Clock wakeBy;
    private long wakeAt;

    /**
     * Makes a budget.
     *
     * @param lock the lock of all budgets that share a window or a pause with it; null for one of its own
     * @param freed serves those who may go on when units come back unused; null if that is this budget only
     */
    Bucket(@Nullable Object lock, Pause pause, List<Window> windows, Limiter.Clock clock, @Nullable Runnable freed) {
        this.lock = lock == null ? this : lock;
        this.pause = pause;
        this.windows = List.copyOf(windows);
        this.clock = clock;
        this.freed = freed == null ? this::serve : freed;
    }

    CompletableFuture<Permit> acquire(int weight, boolean urgently, Duration patience, Limiter.Clock waiting) {
        if (windows.isEmpty() && !pause.possible()) {
            return unlimited;
        }
        for (Window window : windows) {
            if (weight > window.limit()) {
                return CompletableFuture.failedFuture(new IllegalArgumentException(
                        "weight " + weight + " is more than its limit ever allows (" + window.limit() + ")"));
            }
        }
        synchronized (lock) {
            long now = clock.nanos();
            long before = urgently ? urgent.queued() : urgent.queued() + patient.queued();
            if (before == 0 && wait(weight, now) == 0) {
                return CompletableFuture.completedFuture(take(weight, now));
            }
            long wait = wait(before + weight, now);
            if (wait > patience.toNanos()) {
                return CompletableFuture.completedFuture(
                        new Limiter.Refused(Duration.ofNanos(wait), scope(before, now)));
            }
            Waiter waiter = new Waiter(weight, urgently ? urgent : patient, waiting, this::left);
            waiter.lane.add(waiter);
            wakeFor(Objects.requireNonNull(first()), now);
            return waiter;
        }
    }

    /** Whether nobody waits. */
    boolean isIdle() {
        synchronized (lock) {
            return first() == null;
        }
    }

    private long wait(long units, long now) {
        long wait = pause.left(now);
        for (int i = 0; i < windows.size(); i++) {
            wait = Math.max(wait, windows.get(i).until(units, now));
        }
        return wait;
    }

    private Permit take(int weight, long now) {
        for (int i = 0; i < windows.size(); i++) {
            windows.get(i).take(weight, now);
        }
        return new Taken(weight, now);
    }

    private String scope(long before, long now) {
        if (pause.left(now) > 0) {
            return pause.scope();
        }
        return windows.stream()
                .filter(window -> window.room(now) <= 0 || before > 0)
                .findFirst()
                .map(Window::name)
                .orElse("several requests at once");
    }

    private @Nullable Waiter first() {
        Waiter head = urgent.first();
        return head == null ? patient.first() : head;
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

    void serve() {
        List<Waiter> served = new ArrayList<>();
        List<Permit> permits = new ArrayList<>();
        synchronized (lock) {
            long now = clock.nanos();
            for (Waiter head = first(); head != null; head = first()) {
                if (wait(head.weight, now) > 0) {
                    wakeFor(head, now);
                    break;
                }
                head.lane.serve(head);
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

    private void left(Waiter waiter) {
        synchronized (lock) {
            if (!waiter.queued) {
                return; // served at the same time; the permit comes back by itself
            }
            boolean behind = first() != waiter;
            waiter.lane.leave(waiter);
            if (behind) {
                return;
            }
        }
        serve();
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
            if (pause.concerns(reply)) {
                synchronized (lock) {
                    pause.learn(reply, clock);
                }
            }
        }

        @Override
        public void lost() {}

        @Override
        public void unused() {
            if (weight > 0) {
                synchronized (lock) {
                    windows.forEach(window -> window.giveBack(weight, at));
                }
                freed.run();
            }
        }
    }
}
