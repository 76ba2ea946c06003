// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import dev.bracketwire.Outcome.Status;
import dev.bracketwire.internal.plan.SpillingList;
import dev.bracketwire.internal.run.CallRun;
import dev.bracketwire.internal.run.Futures;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies the parts of a plan one after the other, with a bound on how many batches are under way. */
final class PlanRun<C extends Change> {
    private static final Logger LOG = LoggerFactory.getLogger(Plan.class);

    private final Plan<C> plan;
    private final Plan.OnFailure onFailure;
    private final LongSupplier clock;
    private final CallRun callRun;
    private final Call.Registration cancelling;
    private final long begun;
    private final CompletableFuture<Report<C>> whole = new CompletableFuture<>();

    // Of the thread that is launching.
    private final Iterator<PlanPart<? extends C>> parts;
    private Batches<? extends C> batches;
    private final AtomicInteger launching = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Status, Integer> counts = new EnumMap<>(Status.class);
    private final SpillingList<Outcome<C>> outcomes = SpillingList.ofOutcomes();
    private @Nullable String halt;
    private @Nullable String stopped;
    private @Nullable Duration took;

    PlanRun(
            Plan<C> plan,
            List<PlanPart<? extends C>> parts,
            Plan.OnFailure onFailure,
            LongSupplier clock,
            Call.Context context) {
        this.plan = plan;
        this.parts = parts.iterator();
        this.batches = new Batches<>(null, Collections.emptyIterator());
        this.onFailure = onFailure;
        this.clock = clock;
        this.begun = clock.getAsLong();
        this.callRun = ((CallRun) context).forked();
        this.cancelling = context.onCancel(callRun::cancel);
    }

    /** Makes all parts its own, or none. */
    void claim(List<PlanPart<? extends C>> all) {
        int own = 0;
        try {
            for (PlanPart<? extends C> part : all) {
                part.claim(this);
                own++;
            }
        } catch (IllegalStateException e) {
            all.subList(0, own).forEach(part -> part.release(this));
            throw e;
        }
    }

    CompletableFuture<Report<C>> start() {
        launch();
        return whole;
    }

    Report<C> report() {
        return known(() ->
                new Report<>(plan.title(), plan.size(), counts, outcomes, stopped, took == null ? sofar() : took));
    }

    // A loop and not a recursion: a batch that is done at once comes back here inside its own start.
    private void launch() {
        if (launching.getAndIncrement() != 0) {
            return;
        }
        do {
            try {
                while (!whole.isDone() && step()) {}
            } catch (RuntimeException | Error e) {
                // The temporary file, most likely: what is known stays in the report, and no more is begun.
                fail(e);
            }
        } while (launching.decrementAndGet() != 0);
    }

    /** Does the next thing there is to do; gives false where that is to wait for a batch. */
    private boolean step() {
        if (batches.left.hasNext()) {
            String reason = reason();
            if (reason == null && batches.ready(underWay.get())) {
                underWay.incrementAndGet();
                batches.begin();
                return true;
            }
            if (reason != null && underWay.get() == 0) {
                batches.skip(reason);
                return true;
            }
            return false;
        }
        if (underWay.get() > 0) {
            return false;
        }
        if (parts.hasNext()) {
            batches = of(parts.next());
        } else {
            end();
        }
        return true;
    }

    /** Why nothing more is begun, if so. */
    private @Nullable String reason() {
        if (callRun.cancelled()) {
            halt(callRun.cancellation());
        } else if (callRun.remainingNanos() <= 0) {
            halt("the time was over");
        }
        return known(() -> halt);
    }

    private <P extends C> Batches<P> of(PlanPart<P> part) {
        return new Batches<>(part, part.planChanges.stream().iterator());
    }

    private void done(@Nullable List<? extends Outcome<? extends C>> results, @Nullable Throwable failure) {
        try {
            if (results != null) {
                results.forEach(this::note);
            } else {
                fail(Futures.cause(Objects.requireNonNull(failure)));
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
        underWay.decrementAndGet();
        launch();
    }

    @SuppressWarnings("unchecked") // an outcome is read-only, so one of a narrower change is one of the wider
    private void note(Outcome<? extends C> outcome) {
        Status status = outcome.status();
        learned(() -> {
            outcomes.add((Outcome<C>) outcome);
            counts.merge(status, 1, Integer::sum);
        });
        if (!callRun.cancelled()
                && onFailure == Plan.OnFailure.STOP
                && (status == Status.FAILED || status == Status.UNKNOWN)) {
            halt("a change before it " + (status == Status.FAILED ? "failed" : "was left in doubt"));
        }
    }

    private void halt(String reason) {
        learned(() -> halt = halt == null ? reason : halt);
    }

    /** Ends a run that can no longer keep its report. */
    private void fail(Throwable failure) {
        cancelling.close();
        learned(() -> {
            stopped = "it broke: " + failure;
            took = took == null ? sofar() : took;
        });
        callRun.cancel();
        whole.completeExceptionally(failure);
    }

    private void end() {
        cancelling.close();
        learned(() -> took = sofar());
        Report<C> report = report();
        long millis = report.took().toMillis();
        if (!report.complete()) {
            LOG.warn("applied {}, in {} ms, fingerprint {}", report.summary(), millis, plan.fingerprint());
        } else if (!plan.isEmpty()) {
            LOG.info("applied {}, in {} ms, fingerprint {}", report.summary(), millis, plan.fingerprint());
        }
        whole.complete(report);
    }

    private Duration sofar() {
        return Duration.ofNanos(clock.getAsLong() - begun);
    }

    private <T extends @Nullable Object> T known(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    private void learned(Runnable news) {
        lock.lock();
        try {
            news.run();
        } finally {
            lock.unlock();
        }
    }

    /** The changes of a part that are left, with the type they share with its applier. */
    private final class Batches<P extends C> {
        private final @Nullable PlanPart<P> part;
        private final Iterator<P> left;

        Batches(@Nullable PlanPart<P> part, Iterator<P> left) {
            this.part = part;
            this.left = left;
        }

        boolean ready(int busy) {
            return part != null && busy < part.concurrency;
        }

        void begin() {
            PlanPart<P> own = Objects.requireNonNull(part);
            own.apply(own.next(left), callRun).whenComplete(PlanRun.this::done);
        }

        void skip(String reason) {
            learned(() -> stopped = reason);
            note(Outcome.skipped(left.next(), reason));
        }
    }
}
