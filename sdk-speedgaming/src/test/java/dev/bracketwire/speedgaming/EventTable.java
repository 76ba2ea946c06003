// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.store.Database;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;

/** Writes each change into a table within the transaction of the change. */
record EventTable(Database db) implements MatchListener {
    private void add(StoreSession session, ScheduledMatch match, String kind) throws SQLException {
        try (PreparedStatement insert =
                session.connection().prepareStatement("INSERT INTO " + db.table("judge_event") + " VALUES (?, ?, ?)")) {
            insert.setLong(1, match.id());
            insert.setLong(2, match.version());
            insert.setString(3, kind);
            insert.executeUpdate();
        }
    }

    @Override
    public void created(StoreSession session, ScheduledMatch match) throws SQLException {
        add(session, match, "created");
    }

    @Override
    public void rescheduled(StoreSession session, ScheduledMatch before, ScheduledMatch after) throws SQLException {
        add(session, after, "rescheduled");
    }

    @Override
    public void changed(StoreSession session, ScheduledMatch before, ScheduledMatch after, Set<MatchField> fields)
            throws SQLException {
        add(session, after, "changed");
    }

    @Override
    public void cancelled(StoreSession session, ScheduledMatch match) throws SQLException {
        add(session, match, "cancelled");
    }

    @Override
    public void reinstated(StoreSession session, ScheduledMatch match) throws SQLException {
        add(session, match, "reinstated");
    }
}
