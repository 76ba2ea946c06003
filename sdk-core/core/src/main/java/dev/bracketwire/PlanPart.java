// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import dev.bracketwire.internal.plan.FailureOutcome;
import dev.bracketwire.internal.plan.PlanChanges;
import dev.bracketwire.internal.run.CallRun;
import dev.bracketwire.internal.run.Futures;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds the changes one applier carries out; a joined plan has several. It is applied once, whoever does so. */
final class PlanPart<C extends Change> {
    final PlanChanges<C> planChanges;
    final int concurrency;
    private final String title;
    private final int batch;
    private final Function<? super List<C>, Call<List<Outcome<C>>>> applier;
    private final AtomicReference<@Nullable PlanRun<?>> claimed = new AtomicReference<>();

    PlanPart(
            String title,
            PlanChanges<C> planChanges,
            int batch,
            int concurrency,
            Function<? super List<C>, Call<List<Outcome<C>>>> applier) {
        this.title = title;
        this.planChanges = planChanges;
        this.batch = batch;
        this.concurrency = concurrency;
        this.applier = applier;
    }

    void claim(PlanRun<?> run) {
        if (!claimed.compareAndSet(null, run)) {
            throw new IllegalStateException("the plan \"" + title
                    + "\" was applied already, and what it saw may have changed since: plan again");
        }
    }

    void release(PlanRun<?> run) {
        claimed.compareAndSet(run, null);
    }

    /** Takes the next batch. */
    List<C> next(Iterator<C> left) {
        List<C> taken = new ArrayList<>();
        while (taken.size() < batch && left.hasNext()) {
            taken.add(left.next());
        }
        return List.copyOf(taken);
    }

    /** Applies a batch; the future fails only with an {@link Error}. */
    CompletableFuture<List<Outcome<C>>> apply(List<C> taken, CallRun callRun) {
        Call<List<Outcome<C>>> call;
        try {
            call = applier.apply(taken);
        } catch (RuntimeException e) {
            // Nothing has left: a call does nothing before it is run.
            return CompletableFuture.completedFuture(all(taken, Outcome.Status.FAILED, String.valueOf(e)));
        }
        return call.runIn(callRun).handle((outcomes, failure) -> {
            if (failure == null) {
                return checked(taken, outcomes);
            }
            Throwable cause = Futures.cause(failure);
            if (cause instanceof Error error) {
                throw error;
            }
            return all(taken, FailureOutcome.status(cause), FailureOutcome.note(cause));
        });
    }

    private List<Outcome<C>> checked(List<C> taken, List<Outcome<C>> outcomes) {
        boolean fits = outcomes.size() == taken.size();
        for (int i = 0; fits && i < taken.size(); i++) {
            fits = outcomes.get(i).change().equals(taken.get(i));
        }
        return fits
                ? outcomes
                : all(
                        taken,
                        Outcome.Status.UNKNOWN,
                        "the applier of \"" + title + "\" did not give one outcome for each change, in their order");
    }

    private static <C extends Change> List<Outcome<C>> all(List<C> taken, Outcome.Status status, String note) {
        return taken.stream().map(change -> new Outcome<>(change, status, note)).toList();
    }
}
