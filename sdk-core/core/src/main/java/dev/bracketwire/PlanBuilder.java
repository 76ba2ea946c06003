// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import dev.bracketwire.internal.plan.PlanChanges;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Collects the changes of a {@link Plan}. It is used by one thread and builds once.
 *
 * @param <C> the kind of change
 */
public final class PlanBuilder<C extends Change> {
    private final String title;
    private final int batch;
    private final Function<? super List<C>, Call<List<Outcome<C>>>> applier;
    private final PlanChanges<C> planChanges;
    private int concurrency = 1;
    private Plan.OnFailure onFailure = Plan.OnFailure.STOP;
    private LongSupplier clock = System::nanoTime;
    private boolean built;

    PlanBuilder(String title, int batch, Function<? super List<C>, Call<List<Outcome<C>>>> applier) {
        if (title.isBlank()) {
            throw new IllegalArgumentException("title must say what the plan does");
        }
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, not " + batch);
        }
        this.title = title;
        this.batch = batch;
        this.applier = Objects.requireNonNull(applier, "applier");
        this.planChanges = new PlanChanges<>(title);
    }

    /**
     * Adds a change. Changes are applied in the order in which they were added.
     *
     * @throws IllegalArgumentException if it is not data as {@link Change} asks for
     */
    public PlanBuilder<C> add(C change) {
        if (built) {
            throw new IllegalStateException("the plan was built already: its changes are settled");
        }
        planChanges.add(Objects.requireNonNull(change, "change"));
        return this;
    }

    /** Adds changes in their order. */
    public PlanBuilder<C> addAll(Iterable<? extends C> more) {
        more.forEach(this::add);
        return this;
    }

    /**
     * Sets how many changes, or batches, may be under way at once, one unless set. More is faster where the upstream
     * allows it, and gives up the order.
     */
    public PlanBuilder<C> concurrency(int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("concurrency must be at least 1, not " + atOnce);
        }
        this.concurrency = atOnce;
        return this;
    }

    /** Sets what follows a failure, {@link Plan.OnFailure#STOP} unless set; {@link Plan#onFailure} can change it. */
    public PlanBuilder<C> onFailure(Plan.OnFailure policy) {
        this.onFailure = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /** Sets the clock that deadlines of {@link Plan#apply()} go by, such as the testkit's; the system's unless set. */
    public <T extends InstantSource & LongSupplier & ScheduledExecutorService> PlanBuilder<C> clock(T source) {
        return measuredBy(source);
    }

    /**
     * Sets the clock of nanoseconds alone, as a plan waits for no date and no timer. For a module that has no other clock;
     * an application calls {@link #clock}.
     */
    public PlanBuilder<C> measuredBy(LongSupplier nanos) {
        this.clock = Objects.requireNonNull(nanos, "nanos");
        return this;
    }

    /** Builds the plan. */
    public Plan<C> build() {
        if (built) {
            throw new IllegalStateException("the plan was built already");
        }
        built = true;
        return new Plan<>(
                title,
                List.of(new PlanPart<>(title, planChanges, batch, concurrency, applier)),
                planChanges.fingerprint(),
                onFailure,
                clock);
    }
}
