// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.speedgaming;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.Call;
import dev.bracketwire.speedgaming.TournamentFeed;
import dev.bracketwire.speedgaming.TournamentList;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A schedule with all keys of the feed: 30 tournaments, two players, two commentators and a tracker a match. Each person is in
 * several matches.
 */
final class ScheduleBody {
    static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");
    static final int TOURNAMENTS = 30;
    private static final int PLAYERS = 2_000;
    private static final int CREW = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private ScheduleBody() {}

    static String slug(int number) {
        return String.format("cup%02d", number % TOURNAMENTS);
    }

    /** The tournaments as a host keeps them, so that none has to be enabled by a request. */
    static TournamentList tournaments() {
        List<TournamentFeed> feeds = IntStream.range(0, TOURNAMENTS)
                .mapToObj(i -> TournamentFeed.of(slug(i)).name("Cup " + i))
                .toList();
        return () -> Call.done(feeds);
    }

    static byte[] of(int episodes) throws IOException {
        ArrayNode all = JSON.createArrayNode();
        for (int i = 0; i < episodes; i++) {
            all.add(episode(i));
        }
        return JSON.writeValueAsBytes(all);
    }

    private static ObjectNode episode(int i) {
        String start = NOW.plus(Duration.ofMinutes(60 + i % 4_000)).toString().replace("Z", "+00:00");
        ObjectNode episode = JSON.createObjectNode()
                .put("id", 70_000 + i)
                .put("title", "")
                .put("when", start)
                .put("whenCountdown", start)
                .put("length", 90)
                .put("timezone", "")
                .put("approved", true)
                .put("externalRestream", false);
        int cup = i % TOURNAMENTS;
        episode.putObject("event")
                .put("id", 100 + cup)
                .put("slug", slug(cup))
                .put("name", "Cup " + cup)
                .put("shortName", "C" + cup)
                .put("game", "Example Game")
                .put("active", true)
                .put("srtv", true)
                .put("srl", "")
                .put("botChannel", "");
        ObjectNode match = episode.putObject("match1")
                .put("id", 700_000 + i)
                .put("title", "")
                .put("note", "");
        ArrayNode players = match.putArray("players");
        players.add(player(i * 2 % PLAYERS));
        players.add(player((i * 2 + 1) % PLAYERS));
        episode.putNull("match2");
        episode.putArray("channels")
                .addObject()
                .put("id", 25)
                .put("name", "example_channel")
                .put("slug", "example_channel")
                .put("initials", "EC")
                .put("language", "en");
        ArrayNode commentators = episode.putArray("commentators");
        commentators.add(signUp(i * 3L, i % CREW));
        commentators.add(signUp(i * 3L + 1, (i + 1) % CREW));
        episode.putArray("trackers").add(signUp(i * 3L + 2, (i + 2) % CREW));
        episode.putArray("broadcasters");
        episode.putArray("helpers");
        return episode;
    }

    private static ObjectNode player(int number) {
        return JSON.createObjectNode()
                .put("id", 1 + number)
                .put("displayName", "Player " + number)
                .put("discordId", Long.toString(472_785_637_984_000_000L + number))
                .put("discordTag", "player" + number)
                .put("publicStream", "player_" + number)
                .put("streamingFrom", "player_" + number);
    }

    private static ObjectNode signUp(long id, int number) {
        return JSON.createObjectNode()
                .put("id", 1 + id)
                .put("displayName", "Crew " + number)
                .put("discordId", Long.toString(572_785_637_984_000_000L + number))
                .put("discordTag", "crew" + number)
                .put("publicStream", "crew_" + number)
                .put("approved", true)
                .put("ready", false)
                .put("partner", "")
                .put("language", "en");
    }
}
