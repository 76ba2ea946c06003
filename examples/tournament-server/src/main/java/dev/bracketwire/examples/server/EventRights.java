// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.state.StateView;
import dev.bracketwire.examples.tournament.state.Tournament;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which events a client may see.
 *
 * @param everything the permission for everything
 * @param highest the highest permission for any tournament
 * @param tournaments the permission for each tournament
 */
record EventRights(Permission everything, Permission highest, Map<String, Permission> tournaments) {
    /** The rights of a client that is not signed in. */
    static final EventRights VISITOR = new EventRights(Permission.PUBLIC, Permission.PUBLIC, Map.of());

    static EventRights of(@Nullable String person, StateView state) throws SQLException {
        if (person == null) {
            return VISITOR;
        }
        Map<String, Permission> tournaments = new HashMap<>();
        for (Tournament tournament : state.tournaments()) {
            tournaments.put(tournament.id(), state.level(person, tournament.id(), null));
        }
        return new EventRights(state.level(person, null, null), state.highestLevel(person), tournaments);
    }

    boolean allows(String topic, @Nullable String tournament) {
        Permission here = tournament == null ? everything : tournaments.getOrDefault(tournament, everything);
        return switch (topic) {
            case "tournament", "entries" -> true;
            // It names no person, and a page whose own permissions have changed needs it.
            case "people" -> everything.includes(Permission.SIGNED_IN);
            case "services", "upstreams" -> highest.includes(Permission.VIEWER);
            case "webhooks" -> highest.includes(Permission.ORGANISER);
            case "audit", "schedule" -> here.includes(Permission.VIEWER);
            default -> here.includes(Permission.ORGANISER);
        };
    }
}
