// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.speedgaming;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.bracketwire.testkit.Received;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the right reply to each request of a {@link FakeSpeedGaming}. The caller synchronizes on the episodes. */
final class FeedReplies {
    // Escapes can also send what UTF-8 cannot encode, such as a lone surrogate.
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .build();
    private static final String UNKNOWN_EVENT = "Failed to find event.";

    private final FeedEpisodes feed;
    private final InstantSource clock;

    final List<String> unexpected = new ArrayList<>();
    Duration back = Duration.ofHours(1);
    Duration forward = Duration.ofDays(3);
    boolean windowWithEvent = true;
    boolean windowWithoutEvent;
    boolean unknownEventAsError;

    FeedReplies(FeedEpisodes feed, InstantSource clock) {
        this.feed = feed;
        this.clock = clock;
    }

    byte[] body(Endpoint endpoint, Received request) {
        return bytes(
                switch (endpoint) {
                    case SCHEDULE -> schedule(request);
                    case EPISODE -> episode(request.query("id").orElse("0"));
                    case EVENT -> event(request.query("slug").orElse(""));
                });
    }

    static byte[] errorBody(String text) {
        return bytes(error(text));
    }

    static String unknownEpisode(String id) {
        return "Failed to find episode with id " + id + ".";
    }

    private JsonNode schedule(Received request) {
        Optional<String> slug = request.query("event");
        FakeEvent event = slug.flatMap(feed::findEvent).orElse(null);
        if (slug.isPresent() && event == null) {
            return error(UNKNOWN_EVENT);
        }
        boolean honoured = event == null ? windowWithoutEvent : windowWithEvent;
        Instant now = clock.instant();
        try {
            Instant from = time(request, "from").filter(time -> honoured).orElse(now.minus(back));
            Instant to = time(request, "to").filter(time -> honoured).orElse(now.plus(forward));
            return feed.list(event, from, to);
        } catch (DateTimeException e) {
            unexpected.add(request + ": " + e.getMessage());
            return error("Failed to parse date.");
        }
    }

    private JsonNode episode(String id) {
        return feed.findEpisode(id).<JsonNode>map(FakeEpisode::toJson).orElseGet(() -> error(unknownEpisode(id)));
    }

    private JsonNode event(String slug) {
        return feed.findEvent(slug)
                .<JsonNode>map(event -> JsonNodeFactory.instance.arrayNode().add(event.json()))
                .orElseGet(() -> unknownEventAsError ? error(UNKNOWN_EVENT) : JsonNodeFactory.instance.arrayNode());
    }

    private static Optional<Instant> time(Received request, String parameter) {
        return request.query(parameter).map(text -> OffsetDateTime.parse(text).toInstant());
    }

    private static JsonNode error(String text) {
        return JsonNodeFactory.instance.objectNode().put("error", text);
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsString(json).getBytes(StandardCharsets.US_ASCII);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The three paths. */
    enum Endpoint {
        SCHEDULE,
        EPISODE,
        EVENT
    }
}
