// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.command.VerifyEntry;
import dev.bracketwire.examples.tournament.state.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the names that could not be verified because Riot was not reachable, by the command {@link VerifyEntry}. A person
 * whose name turns out to be wrong gets a message.
 */
final class VerificationRetry implements WorkLoop.Task {
    @Override
    public void run(WorkTurn turn) {
        if (!turn.app().upstreams().isDue("riot")) {
            return;
        }
        List<VerifyEntry> due = turn.read(state -> state.sql()
                .list(
                        "SELECT tournament, person FROM ${entries} WHERE verification = ? ORDER BY since, person",
                        row -> new VerifyEntry(row.getString("tournament"), row.getString("person")),
                        Entry.Verification.UNVERIFIED));
        @Nullable Answer failed = null;
        for (VerifyEntry each : due) {
            if (!turn.isActive() || !turn.app().upstreams().isDue("riot")) {
                break;
            }
            Answer answer = turn.app()
                    .run(each, new Caller(WorkTurn.SCHEDULE, Face.SCHEDULE))
                    .get();
            failed = answer instanceof Answer.Failed ? answer : failed;
        }
        if (failed != null) {
            throw new IllegalStateException(
                    "a name could not be verified: the log has the reason by the ids of answers");
        }
    }
}
