// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import org.jspecify.annotations.Nullable;

/**
 * Says which matches a calendar has. Immutable.
 *
 * <pre>{@code
 * String text = schedule.calendar(CalendarFeed.tournament("examplecup").shifted()).get();
 * }</pre>
 *
 * @param tournament the slug; null for all tournaments
 * @param person the id of a person; null for all
 * @param delayed whether times are shifted by the stream delay of the tournament
 */
public record CalendarFeed(
        @Nullable String tournament, @Nullable Long person, boolean delayed) {
    /** Takes all matches. */
    public static CalendarFeed all() {
        return new CalendarFeed(null, null, false);
    }

    /** Takes the matches of a tournament. */
    public static CalendarFeed tournament(String slug) {
        return new CalendarFeed(TournamentFeed.checked(slug), null, false);
    }

    /** Takes the matches that a person plays in or is crew of. */
    public static CalendarFeed person(long id) {
        return new CalendarFeed(null, id, false);
    }

    /** Shifts the times by the stream delay, for a public calendar that must not tell more than the broadcast. */
    public CalendarFeed shifted() {
        return new CalendarFeed(tournament, person, true);
    }
}
