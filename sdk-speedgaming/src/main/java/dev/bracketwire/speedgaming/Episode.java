// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An episode: the time on air of one match, or of two for a doubleheader. Texts are as people typed them on SpeedGaming, so
 * escape them wherever they are shown. A text that is not set is empty.
 *
 * @param id the id of the episode
 * @param title the title, empty for most
 * @param when the start of the broadcast, which may include a stream delay
 * @param whenCountdown the start of the race
 * @param length the planned length in minutes
 * @param timezone empty if the times are final; otherwise they are a wish, and both times may be wrong by hours
 * @param approved whether the staff of SpeedGaming accepted it
 * @param externalRestream whether another channel broadcasts it
 * @param event the event
 * @param match1 the match; null if there is none yet
 * @param match2 the second match of a doubleheader; null for most
 * @param channels the channels of the broadcast
 * @param commentators the sign-ups as commentator
 * @param trackers the sign-ups as tracker
 * @param broadcasters the sign-ups as broadcaster
 * @param helpers the sign-ups as helper
 */
public record Episode(
        long id,
        String title,
        Instant when,
        Instant whenCountdown,
        int length,
        String timezone,
        boolean approved,
        boolean externalRestream,
        Event event,
        @Nullable Match match1,
        @Nullable Match match2,
        List<Channel> channels,
        List<SignUp> commentators,
        List<SignUp> trackers,
        List<SignUp> broadcasters,
        List<SignUp> helpers) {
    /** Copies the lists. */
    public Episode {
        channels = List.copyOf(channels);
        commentators = List.copyOf(commentators);
        trackers = List.copyOf(trackers);
        broadcasters = List.copyOf(broadcasters);
        helpers = List.copyOf(helpers);
    }

    /** Returns the matches: none, one or two. */
    public List<Match> matches() {
        return Stream.of(match1, match2).filter(match -> match != null).toList();
    }

    /**
     * An event, such as a tournament.
     *
     * @param id the id
     * @param slug the name in URLs
     * @param name the name
     * @param shortName a shorter name
     * @param game the game
     * @param active whether it is listed
     */
    public record Event(long id, String slug, String name, String shortName, String game, boolean active) {}

    /**
     * A match of an episode.
     *
     * @param id the id, which stays the same when the match is moved
     * @param title the title, empty for many
     * @param note the note that was submitted with it
     * @param players the players, none or any number
     */
    public record Match(long id, String title, String note, List<Player> players) {
        /** Copies the list. */
        public Match {
            players = List.copyOf(players);
        }
    }

    /**
     * A player of a match.
     *
     * @param id the number of the player on SpeedGaming
     * @param displayName the name that is shown
     * @param discordId the id on Discord as typed, often empty or wrong
     * @param discordTag the name on Discord as typed
     * @param publicStream the channel on Twitch that may be shown; {@code ignore} for an entry that is no player
     * @param streamingFrom the channel on Twitch
     */
    public record Player(
            long id,
            String displayName,
            String discordId,
            String discordTag,
            String publicStream,
            String streamingFrom) {}

    /**
     * A sign-up for a task of the crew.
     *
     * @param id the id of the sign-up, which is not that of a person
     * @param displayName the name that is shown
     * @param discordId the id on Discord as typed, often empty or wrong
     * @param discordTag the name on Discord as typed
     * @param publicStream the channel on Twitch
     * @param approved whether the sign-up was accepted
     * @param ready whether the person said to be ready
     * @param partner the name of a partner
     * @param language the language of the broadcast, such as {@code en}
     */
    public record SignUp(
            long id,
            String displayName,
            String discordId,
            String discordTag,
            String publicStream,
            boolean approved,
            boolean ready,
            String partner,
            String language) {}

    /**
     * A channel of a broadcast.
     *
     * @param id the id
     * @param name the name
     * @param slug the name on Twitch, or a word for none
     * @param initials the initials
     * @param language the language, such as {@code en}
     */
    public record Channel(long id, String name, String slug, String initials, String language) {}
}
