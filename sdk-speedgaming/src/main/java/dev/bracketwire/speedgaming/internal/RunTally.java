// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.Outcome;
import dev.bracketwire.speedgaming.MatchChange;
import java.util.ArrayList;
import java.util.List;

/** Counts the outcomes of the changes of one plan, whose batches may be applied by several threads. */
final class RunTally {
    private static final int MOST_PROBLEMS = 100;

    private final int changes;
    private final List<String> problems = new ArrayList<>();
    private int done;
    private int stale;

    RunTally(int changes) {
        this.changes = changes;
    }

    /** Adds the outcomes of a batch, and returns whether all changes have one now. */
    synchronized boolean add(List<Outcome<MatchChange>> outcomes) {
        for (Outcome<MatchChange> outcome : outcomes) {
            boolean outdated = outcome.status() == Outcome.Status.STALE;
            boolean fine = outcome.status() == Outcome.Status.APPLIED || outcome.status() == Outcome.Status.UNCHANGED;
            stale += outdated ? 1 : 0;
            if (!outdated && !fine && problems.size() < MOST_PROBLEMS) {
                problems.add(outcome.change() + ": " + outcome.note());
            }
        }
        done += outcomes.size();
        return done == changes;
    }

    /** Whether each change was refused because a newer schedule was applied first. */
    synchronized boolean isSuperseded() {
        return stale == changes;
    }

    synchronized List<String> problems() {
        return List.copyOf(problems);
    }
}
