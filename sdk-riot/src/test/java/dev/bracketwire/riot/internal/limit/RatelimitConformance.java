// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bracketwire.Secret;
import dev.bracketwire.conformance.Suite;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.connector.limit.Limiter.State;
import dev.bracketwire.riot.Game;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.PuuidFromOtherKeyException;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.riot.FakePlayer;
import dev.bracketwire.testkit.riot.FakeRiot;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Hears answers with limits in their headers, and says what must follow. */
class RatelimitConformance {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String ROUTE = "riot-europe";
    private static final String ENDPOINT = "/a of riot-europe";
    private static final int MANY = 40;

    @Test
    void limitHeaders_eachCase_areRead() throws Exception {
        Suite.run("riot/ratelimit", suite -> {
            for (Path file : suite.files(".json")) {
                int number = 0;
                for (JsonNode each : MAPPER.readTree(file.toFile()).path("cases")) {
                    String name = "case " + number++ + " " + each.path("status") + " " + each.path("headers");
                    suite.check(file, name, List.of(), () -> wrong(each));
                }
            }
        });
    }

    private static List<String> wrong(JsonNode each) {
        List<String> wrong = new ArrayList<>();
        JsonNode expect = each.path("expect");
        Rig rig = new Rig();
        rig.permit().answered(reply(each));
        List<State> states = rig.limiter.state();
        windows(expect.path("appWindows"), states, ROUTE, wrong);
        windows(expect.path("methodWindows"), states, ENDPOINT, wrong);
        used(expect, "app", states, ROUTE, wrong);
        used(expect, "method", states, ENDPOINT, wrong);
        paused(expect, states, rig.now(), wrong);
        loosened(each, wrong);
        if (each.path("status").asInt() != 429 && (expect.has("error") || expect.has("breakerCounts"))) {
            judged(each, expect, wrong);
        }
        return wrong;
    }

    private static Reply reply(JsonNode each) {
        List<String> headers = new ArrayList<>();
        each.path("headers").properties().forEach(header -> {
            headers.add(header.getKey());
            headers.add(header.getValue().asText());
        });
        return Rig.reply(each.path("status").asInt(), headers.toArray(new String[0]));
    }

    private static void windows(JsonNode expected, List<State> states, String owner, List<String> wrong) {
        if (!expected.isArray()) {
            return;
        }
        List<String> names = new ArrayList<>();
        expected.forEach(window -> names.add(name(window, owner)));
        List<String> known = states.stream()
                .map(State::scope)
                .filter(scope -> scope.endsWith(" of " + owner) && scope.contains(" in "))
                .toList();
        if (!List.copyOf(new TreeSet<>(names)).equals(List.copyOf(new TreeSet<>(known)))) {
            wrong.add("windows " + known + ", not " + names);
        }
    }

    private static String name(JsonNode window, String owner) {
        return window.get(0).asLong() + " in "
                + Duration.ofSeconds(window.get(1).asLong()) + " of " + owner;
    }

    private static void used(JsonNode expect, String kind, List<State> states, String owner, List<String> wrong) {
        for (JsonNode used : expect.path(kind + "UsedAtLeast")) {
            for (JsonNode window : expect.path(kind + "Windows")) {
                if (window.get(1).equals(used.get(1))) {
                    long most = window.get(0).asLong() - used.get(0).asLong();
                    states.stream()
                            .filter(state -> state.scope().equals(name(window, owner)) && state.left() > most)
                            .forEach(state -> wrong.add(state + " leaves more than " + most));
                }
            }
        }
    }

    private static void paused(JsonNode expect, List<State> states, Instant now, List<String> wrong) {
        String scope = expect.path("pause").asText();
        Optional<State> pause = states.stream()
                .filter(state -> state.scope().startsWith("pause of "))
                .findFirst();
        String owner = scope.equals("route") ? ROUTE : scope.equals("method") ? ENDPOINT : "none";
        if (!pause.map(State::scope).orElse("pause of none").equals("pause of " + owner)) {
            wrong.add("pause is " + pause + ", not of " + scope);
        }
        double seconds = pause.map(state -> state.delay().toMillis() / 1000.0).orElse(0.0);
        JsonNode range = expect.path("pauseSeconds");
        if (range.isArray()
                && (seconds < range.get(0).asDouble()
                        || (!range.get(1).isNull() && seconds > range.get(1).asDouble()))) {
            wrong.add("paused for " + seconds + ", not " + range);
        }
        if (expect.has("pauseUntil")) {
            Instant until = ZonedDateTime.parse(
                            expect.path("pauseUntil").asText(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            double least = Math.max(0, Duration.between(now, until).toMillis() / 1000.0);
            if (seconds < least || seconds > least + 2) {
                wrong.add("paused for " + seconds + ", not " + least);
            }
        }
    }

    /** What an answer says of no window must leave the windows that were known. */
    private static void loosened(JsonNode each, List<String> wrong) {
        if (each.path("expect").path("appWindows").isEmpty()) {
            Rig rig = Rig.knowing("2:1000", "2:1000");
            rig.permit().answered(reply(each));
            boolean given = rig.ask().isDone() && !(rig.ask().join() instanceof Limiter.Refused);
            if (given && !each.path("expect").has("methodWindows")) {
                wrong.add("it loosened a limit");
            }
        }
    }

    /** What a client makes of it. */
    private static void judged(JsonNode each, JsonNode expect, List<String> wrong) {
        try (FakeRiot fake = FakeRiot.builder().applicationLimit("10000:1").start();
                Riot riot =
                        Riot.builder(Secret.of(fake.key())).base(fake.base()).build()) {
            FakePlayer ann = fake.player("Ann", "EUW", "euw1");
            Puuid puuid = new Puuid(ann.puuid());
            Answer answer = Answer.json(each.path("body").toString())
                    .status(each.path("status").asInt());
            if (expect.has("error")) {
                fake.upstream()
                        .on("GET", "/europe/riot/account/v1/accounts/by-puuid/{puuid}")
                        .answers(answer);
                try {
                    riot.account(puuid).get();
                    wrong.add("it is no error");
                } catch (PuuidFromOtherKeyException e) {
                    retries(fake, 1, wrong);
                }
                return;
            }
            fake.upstream()
                    .on("GET", "/europe/riot/account/v1/region/by-game/{game}/by-puuid/{puuid}")
                    .answers(answer);
            for (int i = 0; i < MANY; i++) {
                if (riot.platform(puuid, Game.TFT).get() != Platform.EUW1) {
                    wrong.add("the platform is another");
                }
            }
            riot.account(puuid).get();
        }
    }

    private static void retries(FakeRiot fake, int expected, List<String> wrong) {
        int sent = fake.upstream().received().size();
        if (sent != expected) {
            wrong.add("sent " + sent + " times");
        }
    }
}
