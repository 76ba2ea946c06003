// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.state.MatchMessages;
import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.CrewRole;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A match of a schedule. Texts are single lines without control characters; a page must still escape them.
 *
 * @param match the number
 * @param label the title, or the names of the players
 * @param title the title; often empty
 * @param note the note
 * @param state the state
 * @param start the start of the broadcast; null if there is no time yet
 * @param raceStart the start of the race; null if there is no time yet, and for those who may not see more than the public
 * @param timeConfirmed whether the time is final
 * @param minutes the planned length
 * @param approved whether SpeedGaming approved it
 * @param episode the number of the episode on SpeedGaming; null for a match without one
 * @param players the players
 * @param crew the crew
 * @param streams the broadcasts
 * @param ownFields the fields that organisers took over, which an import leaves alone
 */
public record MatchView(
        long match,
        String label,
        String title,
        String note,
        MatchState state,
        @Nullable Instant start,
        @Nullable Instant raceStart,
        boolean timeConfirmed,
        int minutes,
        boolean approved,
        @Nullable Long episode,
        List<PlayerView> players,
        List<CrewView> crew,
        List<StreamView> streams,
        List<MatchField> ownFields) {
    /**
     * Shows a match.
     *
     * @param people the persons of the schedule by their numbers; empty to show nothing that the public may not see
     * @param inner whether to show what the public may not see
     */
    static MatchView of(ScheduledMatch match, Map<Long, Person> people, boolean inner) {
        return new MatchView(
                match.id(),
                MatchMessages.label(match),
                MatchMessages.plain(match.title(), 200),
                MatchMessages.plain(match.note(), 500),
                match.state(),
                match.times().broadcastStart(),
                inner ? match.times().raceStart() : null,
                match.times().confirmed(),
                match.times().minutes(),
                match.approved(),
                match.source() == null ? null : match.source().episode(),
                match.players().stream()
                        .map(player -> PlayerView.of(player, people.get(player.person())))
                        .toList(),
                match.crew().stream().map(CrewView::of).toList(),
                match.streams().stream().map(StreamView::of).toList(),
                List.copyOf(match.hostFields()));
    }

    /**
     * A player.
     *
     * @param player the number in the schedule
     * @param name the name
     * @param stream the channel on Twitch; empty if it is not known
     * @param person the person of the application; null if the player is not linked, and for the public
     */
    public record PlayerView(
            long player,
            String name,
            String stream,
            @Nullable String person) {
        static PlayerView of(MatchPlayer player, @Nullable Person person) {
            return new PlayerView(
                    player.person(),
                    MatchMessages.plain(player.name(), 80),
                    MatchMessages.plain(player.stream(), 80),
                    person == null ? null : person.hostUser());
        }
    }

    /**
     * A member of the crew.
     *
     * @param player the number in the schedule
     * @param name the name
     * @param role the task
     * @param approved whether the sign-up was accepted
     * @param ready whether the member said to be ready
     * @param language the language
     */
    public record CrewView(long player, String name, CrewRole role, boolean approved, boolean ready, String language) {
        static CrewView of(CrewMember member) {
            return new CrewView(
                    member.person(),
                    MatchMessages.plain(member.name(), 80),
                    member.role(),
                    member.approved(),
                    member.ready(),
                    MatchMessages.plain(member.language(), 20));
        }
    }

    /**
     * A broadcast.
     *
     * @param language the language
     * @param url the address, which begins with https; empty if it is no such address
     * @param own whether an organiser set it, so that an import leaves it alone
     */
    public record StreamView(String language, String url, boolean own) {
        static StreamView of(MatchStream stream) {
            String url = MatchMessages.plain(stream.url(), 300);
            return new StreamView(
                    MatchMessages.plain(stream.language(), 20), url.startsWith("https://") ? url : "", stream.host());
        }
    }
}
