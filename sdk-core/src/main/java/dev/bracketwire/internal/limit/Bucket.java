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
 * The budget of those who spend from the same meters: the urgent wait in one lane, the patient in another behind it.
 * Windows and the pause may be shared with other budgets, which then have the same lock.
 */
final class Bucket {
    private final Object lock;
    private final Pause pause;
    private final List<Meter> meters;
    private final Limiter.Clock clock;
    private final @Nullable Neighbours neighbours;
    private final Lane urgent = new Lane();
    private final Lane patient = new Lane();
    private final CompletableFuture<Permit> unlimited = CompletableFuture.completedFuture(new Taken(null, 0, 0));
    private @Nullable CompletableFuture<@Nullable Void> wake;
    private Limiter.@Nullable Clock wakeBy;
    private long wakeAt;

    /** Makes a budget; one without neighbours has a lock of its own. */
    Bucket(@Nullable Neighbours neighbours, Pause pause, List<Meter> meters, Limiter.Clock clock) {
        this.lock = neighbours == null ? this : neighbours;
        this.neighbours = neighbours;
        this.pause = pause;
        this.meters = new ArrayList<>(meters);
        this.clock = clock;
    }

    CompletableFuture<Permit> acquire(Limiter.Ask ask) {
        if (meters.isEmpty() && !pause.possible()) {
            return unlimited;
        }
        int weight = ask.request().weight();
        boolean urgently = !ask.request().isBackground();
        for (Meter meter : meters) {
            if (weight > meter.most()) {
                return CompletableFuture.failedFuture(new IllegalArgumentException(
                        "weight " + weight + " is more than its limit ever allows (" + meter.most() + ")"));
            }
        }
        synchronized (lock) {
            long now = clock.nanos();
            long before = urgently ? urgent.queued() : urgent.queued() + patient.queued();
            if (before == 0 && wait(weight, now) == 0) {
                return CompletableFuture.completedFuture(take(ask, now));
            }
            long wait = wait(before + weight, now);
            if (wait > ask.patience().toNanos()) {
                return CompletableFuture.completedFuture(
                        new Limiter.Refused(Duration.ofNanos(wait), scope(before, now)));
            }
            Waiter waiter = new Waiter(ask, urgently ? urgent : patient, this::left);
            waiter.lane.add(waiter);
            wakeFor(Objects.requireNonNull(first()), now);
            return waiter;
        }
    }

    /** Goes on with another meter in the place of one, where it was learned that they count the same. */
    void replace(Meter old, Meter shared) {
        meters.replaceAll(meter -> meter == old ? shared : meter);
    }

    /** Whether nobody waits. */
    boolean isIdle() {
        synchronized (lock) {
            return first() == null;
        }
    }

    private long wait(long units, long now) {
        long wait = pause.left(now);
        for (int i = 0; i < meters.size(); i++) {
            wait = Math.max(wait, meters.get(i).until(units, now));
        }
        return wait;
    }

    private Permit take(Limiter.Ask ask, long now) {
        int weight = ask.request().weight();
        for (int i = 0; i < meters.size(); i++) {
            meters.get(i).take(weight, now);
        }
        return new Taken(ask, weight, now);
    }

    private String scope(long before, long now) {
        if (pause.left(now) > 0) {
            return pause.scope();
        }
        return meters.stream()
                .filter(meter -> before > 0 || meter.until(1, now) > 0)
                .findFirst()
                .map(meter -> meter.name(now))
                .orElse("several requests at once");
    }

    private @Nullable Waiter first() {
        Waiter head = urgent.first();
        return head == null ? patient.first() : head;
    }

    // By the clock of who is served then: the timers of another client may end before, with that client.
    private void wakeFor(Waiter head, long now) {
        long due = now + wait(head.weight, now);
        if (wake != null && !wake.isDone() && wakeBy == head.ask.clock() && wakeAt - due <= 0) {
            return;
        }
        if (wake != null) {
            wake.cancel(false);
        }
        wakeAt = due;
        wakeBy = head.ask.clock();
        CompletableFuture<@Nullable Void> timer = head.ask.clock().after(Duration.ofNanos(due - now));
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
                permits.add(take(head.ask, now));
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

    private void freed() {
        if (neighbours == null) {
            serve();
        } else {
            neighbours.freed();
        }
    }

    private final class Taken implements Permit {
        private final Limiter.@Nullable Ask ask;
        private final int weight;
        private final long at;

        Taken(Limiter.@Nullable Ask ask, int weight, long at) {
            this.ask = ask;
            this.weight = weight;
            this.at = at;
        }

        @Override
        public void answered(Reply reply) {
            if (ask != null && neighbours != null && neighbours.learning()) {
                boolean understood = neighbours.learn(ask, reply);
                back(understood ? null : reply);
            } else if (pause.concerns(reply)) {
                synchronized (lock) {
                    pause.learn(reply, true, clock);
                }
            }
        }

        @Override
        public void limited(Reply reply, @Nullable Duration delay) {
            boolean understood =
                    ask != null && neighbours != null && neighbours.learning() && neighbours.learn(ask, reply);
            if (!understood) {
                synchronized (lock) {
                    Duration asked = delay == null ? Hints.retryAfter(reply, clock.now()) : delay;
                    pause.learn(true, asked, false, clock);
                }
            }
            back(null);
        }

        @Override
        public void lost() {
            if (ask != null && neighbours != null && neighbours.learning()) {
                back(null);
            }
        }

        // What it found out, others may go by.
        private void back(@Nullable Reply reply) {
            synchronized (lock) {
                if (reply != null && pause.concerns(reply)) {
                    pause.learn(reply, false, clock);
                }
                meters.forEach(meter -> meter.back(at));
            }
            freed();
        }

        @Override
        public void unused() {
            if (weight > 0) {
                synchronized (lock) {
                    for (Meter meter : meters) {
                        meter.giveBack(weight, at);
                        meter.back(at);
                    }
                }
                freed();
            }
        }
    }
}
