// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.state.AuditLine;
import dev.bracketwire.examples.tournament.state.RandomIds;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Turns the refusals of requests that contain no valid command into answers, with a line in the audit. */
final class RequestRefusals {
    private final TournamentApp app;

    RequestRefusals(TournamentApp app) {
        this.app = app;
    }

    /** Writes the refusal to the audit under this command name, and returns the answer. */
    Answer.Refused refused(String command, Caller caller, Refusal refusal) {
        String id = RandomIds.answer();
        app.database()
                .write(connection -> {
                    StateTransaction state = new StateTransaction(
                            new SqlSession(app.database(), connection),
                            app.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                            id,
                            caller.person());
                    state.audit(new AuditLine(
                            id,
                            caller.person(),
                            caller.face(),
                            command,
                            null,
                            AuditLine.Outcome.REFUSED,
                            "refused: " + refusal.reason().name().toLowerCase(Locale.ROOT)));
                    return true;
                })
                .get();
        return new Answer.Refused(id, refusal.text(), refusal.reason(), List.of());
    }
}
