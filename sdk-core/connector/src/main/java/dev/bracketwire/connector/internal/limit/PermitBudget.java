// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.connector.limit.Limiter.Permit;
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
final class PermitBudget {
    private final Object lock;
    private final LimiterPause limiterPause;
    private final List<BudgetMeter> meters;
    private final Limiter.Clock clock;
    private final @Nullable SharedMeters sharedMeters;
    private final WaitQueue urgent = new WaitQueue();
    private final WaitQueue patient = new WaitQueue();
    private final CompletableFuture<Permit> unlimited = CompletableFuture.completedFuture(new Taken(null, 0, 0));
    private @Nullable CompletableFuture<@Nullable Void> wake;
    private Limiter.@Nullable Clock wakeBy;
    private long wakeAt;

    /** Makes a budget; one without neighbours has a lock of its own. */
    PermitBudget(
            @Nullable SharedMeters sharedMeters,
            LimiterPause limiterPause,
            List<BudgetMeter> meters,
            Limiter.Clock clock) {
        this.lock = sharedMeters == null ? this : sharedMeters;
        this.sharedMeters = sharedMeters;
        this.limiterPause = limiterPause;
        this.meters = new ArrayList<>(meters);
        this.clock = clock;
    }

    CompletableFuture<Permit> acquire(Limiter.Ask ask) {
        if (meters.isEmpty() && !limiterPause.possible()) {
            return unlimited;
        }
        int weight = ask.request().weight();
        boolean urgently = !ask.request().isBackground();
        for (BudgetMeter budgetMeter : meters) {
            if (weight > budgetMeter.most()) {
                return CompletableFuture.failedFuture(new IllegalArgumentException(
                        "weight " + weight + " is more than its limit ever allows (" + budgetMeter.most() + ")"));
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
            PermitWaiter permitWaiter = new PermitWaiter(ask, urgently ? urgent : patient, this::left);
            permitWaiter.waitQueue.add(permitWaiter);
            wakeFor(Objects.requireNonNull(first()), now);
            return permitWaiter;
        }
    }

    /** Goes on with another meter in the place of one, where it was learned that they count the same. */
    void replace(BudgetMeter old, BudgetMeter shared) {
        meters.replaceAll(budgetMeter -> budgetMeter == old ? shared : budgetMeter);
    }

    /** Whether nobody waits. */
    boolean isIdle() {
        synchronized (lock) {
            return first() == null;
        }
    }

    private long wait(long units, long now) {
        long wait = limiterPause.left(now);
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
        if (limiterPause.left(now) > 0) {
            return limiterPause.scope();
        }
        return meters.stream()
                .filter(budgetMeter -> before > 0 || budgetMeter.until(1, now) > 0)
                .findFirst()
                .map(budgetMeter -> budgetMeter.name(now))
                .orElse("several requests at once");
    }

    private @Nullable PermitWaiter first() {
        PermitWaiter head = urgent.first();
        return head == null ? patient.first() : head;
    }

    // By the clock of who is served then: the timers of another client may end before, with that client.
    private void wakeFor(PermitWaiter head, long now) {
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
        List<PermitWaiter> served = new ArrayList<>();
        List<Permit> permits = new ArrayList<>();
        synchronized (lock) {
            long now = clock.nanos();
            for (PermitWaiter head = first(); head != null; head = first()) {
                if (wait(head.weight, now) > 0) {
                    wakeFor(head, now);
                    break;
                }
                head.waitQueue.serve(head);
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

    private void left(PermitWaiter permitWaiter) {
        synchronized (lock) {
            if (!permitWaiter.queued) {
                return; // served at the same time; the permit comes back by itself
            }
            boolean behind = first() != permitWaiter;
            permitWaiter.waitQueue.leave(permitWaiter);
            if (behind) {
                return;
            }
        }
        serve();
    }

    private void freed() {
        if (sharedMeters == null) {
            serve();
        } else {
            sharedMeters.freed();
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
            if (ask != null && sharedMeters != null && sharedMeters.learning()) {
                boolean understood = sharedMeters.learn(ask, reply);
                back(understood ? null : reply);
            } else if (limiterPause.concerns(reply)) {
                synchronized (lock) {
                    limiterPause.learn(reply, true, clock);
                }
            }
        }

        @Override
        public void limited(Reply reply, @Nullable Duration delay) {
            boolean understood =
                    ask != null && sharedMeters != null && sharedMeters.learning() && sharedMeters.learn(ask, reply);
            if (!understood) {
                synchronized (lock) {
                    Duration asked = delay == null ? RetryHints.retryAfter(reply, clock.now()) : delay;
                    limiterPause.learn(true, asked, false, clock);
                }
            }
            back(null);
        }

        @Override
        public void lost() {
            if (ask != null && sharedMeters != null && sharedMeters.learning()) {
                back(null);
            }
        }

        // What it found out, others may go by.
        private void back(@Nullable Reply reply) {
            synchronized (lock) {
                if (reply != null && limiterPause.concerns(reply)) {
                    limiterPause.learn(reply, false, clock);
                }
                meters.forEach(budgetMeter -> budgetMeter.back(at));
            }
            freed();
        }

        @Override
        public void unused() {
            if (weight > 0) {
                synchronized (lock) {
                    for (BudgetMeter budgetMeter : meters) {
                        budgetMeter.giveBack(weight, at);
                        budgetMeter.back(at);
                    }
                }
                freed();
            }
        }
    }
}
