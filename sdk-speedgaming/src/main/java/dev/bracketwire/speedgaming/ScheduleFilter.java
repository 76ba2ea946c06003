// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Selects matches for {@link Matches#list}.
 *
 * <pre>{@code
 * ScheduleFilter today = ScheduleFilter.of("examplecup").from(midnight).before(midnight.plus(Duration.ofDays(1)));
 * for (ScheduledMatch match : schedule.matches().list(today).get()) {
 *     System.out.println(match.times().raceStart() + " " + match.label() + " " + match.streams());
 * }
 * }</pre>
 *
 * @param tournament the slug of the tournament; null for all
 * @param from the earliest start of the broadcast; null for no limit
 * @param before the time before which the broadcast begins; null for no limit
 */
public record ScheduleFilter(
        @Nullable String tournament,
        @Nullable Instant from,
        @Nullable Instant before) {
    /**
     * Checks the slug.
     *
     * @throws IllegalArgumentException if it is none
     */
    public ScheduleFilter {
        tournament = tournament == null ? null : TournamentFeed.of(tournament).slug();
    }

    /** Selects all matches. */
    public static ScheduleFilter all() {
        return new ScheduleFilter(null, null, null);
    }

    /** Selects the matches of a tournament. */
    public static ScheduleFilter of(String tournament) {
        return all().tournament(tournament);
    }

    /** Returns this filter, for the matches of a tournament only. */
    public ScheduleFilter tournament(String slug) {
        return new ScheduleFilter(slug, from, before);
    }

    /** Returns this filter, for the matches whose broadcast begins at this time or later only. */
    public ScheduleFilter from(Instant time) {
        return new ScheduleFilter(tournament, time, before);
    }

    /** Returns this filter, for the matches whose broadcast begins before this time only. */
    public ScheduleFilter before(Instant time) {
        return new ScheduleFilter(tournament, from, time);
    }
}
