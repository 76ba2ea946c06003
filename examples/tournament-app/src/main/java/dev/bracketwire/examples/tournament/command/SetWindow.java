// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.examples.tournament.state.Window;
import java.util.Locale;

/**
 * Opens or closes registration or check-in by hand, or lets it follow its schedule again. Running it twice changes
 * nothing the second time.
 *
 * @param tournament the tournament
 * @param window registration or check-in
 * @param state the state to set
 */
@Operation(
        name = "window",
        method = "PUT",
        path = "/tournaments/{tournament}/windows/{window}",
        summary = "Opens or closes registration or check-in, or lets it follow its schedule.")
public record SetWindow(String tournament, Which window, Wish state) implements Command {
    /** The window to open or close. */
    public enum Which {
        /** Registration. */
        REGISTRATION,
        /** Check-in. */
        CHECK_IN
    }

    /** The state to set. */
    public enum Wish {
        /** Open until it is closed by hand. */
        OPEN,
        /** Closed until it is opened by hand. */
        CLOSED,
        /** As the schedule says. */
        SCHEDULE
    }

    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        String name = window.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return run.write("set " + name + " to " + state.name().toLowerCase(Locale.ROOT), writing -> {
            Tournament before = writing.lock(tournament);
            boolean registration = window == Which.REGISTRATION;
            Window changed = (registration ? before.registration() : before.checkIn())
                    .by(state == Wish.SCHEDULE ? null : Window.ByHand.valueOf(state.name()));
            Tournament after = registration ? before.registration(changed) : before.checkIn(changed);
            if (!before.equals(after)) {
                writing.apply(new StateChange.OfTournament(before, after));
            }
            boolean open = changed.isOpen(run.now());
            return run.done(
                    (registration ? "Registration" : "Check-in") + " is " + (open ? "open" : "closed")
                            + (before.equals(after) ? " already." : "."),
                    TournamentView.WindowView.of(changed, run.now()));
        });
    }
}
