// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.state.AuditLine;
import dev.bracketwire.examples.tournament.state.RandomIds;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.examples.tournament.state.StateView;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.examples.tournament.state.Window;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a line of the audit when a window opens or closes by its schedule, once over all nodes and restarts. Whether a
 * window is open follows from its times alone, so this class opens and closes nothing. A window that a command opens or
 * closes has the line of that command.
 */
final class WindowSchedule implements WorkLoop.Task {
    private static final List<String> WINDOWS = List.of(StateTransaction.REGISTRATION, StateTransaction.CHECK_IN);

    @Override
    public void run(WorkTurn turn) {
        for (Due due : turn.read(WindowSchedule::due)) {
            if (!turn.isActive()) {
                return;
            }
            String id = RandomIds.answer();
            turn.write(id, state -> {
                // Another node may have done it meanwhile, or a person may have decided by hand.
                if (state.findTournament(due.tournament).isPresent()) {
                    keep(state, state.lock(due.tournament), due.window, id);
                }
                return true;
            });
        }
    }

    private static List<Due> due(StateView state) throws SQLException {
        Map<Due, String> known = new HashMap<>();
        state.sql()
                .list(
                        "SELECT * FROM ${window_states}",
                        row -> known.put(
                                new Due(row.getString("tournament"), row.getString("name")), row.getString("state")));
        List<Due> due = new ArrayList<>();
        for (Tournament tournament : state.tournaments()) {
            for (String window : WINDOWS) {
                Due each = new Due(tournament.id(), window);
                boolean open = window(tournament, window).isOpen(state.now());
                if (open != "open".equals(known.get(each))) {
                    due.add(each);
                }
            }
        }
        return due;
    }

    private static void keep(StateTransaction state, Tournament tournament, String name, String id)
            throws SQLException {
        boolean open = window(tournament, name).isOpen(state.now());
        if (state.keepWindow(tournament.id(), name, open)) {
            state.topic("tournament:" + tournament.id());
            state.audit(new AuditLine(
                    id,
                    WorkTurn.SCHEDULE,
                    Face.SCHEDULE,
                    "window",
                    tournament.id(),
                    AuditLine.Outcome.DONE,
                    name + " is " + (open ? "open" : "closed") + " by its schedule"));
        }
    }

    private static Window window(Tournament tournament, String name) {
        return name.equals(StateTransaction.REGISTRATION) ? tournament.registration() : tournament.checkIn();
    }

    private record Due(String tournament, String window) {}
}
