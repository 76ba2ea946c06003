// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.TypeRef;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.testkit.Answer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationTest {
    record Player(String name, @Nullable Integer power) {}

    private static final String PLAYER = """
            "operations": {"player": {
                "path": "/players/{id}", "at": "/data",
                "fields": {"name": "/account/nick", "power": "/stats/0/value"}}}""";

    private static final String AWARD = """
            "operations": {"award": {"method": "POST", "path": "/players/{id}/awards"}}""";

    @Test
    void call_fieldsOfAnObjectInside_areReadAsARecord() {
        try (Described chests = Described.by(PLAYER)) {
            chests.upstream.on("GET", "/players/{id}").answers(Answer.json("""
                    {"data": {"account": {"nick": "Ann", "mail": "a@example.org"}, "stats": [{"value": 7}]}}"""));
            Operation player = chests.connector.operation("player");

            assertThat(player.with("id", "a/b").call(Player.class).get()).isEqualTo(new Player("Ann", 7));

            assertThat(chests.upstream.received().get(0).path()).isEqualTo("/players/a%2Fb");
            assertThat(player).hasToString("GET /players/{id}");
        }
    }

    @Test
    void call_intoAMap_holdsTheFieldsOnly() {
        try (Described chests = Described.by(PLAYER)) {
            chests.upstream.on("GET", "/players/{id}").answers(Answer.json("""
                    {"data": {"account": {"nick": "Ann"}, "secret": 1, "stats": []}}"""));
            Map<String, Object> ann = chests.connector
                    .operation("player")
                    .with("id", 42)
                    .call(new TypeRef<Map<String, Object>>() {})
                    .get();
            assertThat(ann).containsOnly(Map.entry("name", "Ann"));
        }
    }

    @Test
    void call_withoutAtAndFields_readsTheReplyAsItIs() {
        try (Described chests = Described.by("\"operations\": {\"motd\": {\"path\": \"/motd\"}}")) {
            chests.upstream.on("GET", "/motd").answers(Answer.text("hi"));
            assertThat(chests.connector.operation("motd").call(String.class).get())
                    .isEqualTo("hi");
        }
    }

    @Test
    void call_longNumbers_keepEveryDigit() {
        try (Described chests = Described.by("\"operations\": {\"x\": {\"path\": \"/x\", \"at\": \"/d\"}}")) {
            chests.upstream.on("GET", "/x").answers(Answer.json("""
                    {"d": {"id": 9223372036854775807, "big": 12345678901234567890123, "exact": 1.10, "half": 0.5}}"""));
            Operation x = chests.connector.operation("x");
            assertThat(x.call(new TypeRef<Map<String, Object>>() {}).get())
                    .containsEntry("id", Long.MAX_VALUE)
                    .containsEntry("big", new BigInteger("12345678901234567890123"))
                    .containsEntry("half", 0.5);
            assertThat(x.call(new TypeRef<Map<String, BigDecimal>>() {}).get())
                    .containsEntry("exact", new BigDecimal("1.10"))
                    .containsEntry("id", new BigDecimal("9223372036854775807"));
        }
    }

    @Test
    void call_numberOfAThousandMillionDigits_failsAtOnce() {
        try (Described chests = Described.by("\"operations\": {\"x\": {\"path\": \"/x\", \"at\": \"/d\"}}")) {
            chests.upstream.on("GET", "/x").answers(Answer.json("{\"d\": 1e999999999}"));
            Operation x = chests.connector.operation("x");
            assertThat(catchThrowableOfType(
                            MalformedReplyException.class,
                            () -> x.call(BigInteger.class).get()))
                    .isNotNull();
        }
    }

    @Test
    void call_pointerWithEscapes_findsTheFieldOfThatName() {
        String settings = "\"operations\": {\"x\": {\"path\": \"/x\", \"at\": \"/a~1b/~0n/~01\"}}";
        try (Described chests = Described.by(settings)) {
            chests.upstream.on("GET", "/x").answers(Answer.json("{\"a/b\": {\"~n\": {\"~1\": 5}}}"));
            assertThat(chests.connector.operation("x").call(Integer.class).get())
                    .isEqualTo(5);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"other\": 1}                                     | /data               | is missing",
                "{\"data\": null}                                   | /data               | is null",
                "{\"data\": {\"stats\": [{\"value\": \"s3cret\"}]}} | /data/stats/0/value | is something else",
                "{\"data\": {\"account\": {\"nick\": [\"s3cret\"]}}} | /data/account/nick | is something else",
                "{\"data\": {\"stats\": [{\"value\": 3000000000}]}} | /data/stats/0/value | should be int but is out of range",
                "{\"data\": {}, \"data\": {}}                       | ''                  | has a field twice",
                "<html>s3cret</html>                                | ''                  | is not well-formed JSON",
                "''                                                 | ''                  | is empty"
            })
    void call_replyThatDoesNotFit_namesThePointerAndNotTheValue(String reply, String path, String found) {
        try (Described chests = Described.by(PLAYER)) {
            chests.upstream.on("GET", "/players/{id}").answers(Answer.json(reply));
            var failure = catchThrowableOfType(
                    MalformedReplyException.class,
                    () -> chests.connector
                            .operation("player")
                            .with("id", "s3cret")
                            .call(Player.class)
                            .get());
            assertThat(failure.path()).isEqualTo(path);
            assertThat(failure)
                    .hasMessageContaining(found)
                    .hasMessageContaining("/players/{id}")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void call_anotherCharset_isRead() {
        try (Described chests = Described.by(PLAYER)) {
            byte[] body = "{\"data\": {\"account\": {\"nick\": \"Zoë\"}}}".getBytes(StandardCharsets.ISO_8859_1);
            chests.upstream
                    .on("GET", "/players/{id}")
                    .answers(Answer.bytes("application/json; charset=ISO-8859-1", body));
            Operation player = chests.connector.operation("player").with("id", 1);
            assertThat(player.call(Player.class).get()).isEqualTo(new Player("Zoë", null));
        }
    }

    @Test
    void call_nestedDeeperThanAnyReply_isMalformed() {
        try (Described chests = Described.by(PLAYER)) {
            chests.upstream
                    .on("GET", "/players/{id}")
                    .answers(Answer.json("{\"data\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"));
            Operation player = chests.connector.operation("player").with("id", 1);
            assertThat(catchThrowableOfType(
                            MalformedReplyException.class,
                            () -> player.call(Player.class).get()))
                    .hasMessageContaining("is not well-formed JSON");
        }
    }

    @Test
    void call_refused_isTheErrorOfTheStatus() {
        try (Described chests = Described.by(PLAYER)) {
            chests.upstream.on("GET", "/players/{id}").answers(Answer.of(404));
            Operation player = chests.connector.operation("player").with("id", 1);
            assertThat(catchThrowableOfType(
                            NotFoundException.class,
                            () -> player.call(Player.class).get()))
                    .isNotNull();
        }
    }

    @Test
    void call_postWithABody_isSentOnce() {
        try (Described chests = Described.by(AWARD)) {
            chests.upstream.on("POST", "/players/{id}/awards").answers(Answer.of(204));
            chests.connector
                    .operation("award")
                    .with("id", 42)
                    .body(Body.json(Map.of("chest", "gold")))
                    .call(Void.class)
                    .get();
            assertThat(chests.upstream.received().get(0).text()).isEqualTo("{\"chest\":\"gold\"}");
        }
    }

    @Test
    void call_bodyOfTheSettings_isFilledWithValues() {
        try (Described chests = Described.by("""
                "operations": {"award": {"method": "PUT", "path": "/players/{id}/awards", "body": {
                    "player": "{id}", "chest": "{chest}", "note": "by {who}", "source": "bot"}}}""")) {
            chests.upstream.on("PUT", "/players/{id}/awards").answers(Answer.of(204));
            chests.connector
                    .operation("award")
                    .with("id", 42)
                    .with("who", "$1 {id}")
                    .call(Void.class)
                    .get();
            assertThat(chests.upstream.received().get(0).text())
                    .isEqualTo("{\"player\":42,\"note\":\"by $1 {id}\",\"source\":\"bot\"}");
        }
    }

    @Test
    void call_query_takesValuesTextAndListsAndLeavesOutWhatIsNotGiven() {
        try (Described chests = Described.by("""
                "operations": {"find": {"path": "/find", "query": {
                    "season": "{season}", "tag": "{tag}", "name": "{name}", "fields": "all", "range": "{from}-{to}"}}}""")) {
            chests.upstream.on("GET", "/find").answers(Answer.json("1"));
            Operation find = chests.connector.operation("find").with("from", 1).with("to", 5);
            find.with("season", 7)
                    .with("tag", List.of("a", "b&c"))
                    .with("name", "x")
                    .with("name", null)
                    .call(Integer.class)
                    .get();
            assertThat(chests.upstream.received().get(0).rawQuery())
                    .contains("season=7&tag=a&tag=b%26c&fields=all&range=1-5");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> find.with("to", null).call(Integer.class))
                    .withMessageContaining("needs to");
        }
    }

    @Test
    void call_ofTheConnectorsPipeline_isCachedRetriedAndHeard() {
        List<String> heard = new ArrayList<>();
        CallListener listener = new CallListener() {
            @Override
            public void finished(Finished call) {
                heard.add(call.operation().template() + " " + call.attempts() + " " + call.source());
            }
        };
        try (Described chests = Described.by(
                "", PLAYER, config -> config.listener(listener).cache(CachePolicy.of(Duration.ofMinutes(1))))) {
            chests.upstream
                    .on("GET", "/players/{id}")
                    .answers(Answer.of(503), Answer.json("{\"data\": {\"account\": {\"nick\": \"Ann\"}}}"));
            Operation player = chests.connector.operation("player").with("id", 1);
            assertThat(player.call(Player.class).get()).isEqualTo(new Player("Ann", null));
            assertThat(player.call(Player.class).get()).isEqualTo(new Player("Ann", null));
            assertThat(heard).containsExactly("/players/{id} 2 SHARED", "/players/{id} 0 CACHE");
        }
    }

    @Test
    void call_markedIdempotentWeighedAndInTheBackground_isSoInThePipeline() {
        List<Limiter.Ask> asked = new ArrayList<>();
        Limiter limiter = Limiter.builder()
                .limit(Limit.of(100, Duration.ofSeconds(1)), ask -> {
                    asked.add(ask);
                    return "all";
                })
                .build();
        try (Described chests = Described.by(
                "",
                "\"operations\": {\"x\": {\"method\": \"POST\", \"path\": \"/x\", \"idempotent\": true, \"weight\": 5}}",
                config -> config.limiter(limiter))) {
            chests.upstream.on("POST", "/x").answers(Answer.of(503), Answer.of(204));
            chests.connector.operation("x").background().call(Void.class).get();
            Request request = asked.get(0).request();
            assertThat(request.weight()).isEqualTo(5);
            assertThat(request.isBackground()).isTrue();
            assertThat(chests.upstream.received()).hasSize(2);
        }
    }

    @Test
    void operation_unknown_namesThoseThereAre() {
        try (Described chests = Described.by("""
                "operations": {"b": {"path": "/b"}, "a": {"path": "/a"}}""")) {
            assertThat(chests.connector.operations()).containsExactly("a", "b");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> chests.connector.operation("c"))
                    .withMessage("connector chests has no operation \"c\"; known are [a, b]");
        }
    }

    @Test
    void operation_misused_saysWhatToDo() {
        try (Described chests = Described.by(PLAYER)) {
            Operation player = chests.connector.operation("player");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> player.with("idd", 1))
                    .withMessage("operation \"player\" has no place \"idd\"; known are [id]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> player.call(Player.class))
                    .withMessage("operation \"player\" needs id: say with(\"id\", …)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> player.with("id", "..").call(Player.class));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> player.body(Body.json(1)))
                    .withMessageContaining("is a GET, which carries no body");
        }
        try (Described chests = Described.by("""
                "operations": {"all": {"path": "/a", "items": ""},
                    "set": {"method": "PUT", "path": "/a", "body": {"a": "{a}"}}}""")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> chests.connector.operation("all").call(Player.class))
                    .withMessage("operation \"all\" gives a list: use pages(…)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> chests.connector.operation("set").body(Body.json(1)))
                    .withMessageContaining("has its body in the settings");
        }
    }
}
