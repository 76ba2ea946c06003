// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.speedgaming;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds the events and episodes of a {@link FakeSpeedGaming}. All that reads or edits them synchronizes on this. */
final class FeedEpisodes {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The lists of sign-ups. */
    static final List<String> CREW = List.of("commentators", "trackers", "broadcasters", "helpers");

    private final Map<Long, FakeEpisode> episodes = new LinkedHashMap<>();
    private final List<FakeEvent> events = new ArrayList<>();
    private final Map<String, Long> playerIds = new HashMap<>();
    private long lastEvent = 9572;
    private long lastPlayer = 5000;
    private long lastSignUp = 6000;

    FakeEpisode episode(long id) {
        return episodes.computeIfAbsent(id, missing -> new FakeEpisode(this, missing, newEpisode(missing)));
    }

    FakeEvent event(String slug) {
        return findEvent(slug).orElseGet(() -> {
            ObjectNode json = MAPPER.createObjectNode()
                    .put("id", ++lastEvent)
                    .put("slug", slug)
                    .put("name", slug)
                    .put("shortName", "")
                    .put("game", "")
                    .put("active", true)
                    .put("srtv", false)
                    .put("srl", "")
                    .put("botChannel", "");
            FakeEvent made = new FakeEvent(this, json);
            events.add(made);
            return made;
        });
    }

    Optional<FakeEvent> findEvent(String slug) {
        return events.stream().filter(event -> event.slug().equals(slug)).findFirst();
    }

    Optional<FakeEpisode> findEpisode(String id) {
        return episodes.values().stream()
                .filter(episode -> episode.isListed() && id.equals(Long.toString(episode.id())))
                .findFirst();
    }

    /** Lists the episodes of this event, or of all active ones if it is null, that begin in the window. */
    ArrayNode list(@Nullable FakeEvent event, Instant from, Instant to) {
        ArrayNode list = MAPPER.createArrayNode();
        for (FakeEpisode episode : episodes.values()) {
            FakeEvent its = episode.event();
            boolean asked = event == null ? its == null || its.isActive() : its == event;
            if (episode.isListed() && asked && isWithin(episode.when(), from, to)) {
                list.add(episode.toJson());
            }
        }
        return list;
    }

    void editPlayers(String name, Consumer<FakeEntrant> edit) {
        for (FakeEpisode episode : episodes.values()) {
            for (ObjectNode player : episode.players(name)) {
                edit.accept(new FakeEntrant(this, player));
            }
        }
    }

    void replace(byte[] schedule) {
        JsonNode list;
        try {
            list = MAPPER.readTree(schedule);
        } catch (IOException e) {
            throw new IllegalArgumentException("the schedule is no JSON; serve it with nextSchedule", e);
        }
        if (!list.isArray()) {
            throw new IllegalArgumentException("the schedule is no array; serve it with nextSchedule");
        }
        for (JsonNode each : list) {
            if (!each.isObject()
                    || !each.path("id").canConvertToLong()
                    || !each.path("event").path("slug").isTextual()) {
                throw new IllegalArgumentException(
                        "an episode has no id or no event; serve such a schedule with nextSchedule");
            }
        }
        episodes.values().forEach(FakeEpisode::remove);
        for (JsonNode each : list) {
            FakeEvent event = event(each.path("event").path("slug").asText());
            event.json().setAll((ObjectNode) each.path("event"));
            long id = each.path("id").asLong();
            episodes.put(id, new FakeEpisode(this, id, (ObjectNode) each).event(event.slug()));
            learnIds(each);
        }
    }

    /** Keeps the ids of players that it names, and makes no id again. */
    private void learnIds(JsonNode episode) {
        for (String match : List.of("match1", "match2")) {
            for (JsonNode player : episode.path(match).path("players")) {
                playerIds.put(
                        player.path("displayName").asText(), player.path("id").asLong());
                lastPlayer = Math.max(lastPlayer, player.path("id").asLong());
            }
        }
        for (String crew : CREW) {
            for (JsonNode signUp : episode.path(crew)) {
                lastSignUp = Math.max(lastSignUp, signUp.path("id").asLong());
            }
        }
    }

    ObjectNode newMatch(long id) {
        ObjectNode match =
                MAPPER.createObjectNode().put("id", id).put("title", "").put("note", "");
        match.putArray("players");
        return match;
    }

    ObjectNode newPlayer(String name) {
        return MAPPER.createObjectNode()
                .put("id", playerIds.computeIfAbsent(name, missing -> ++lastPlayer))
                .put("displayName", name)
                .put("discordId", "")
                .put("discordTag", "")
                .put("publicStream", "")
                .put("streamingFrom", "");
    }

    ObjectNode newSignUp(String name) {
        return MAPPER.createObjectNode()
                .put("id", ++lastSignUp)
                .put("displayName", name)
                .put("discordId", "")
                .put("discordTag", "")
                .put("publicStream", "")
                .put("approved", false)
                .put("ready", false)
                .put("partner", "")
                .put("language", "en");
    }

    static JsonNode node(@Nullable Object value) {
        return value == null ? NullNode.getInstance() : MAPPER.valueToTree(value);
    }

    private ObjectNode newEpisode(long id) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("id", id)
                .put("title", "")
                .put("when", "")
                .put("whenCountdown", "")
                .put("length", 90)
                .put("timezone", "")
                .put("approved", true)
                .put("externalRestream", false)
                .putNull("event");
        json.set("match1", newMatch(id * 10));
        json.putNull("match2");
        json.putArray("channels");
        CREW.forEach(json::putArray);
        return json;
    }

    /** Whether it begins in the window. A time that cannot be read is in every window, so that clients meet it. */
    private static boolean isWithin(String when, Instant from, Instant to) {
        try {
            Instant at = OffsetDateTime.parse(when).toInstant();
            return !at.isBefore(from) && !at.isAfter(to);
        } catch (DateTimeException e) {
            return true;
        }
    }
}
