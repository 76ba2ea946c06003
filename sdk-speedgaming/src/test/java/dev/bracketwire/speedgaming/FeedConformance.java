// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.conformance.Suite;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares how bodies are read with the catalogue of fields, which another person made. */
class FeedConformance {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();
    private static final JsonMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final Pattern NO_EPISODE = Pattern.compile("Failed to find episode with id (\\d+)\\.");
    private static final Map<String, String> KINDS = Map.of(
            "event", "event",
            "match1", "match",
            "match2", "match",
            "players", "player",
            "channels", "channel",
            "commentators", "crew",
            "trackers", "crew",
            "broadcasters", "crew",
            "helpers", "crew");

    @Test
    void bodies_areReadAsTheCatalogueSays() throws Exception {
        Suite.run("speedgaming/feed", "speedgaming", suite -> {
            for (Path file : suite.files("field-catalogue.json")) {
                JsonNode catalogue = JSON.readTree(file.toFile());
                catalogued(suite, file, catalogue);
                for (Path body : suite.files("")) {
                    if (suite.folder().relativize(body).startsWith("synthetic")) {
                        body(suite, body, catalogue);
                    }
                }
            }
            for (Path file : suite.files("blns.json")) {
                for (JsonNode name : JSON.readTree(file.toFile())) {
                    hostileName(suite, file, name.asText());
                }
            }
        });
    }

    private static void catalogued(Suite suite, Path file, JsonNode catalogue) throws IOException {
        ObjectNode episode = sample("episode", catalogue);
        Schedule whole =
                Schedule.parse(JSON.writeValueAsBytes(JSON.createArrayNode().add(episode)));
        suite.check(
                file,
                "all fields are known, and none is missing",
                true,
                () -> whole.drift().isEmpty());
        suite.check(file, "the sample is read", 1, () -> whole.episodes().size());
        for (String name : names(episode)) {
            ObjectNode without = episode.deepCopy();
            without.remove(name);
            suite.check(
                    file,
                    "misses " + name,
                    Set.of(name),
                    () -> Schedule.parse(JSON.writeValueAsBytes(
                                    JSON.createArrayNode().add(without)))
                            .drift()
                            .missing()
                            .keySet());
        }
    }

    private static ObjectNode sample(String kind, JsonNode catalogue) {
        ObjectNode made = JSON.createObjectNode();
        catalogue
                .path(kind)
                .properties()
                .forEach(field -> made.set(
                        field.getKey(), value(field.getKey(), field.getValue().asText(), catalogue)));
        return made;
    }

    private static JsonNode value(String name, String type, JsonNode catalogue) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        String kind = KINDS.get(name);
        if (kind != null) {
            ObjectNode object = sample(kind, catalogue);
            return type.startsWith("array") ? nodes.arrayNode().add(object) : object;
        }
        if (type.startsWith("ISO-8601")) {
            return nodes.textNode("2026-09-01T18:00:00+00:00");
        }
        return type.startsWith("int")
                ? nodes.numberNode(7)
                : type.startsWith("bool") ? nodes.booleanNode(true) : nodes.textNode("x");
    }

    private static void body(Suite suite, Path file, JsonNode catalogue) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        JsonNode tree = tree(bytes);
        if (!(tree instanceof ArrayNode list)) {
            suite.check(file, "is refused", expected(file, bytes, tree), () -> refusal(file, bytes, tree));
            return;
        }
        Map<String, Integer> unknown = new TreeMap<>();
        Set<Long> ids = new TreeSet<>();
        for (JsonNode episode : list) {
            count("episode", "", episode, catalogue, unknown);
            ids.add(episode.path("id").asLong());
        }
        Schedule schedule = Schedule.parse(bytes);
        suite.check(file, "unknown fields", unknown, () -> schedule.drift().unknown());
        suite.check(file, "ids", ids, () -> {
            Set<Long> read = new TreeSet<>();
            schedule.episodes().forEach(episode -> read.add(episode.id()));
            schedule.unread().forEach(unread -> read.add(unread.id() == null ? 0 : unread.id()));
            return read;
        });
    }

    private static @Nullable JsonNode tree(byte[] bytes) throws IOException {
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            return null; // no JSON, or not all of it
        }
    }

    private static void count(
            String kind, String before, JsonNode object, JsonNode catalogue, Map<String, Integer> unknown) {
        object.properties().forEach(field -> {
            String name = field.getKey();
            String inside = KINDS.get(name);
            if (!catalogue.path(kind).has(name)) {
                unknown.merge(before + name, 1, Integer::sum);
            } else if (inside != null && field.getValue().isArray()) {
                field.getValue().forEach(each -> count(inside, before + name + "[].", each, catalogue, unknown));
            } else if (inside != null) {
                count(inside, before + name + ".", field.getValue(), catalogue, unknown);
            }
        });
    }

    private static String expected(Path file, byte[] bytes, @Nullable JsonNode tree) {
        String error = tree == null ? "" : tree.path("error").asText();
        if (error.equals("Failed to find event.") && !isEpisode(file)) {
            return "NotFoundException";
        }
        Matcher episode = NO_EPISODE.matcher(error);
        if (isEpisode(file) && episode.matches() && !episode.group(1).equals("0")) {
            return "NotFoundException";
        }
        boolean page = bytes.length > 0 && bytes[0] == '<';
        return page || !error.isEmpty() ? "UnavailableException" : "MalformedReplyException";
    }

    private static String refusal(Path file, byte[] bytes, @Nullable JsonNode tree) {
        try (FakeUpstream upstream = FakeUpstream.start();
                SpeedGaming client = SpeedGaming.builder("Example League, admin@league.example")
                        .base(upstream.uri())
                        .spacing(Duration.ofMillis(1))
                        .build()) {
            upstream.on("GET", "/api/{rest+}").answers(Answer.bytes("text/html", bytes));
            Matcher asked =
                    NO_EPISODE.matcher(tree == null ? "" : tree.path("error").asText());
            long id = asked.matches() ? Math.max(1, Long.parseLong(asked.group(1))) : 1;
            Instant now = Instant.parse("2026-09-01T00:00:00Z");
            Call<?> call = isEpisode(file) ? client.episode(id) : client.schedule("cup", now, now.plusSeconds(60));
            return "no refusal but " + call.get();
        } catch (CallException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static boolean isEpisode(Path file) {
        return file.getFileName().toString().startsWith("episode");
    }

    private static void hostileName(Suite suite, Path file, String name) throws IOException {
        StringBuilder expected = new StringBuilder();
        name.codePoints()
                .map(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF) ? 0xFFFD : point)
                .forEach(expected::appendCodePoint);
        ObjectNode episode = (ObjectNode) JSON.readTree(FeedBody.episode(7));
        ObjectNode player = (ObjectNode) episode.at("/match1/players/0");
        player.put("displayName", name);
        ArrayNode list = JSON.createArrayNode().add(episode);
        readName(suite, file, "escaped name " + name, expected.toString(), ESCAPING.writeValueAsBytes(list));
        if (StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            readName(suite, file, "name " + name, expected.toString(), JSON.writeValueAsBytes(list));
        }
    }

    private static void readName(Suite suite, Path file, String caseName, String expected, byte[] body) {
        suite.check(
                file,
                caseName,
                expected,
                () -> Schedule.parse(body)
                        .episodes()
                        .get(0)
                        .matches()
                        .get(0)
                        .players()
                        .get(0)
                        .displayName());
    }

    private static Set<String> names(ObjectNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
