// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.examples.tournament.state.ScheduleLink;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateView;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.UserDirectory;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Knows the people of the application by their accounts of Discord, and keeps which of them a schedule gave a match. */
final class SchedulePeople implements UserDirectory {
    private final TournamentApp app;

    SchedulePeople(TournamentApp app) {
        this.app = app;
    }

    @Override
    public Optional<String> findUser(StoreSession session, String discordId) throws SQLException {
        return sql(session).find("SELECT id FROM ${people} WHERE discord = ?", row -> row.getString(1), discordId);
    }

    @Override
    public void ensureMember(StoreSession session, String user, String slug) throws SQLException {
        StateView state = new StateView(sql(session), app.clock().instant().truncatedTo(ChronoUnit.MILLIS));
        Optional<ScheduleLink> link = ScheduleLink.ofSlug(state, slug);
        if (link.isPresent() && state.findPerson(user).isPresent()) {
            state.sql()
                    .update(
                            "INSERT INTO ${schedule_members} (tournament, person, since) VALUES (?, ?, ?)"
                                    + " ON CONFLICT (tournament, person) DO NOTHING",
                            link.get().tournament(),
                            user,
                            state.now());
        }
    }

    private SqlSession sql(StoreSession session) {
        return new SqlSession(app.database(), session.connection());
    }
}
