// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.conformance.Suite;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.speedgaming.FeedFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays the schedules of each folder {@code lifecycle} one after the other into a store in memory, one on SQLite and one on
 * PostgreSQL. After each it compares the store with what the bodies alone demand. Then hostile names are imported.
 */
class LifecycleConformance {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> STORES = List.of("memory", "sqlite", "postgres");

    @TempDir
    Path temporary;

    private int files;

    /** Plays something into one store. */
    private interface Play {
        void in(String store, ImportStore imports) throws Exception;
    }

    @Test
    void lifecycle_onEachStore_endsInTheStatedStates() throws Exception {
        Suite.run("speedgaming/lifecycle", "speedgaming", suite -> {
            for (Map.Entry<Path, List<Path>> lifecycle : lifecycles(suite).entrySet()) {
                List<Path> steps = lifecycle.getValue();
                onEach((store, imports) -> play(suite, store, imports, steps));
                onEach((store, imports) -> vanishAtOnce(suite, store, imports, steps.get(0)));
            }
            for (Path file : suite.files("blns.json")) {
                onEach((store, imports) -> hostileNames(suite, store, imports, file));
            }
        });
    }

    private static Map<Path, List<Path>> lifecycles(Suite suite) throws IOException {
        return suite.files(".json").stream()
                .filter(file -> file.getNameCount() > 1
                        && file.getName(file.getNameCount() - 2).toString().equals("lifecycle"))
                .collect(Collectors.groupingBy(Path::getParent, TreeMap::new, Collectors.toList()));
    }

    private void onEach(Play play) throws Exception {
        for (String store : STORES) {
            try (Database db = database(store)) {
                play.in(store, db == null ? ImportStore.inMemory() : ImportStore.of(db));
            }
        }
    }

    private @Nullable Database database(String store) {
        if (store.equals("memory")) {
            return null;
        }
        return store.equals("sqlite")
                ? JudgePlace.sqlite(temporary.resolve("play" + files++ + ".db")).open()
                : JudgePlace.postgres().open();
    }

    private static void play(Suite suite, String store, ImportStore imports, List<Path> steps) throws Exception {
        List<byte[]> bodies = new ArrayList<>();
        for (Path step : steps) {
            bodies.add(Files.readAllBytes(step));
        }
        try (LifecyclePlay play = new LifecyclePlay(suite, store, imports, bodies)) {
            for (int i = 0; i < bodies.size(); i++) {
                play.step(steps.get(i), bodies.get(i));
            }
            play.cancelAndReinstate(steps.get(steps.size() - 1), bodies.get(bodies.size() - 1));
        }
    }

    /** Imports twenty matches, and then an empty list, a list of three, and each kind of broken reply. Nothing may change. */
    private static void vanishAtOnce(Suite suite, String store, ImportStore imports, Path file) throws Exception {
        ArrayNode many = JSON.createArrayNode();
        JsonNode first = JSON.readTree(file.toFile()).path(0);
        for (int i = 0; i < 20; i++) {
            many.add(numbered(first, i));
        }
        byte[] body = JSON.writeValueAsBytes(many);
        try (LifecyclePlay play = new LifecyclePlay(suite, store, imports, List.of(body))) {
            play.importBody(body);
            String before = play.rows();
            suite.check(file, store + ": twenty matches are imported", 20, play::size);
            for (int left : List.of(0, 3)) {
                ArrayNode few = JSON.createArrayNode();
                Stream.iterate(0, i -> i + 1).limit(left).forEach(i -> few.add(many.get(i)));
                play.importBody(JSON.writeValueAsBytes(few));
                suite.check(file, store + ": a list of " + left + " after 20 changes nothing", before, play::rows);
                suite.check(file, store + ": a list of " + left + " after 20 is an alert", true, play::alerted);
            }
            for (FeedFault fault : BROKEN) {
                // Arrays within arrays are a list, whose only element cannot be read.
                boolean fails = play.failsBy(fault);
                suite.check(file, store + ": " + fault + " is refused", fault != FeedFault.DEEP_NESTING, () -> fails);
                suite.check(file, store + ": after " + fault + " nothing is changed", before, play::rows);
            }
        }
    }

