// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.examples.tournament.Ports.RolePort;
import dev.bracketwire.examples.tournament.work.RoleOutbox.DueRoles;
import java.util.List;

/** Gives people the roles of their entries. */
final class RoleFollower implements WorkLoop.Task {
    private final RolePort port;

    RoleFollower(RolePort port) {
        this.port = port;
    }

    @Override
    public void run(WorkTurn turn) {
        while (turn.isActive()) {
            List<DueRoles> due = turn.write(
                    WorkTurn.WORK, state -> RoleOutbox.take(turn.app().database(), state, 1));
            if (due.isEmpty()) {
                return;
            }
            due.forEach(wish -> follow(turn, wish));
        }
    }

    private void follow(WorkTurn turn, DueRoles wish) {
        PortOutcome outcome = PortOutcome.of(port, wish);
        if (outcome.succeeded() || outcome.closed() || turn.isActive()) {
            turn.write(WorkTurn.WORK, state -> RoleOutbox.report(state, wish.mark(), outcome));
        }
    }
}
