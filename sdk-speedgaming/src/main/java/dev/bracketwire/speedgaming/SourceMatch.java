// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.speedgaming.internal.EpisodeMapper;
import java.util.List;

/**
 * A match as a schedule has it: pure data, made from an {@link Episode} by {@link #of}.
 *
 * @param tournament the slug of the event
 * @param source the ids and digests
 * @param title the title: that of the episode, or that of the match
 * @param note the note
 * @param times the times
 * @param approved whether SpeedGaming approved the episode
 * @param players the players that are persons: without stand-ins such as {@code Winner of A} and without ignored ones
 * @param standIns the names of the players that are no persons yet
 * @param signUps the sign-ups of the crew
 * @param streams the broadcasts on real channels, the first of each language
 */
public record SourceMatch(
        String tournament,
        MatchSource source,
        String title,
        String note,
        MatchTimes times,
        boolean approved,
        List<SourcePlayer> players,
        List<String> standIns,
        List<SourceSignUp> signUps,
        List<MatchStream> streams) {
    /** Copies the lists. */
    public SourceMatch {
        players = List.copyOf(players);
        standIns = List.copyOf(standIns);
        signUps = List.copyOf(signUps);
        streams = List.copyOf(streams);
    }

    /** Returns the matches of an episode: none, one, or two for a doubleheader. */
    public static List<SourceMatch> of(Episode episode) {
        return EpisodeMapper.matches(episode);
    }

    /**
     * A player as the schedule has it.
     *
     * @param number the number of the player on SpeedGaming; 0 for a sign-up, which has none
     * @param name the name that is shown
     * @param discordId the id on Discord as typed
     * @param discordTag the name on Discord as typed
     * @param twitch the channel on Twitch as typed: where the player streams from, or the public one
     */
    public record SourcePlayer(long number, String name, String discordId, String discordTag, String twitch) {}

    /**
     * A sign-up of the crew as the schedule has it.
     *
     * @param id the id of the sign-up
     * @param role the task
     * @param person the person
     * @param approved whether the sign-up was accepted
     * @param ready whether the person said to be ready
     * @param language the language
     */
    public record SourceSignUp(
            long id, CrewRole role, SourcePlayer person, boolean approved, boolean ready, String language) {}
}
