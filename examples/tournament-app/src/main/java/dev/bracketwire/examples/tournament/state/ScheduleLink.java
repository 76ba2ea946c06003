// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Links a tournament to its event on SpeedGaming, whose schedule becomes the matches of the tournament.
 *
 * @param tournament the tournament
 * @param slug the event in addresses of SpeedGaming
 * @param enabled whether the schedule is imported now
 * @param channel the id of the channel of Discord that gets notices of matches; null for none
 * @param crewChannel the id of the channel of Discord that gets the needs of crew; null for none
 */
public record ScheduleLink(
        String tournament,
        String slug,
        boolean enabled,
        @Nullable String channel,
        @Nullable String crewChannel) {
    /** Returns the links of all tournaments that had a schedule at any time. */
    public static List<ScheduleLink> all(StateView state) throws SQLException {
        return state.sql().list("SELECT * FROM ${schedules} ORDER BY tournament", ScheduleLink::of);
    }

    /** Returns the link of a tournament. */
    public static Optional<ScheduleLink> ofTournament(StateView state, String tournament) throws SQLException {
        return state.sql().find("SELECT * FROM ${schedules} WHERE tournament = ?", ScheduleLink::of, tournament);
    }

    /** Returns the link of an event on SpeedGaming. */
    public static Optional<ScheduleLink> ofSlug(StateView state, String slug) throws SQLException {
        return state.sql().find("SELECT * FROM ${schedules} WHERE slug = ?", ScheduleLink::of, slug);
    }

    /** Removes the link of a tournament that is removed. Refuses while its schedule is imported. */
    static void remove(StateTransaction state, String tournament) throws SQLException {
        if (ofTournament(state, tournament).filter(ScheduleLink::enabled).isPresent()) {
            throw new Refusal(
                    Reason.CONFLICT,
                    "The schedule of " + tournament + " is imported. Disable it before " + tournament + " is removed.");
        }
        state.sql().update("DELETE FROM ${schedules} WHERE tournament = ?", tournament);
        state.sql().update("DELETE FROM ${schedule_members} WHERE tournament = ?", tournament);
    }

    /** Stores the link in place of an earlier one of the tournament. */
    public void store(StateTransaction state) throws SQLException {
        state.sql().update("DELETE FROM ${schedules} WHERE tournament = ?", tournament);
        state.sql()
                .update(
                        "INSERT INTO ${schedules} (tournament, slug, enabled, channel, crew_channel)"
                                + " VALUES (?, ?, ?, ?, ?)",
                        tournament,
                        slug,
                        enabled ? 1 : 0,
                        channel,
                        crewChannel);
        state.topic("schedule:" + tournament);
    }

    private static ScheduleLink of(ResultSet row) throws SQLException {
        return new ScheduleLink(
                row.getString("tournament"),
                row.getString("slug"),
                row.getInt("enabled") == 1,
                row.getString("channel"),
                row.getString("crew_channel"));
    }
}