    private static final List<FeedFault> BROKEN = List.of(
            FeedFault.UNKNOWN_EVENT,
            FeedFault.ERROR_OBJECT,
            FeedFault.ERROR_OBJECT_500,
            FeedFault.MAINTENANCE_PAGE,
            FeedFault.MAINTENANCE_PAGE_503,
            FeedFault.EMPTY_BODY,
            FeedFault.JSON_NULL,
            FeedFault.JSON_FALSE,
            FeedFault.JSON_TEXT,
            FeedFault.JSON_EMPTY_OBJECT,
            FeedFault.TRUNCATED,
            FeedFault.WRONG_LENGTH,
            FeedFault.DROP_INSIDE_BODY,
            FeedFault.DROP_BEFORE_HEAD,
            FeedFault.BROKEN_GZIP,
            FeedFault.DEEP_NESTING);

    private static ObjectNode numbered(JsonNode episode, int i) {
        ObjectNode copy = episode.deepCopy();
        copy.put("id", 900_000 + i);
        ((ObjectNode) copy.path("match1")).put("id", 9_000_000 + i);
        copy.putNull("match2");
        return copy;
    }

    /** Imports a match for each hostile text: as its title, its note, and the name of a player. */
    private static void hostileNames(Suite suite, String store, ImportStore imports, Path file) throws Exception {
        ArrayNode all = JSON.createArrayNode();
        List<String> texts = new ArrayList<>();
        for (JsonNode text : JSON.readTree(file.toFile())) {
            texts.add(text.asText());
            all.add(hostile(texts.size(), text.asText()));
        }
        byte[] body = JSON.writeValueAsBytes(all);
        Map<Long, ExpectedMatch> expected = ExpectedMatch.read(body);
        try (LifecyclePlay play = new LifecyclePlay(suite, store, imports, List.of(body))) {
            play.importBody(body);
            Map<Long, ScheduledMatch> stored = play.stored();
            String calendar = play.calendar();
            suite.check(
                    file,
                    store + ": a calendar of all",
                    texts.size(),
                    () -> CalendarText.events(calendar).size());
            Map<Instant, String> summaries = CalendarText.summaries(calendar);
            for (int i = 1; i <= texts.size(); i++) {
                long number = 7_000_000L + i;
                String name = store + ": text " + (i - 1);
                ExpectedMatch wanted = LifecyclePlay.at(expected, number);
                suite.check(file, name + " is kept", wanted, () -> play.seen(LifecyclePlay.at(stored, number)));
                suite.check(file, name + " is found", true, () -> play.findsPlayers(LifecyclePlay.at(stored, number)));
                suite.check(
                        file,
                        name + " in the calendar",
                        CalendarText.plain(LifecyclePlay.at(stored, number).label()),
                        () -> CalendarText.plain(LifecyclePlay.at(summaries, wanted.race())));
            }
            String before = play.rows();
            play.importBody(body);
            suite.check(file, store + ": a second import writes nothing", before, play::rows);
        }
    }

    private static ObjectNode hostile(int i, String text) {
        ObjectNode episode = JSON.createObjectNode();
        String time = Instant.parse("2026-09-01T00:00:00Z").plusSeconds(60L * i) + "";
        episode.put("id", 600_000 + i).put("title", text).put("when", time).put("whenCountdown", time);
        episode.put("length", 60).put("timezone", "").put("approved", true).put("externalRestream", false);
        episode.putObject("event")
                .put("id", 1)
                .put("slug", "hostile")
                .put("name", text)
                .put("active", true);
        ObjectNode match = episode.putObject("match1").put("id", 7_000_000 + i);
        match.put("title", "").put("note", text);
        ArrayNode players = match.putArray("players");
        player(players.addObject(), 800_000 + i, text);
        player(players.addObject(), 800_000, "Opponent");
        episode.putNull("match2");
        ObjectNode signUp = episode.putArray("commentators").addObject();
        player(signUp, 900_000 + i, text);
        signUp.put("approved", true).put("ready", true).put("language", "en");
        ArrayNode channels = episode.putArray("channels");
        channels.addObject().put("id", 25).put("name", text).put("slug", text).put("language", "en");
        List.of("trackers", "broadcasters", "helpers").forEach(episode::putArray);
        return episode;
    }

    private static void player(ObjectNode player, int id, String name) {
        player.put("id", id).put("displayName", name).put("discordTag", name);
        player.put("discordId", "").put("publicStream", "").put("streamingFrom", "");
    }
}
