// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.Secret;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.ReplyRule.Verdict;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RuleSettingsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T18:00:00Z");

    private static ReplyRule rule(String json) {
        String settings = "{\"base\": \"https://chests.example.org\", \"rules\": [" + json.replace('\'', '"') + "]}";
        ConnectorConfig config = ConnectorConfig.builder("chests", Described.settings(settings))
                .clock(ManualClock.at(NOW))
                .build();
        return config.rules().get(0);
    }

    private static Verdict verdict(String json, Reply reply) {
        return Objects.requireNonNull(judged(json, reply));
    }

    private static @Nullable Verdict judged(String json, Reply reply) {
        return rule(json).judge(Request.get("/x"), reply);
    }

    private static Reply reply(int status, String body, String... headers) {
        return Reply.of(status, Headers.of(headers), body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'status': 403                                   | true",
                "'status': '4xx'                                 | true",
                "'status': [500, '4xx']                          | true",
                "'status': '5xx'                                 | false",
                "'status': 404                                   | false",
                "'when': {'at': '/ok', 'is': false}              | true",
                "'when': {'at': '/ok', 'is': true}               | false",
                "'when': {'at': '/n', 'is': 5}                   | true",
                "'when': {'at': '/n', 'is': '5.00'}              | true",
                "'when': {'at': '/n', 'is': 6}                   | false",
                "'when': {'at': '/reason', 'matches': 'rate.*'}  | true",
                "'when': {'at': '/reason', 'matches': 'rate'}    | false",
                "'when': {'at': '/list', 'matches': '.*'}        | false",
                "'when': {'at': '/list/1', 'is': 'b'}            | true",
                "'when': {'at': '/none', 'present': true}        | false",
                "'when': {'at': '/none', 'present': false}       | true",
                "'when': {'at': '/null', 'present': false}       | true",
                "'when': {'at': '/list', 'present': true}        | true",
                "'when': {'header': 'x-why', 'is': 'busy'}       | true",
                "'when': {'header': 'X-Why', 'matches': 'b.*y'}  | true",
                "'when': {'header': 'X-Why', 'present': false}   | false",
                "'when': {'header': 'X-No', 'present': false}    | true",
                "'when': {'header': 'X-No', 'matches': '.*'}     | false",
                "'status': 403, 'when': {'at': '/n', 'is': 5}    | true",
                "'status': 404, 'when': {'at': '/n', 'is': 5}    | false",
                "'when': {'at': '/n', 'is': 5, 'and': {'at': '/ok', 'is': false}} | true",
                "'when': {'at': '/n', 'is': 5, 'and': {'at': '/ok', 'is': true}}  | false",
            })
    void judge_conditions_allMustHold(String conditions, boolean fits) {
        Reply reply = reply(
                403,
                "{'ok': false, 'n': 5.0, 'reason': 'rate\\nlimit', 'list': ['a', 'b'], 'null': null}",
                "X-Why",
                "busy");
        Verdict verdict = judged("{" + conditions + ", 'means': 'not-done'}", reply);
        assertThat(verdict).isEqualTo(fits ? new Verdict(Meaning.NOT_DONE, null, null) : null);
    }

    @ParameterizedTest
    @CsvSource({"success,SUCCESS", "rejected,REJECTED", "rate-limited,RATE_LIMITED", "maybe-done,MAYBE_DONE"})
    void judge_means_isTheMeaning(String name, Meaning meaning) {
        assertThat(verdict("{'status': 200, 'means': '" + name + "'}", reply(200, ""))
                        .meaning())
                .isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "{'ok':", "{'ok':false,'ok':false}", "false"})
    void judge_bodyThatIsNotJson_fitsNoConditionOnIt(String body) {
        Reply reply = reply(200, body);
        assertThat(judged("{'when': {'at': '/ok', 'is': false}, 'means': 'rejected'}", reply))
                .isNull();
    }

    @Test
    void judge_severalRules_usesTheFirstMatch() {
        String rules = """
                {"status": 403, "when": {"at": "/n", "is": 1}, "means": "rate-limited"},
                {"status": 403, "means": "rejected"}, {"status": "4xx", "means": "success"}""";
        assertThat(verdict(rules, reply(403, "{'n': 1}")).meaning()).isEqualTo(Meaning.RATE_LIMITED);
        assertThat(verdict(rules, reply(403, "{'n': 2}")).meaning()).isEqualTo(Meaning.REJECTED);
        assertThat(verdict(rules, reply(404, "")).meaning()).isEqualTo(Meaning.SUCCESS);
        assertThat(judged(rules, reply(500, ""))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'at': '/w'                   | 2                            | PT2S",
                "'at': '/w', 'unit': 's'      | 1.5                          | PT1.5S",
                "'at': '/w', 'unit': 'ms'     | 1500                         | PT1.5S",
                "'at': '/w', 'unit': 'm'      | 2                            | PT2M",
                "'at': '/w', 'unit': 's'      | \"7\"                      | PT7S",
                "'at': '/w', 'unit': 'date'   | \"2026-11-21T18:00:09Z\"   | PT9S",
                "'at': '/w', 'unit': 'date'   | \"2026-11-21T19:00:09+01:00\" | PT9S",
                "'at': '/w', 'unit': 'date'   | \"Sat, 21 Nov 2026 18:00:09 GMT\" | PT9S",
                "'at': '/w', 'unit': 'date'   | \"2026-11-21T17:00:09Z\"   | PT0S",
                "'at': '/w', 'unit': 'epoch'  | 1795284009                   | PT9S",
                "'at': '/w', 'unit': 'epoch-ms' | 1795284000250              | PT0.25S",
                "'at': '/w'                   | 1e300                        | PT24H",
                "'at': '/w'                   | 1e20                         | PT24H",
                "'at': '/w', 'unit': 'epoch'  | 1e20                         | PT24H",
                "'at': '/w'                   | -5                           | ",
                "'at': '/w'                   | 1e-999999999                 | ",
                "'at': '/w'                   | \"soon\"                   | ",
                "'at': '/w'                   | {}                           | ",
                "'at': '/v'                   | 5                            | ",
                "'header': 'X-Wait', 'unit': 'ms' | 0                        | PT0.25S",
                "'header': 'X-None'           | 0                            | ",
                "'fixed': '3s'                | 0                            | PT3S",
            })
    void judge_delay_isReadInItsUnit(String delay, String value, Duration expected) {
        Reply reply = reply(420, "{'w': " + value + "}", "X-Wait", "250");
        Verdict verdict = verdict("{'status': 420, 'means': 'rate-limited', 'delay': {" + delay + "}}", reply);
        assertThat(verdict.delay()).isEqualTo(expected);
    }

    @Test
    void judge_dateOfAServerWithAWrongClock_isMeasuredByIts() {
        Reply reply = reply(420, "", "Date", "Sat, 21 Nov 2026 12:00:00 GMT", "X-At", "2026-11-21T12:00:05Z");
        String rule = "{'status': 420, 'means': 'rate-limited', 'delay': {'header': 'X-At', 'unit': 'date'}}";
        assertThat(verdict(rule, reply).delay()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void judge_regexBeyondItsBudget_doesNotMatch() {
        Reply reply = reply(200, "{'reason': '" + "a".repeat(900) + "!'}");
        assertThat(judged("{'when': {'at': '/reason', 'matches': 'a*a*a*a*a*b'}, 'means': 'rejected'}", reply))
                .isNull();
    }

    @Test
    void judge_longText_isLookedAtUpToItsThousandthCharacter() {
        Reply reply = reply(200, "{'reason': '" + "a".repeat(5000) + "'}");
        assertThat(judged("{'when': {'at': '/reason', 'matches': 'a{1000}'}, 'means': 'rejected'}", reply))
                .isNotNull();
    }

    @Test
    void call_okFalse_isRejectedWithTheProblemAndWithoutTheKey() {
        try (Described chests = Described.by("", """
                "rules": [{"status": "2xx", "when": {"at": "/ok", "is": false}, "means": "rejected", "problem": "/error"}],
                "operations": {"x": {"path": "/x", "at": "/data"}}""", config -> config.auth(Auth.bearer(Secret.of("hunter2"))))) {
            chests.upstream
                    .on("GET", "/x")
                    .answers(
                            Answer.json("{\"ok\": false, \"error\": \"no chest for hunter2\"}"),
                            Answer.json("{\"ok\": true, \"data\": 5}"));
            Operation x = chests.connector.operation("x");
            var failure = catchThrowableOfType(
                    RejectedException.class, () -> x.call(Integer.class).get());
            assertThat(failure.problem()).isEqualTo("no chest for ***");
            assertThat(x.call(Integer.class).get()).isEqualTo(5);
        }
    }

    @Test
    void call_ownRateLimit_isRepeatedEvenAsAPost() {
        try (Described chests = Described.by("""
                "rules": [{"status": 403, "when": {"at": "/reason", "matches": "rate.*"}, "means": "rate-limited",
                           "delay": {"at": "/retry_after", "unit": "ms"}}],
                "operations": {"x": {"method": "POST", "path": "/x"}}""")) {
            chests.upstream
                    .on("POST", "/x")
                    .answers(
                            Answer.json("{\"reason\": \"rate exceeded\", \"retry_after\": 5}")
                                    .status(403),
                            Answer.of(204));
            chests.connector.operation("x").call(Void.class).get();
            assertThat(chests.upstream.received()).hasSize(2);
        }
    }

    @Test
    void call_maybeDone_isUnavailable() {
        try (Described chests = Described.by("""
                "rules": [{"status": 418, "means": "maybe-done"}],
                "operations": {"x": {"method": "POST", "path": "/x"}}""")) {
            chests.upstream.on("POST", "/x").answers(Answer.of(418));
            Operation x = chests.connector.operation("x");
            assertThatThrownBy(() -> x.call(Void.class).get()).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void call_missingThatMeansSuccess_isSoFromTheCacheToo() {
        try (Described chests = Described.by("""
                "rules": [{"status": 404, "means": "success"}],
                "cache": {"ttl": "1m", "negative": "1m"},
                "operations": {"x": {"path": "/x"}}""")) {
            chests.upstream.on("GET", "/x").answers(Answer.json("[]").status(404));
            Operation x = chests.connector.operation("x");
            assertThat(x.call(Object.class).get()).isEqualTo(List.of());
            assertThat(x.call(Object.class).get()).isEqualTo(List.of());
            assertThat(chests.upstream.received()).hasSize(1);
        }
    }

    @Test
    void call_missing_isSoFromTheCacheToo() {
        try (Described chests = Described.by("""
                "rules": [{"status": 410, "means": "success"}],
                "cache": {"ttl": "1m", "negative": "1m"},
                "operations": {"x": {"path": "/x"}}""")) {
            chests.upstream.on("GET", "/x").answers(Answer.of(404));
            Operation x = chests.connector.operation("x");
            assertThatThrownBy(() -> x.call(Object.class).get()).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> x.call(Object.class).get()).isInstanceOf(NotFoundException.class);
            assertThat(chests.upstream.received()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'means': 'success'} | status or when must say which replies are meant",
                "{'status': 404} | means is missing",
                "{'status': 404, 'means': 'fine'} | means must be one of SUCCESS, REJECTED, RATE_LIMITED",
                "{'status': '4x', 'means': 'success'} | status[0] must be a status such as 403 or 5xx",
                "{'status': [200, '099'], 'means': 'success'} | status[1] must be a status such as 403 or 5xx",
                "{'status': 404, 'means': 'success', 'delay': {'fixed': '1s'}} | delay means nothing where nothing",
                "{'status': 404, 'means': 'success', 'problem': '/e'} | problem belongs to rejected",
                "{'status': 404, 'means': 'rejected', 'problem': 'e'} | problem must be a JSON pointer",
                "{'status': 404, 'means': 'rejected', 'problm': '/e'} | problm is no setting; did you mean problem?",
                "{'when': {'is': 'x'}, 'means': 'success'} | when must hold exactly one of at, header",
                "{'when': {'at': '/a', 'header': 'b', 'is': 'x'}, 'means': 'success'} | when must hold exactly one of at",
                "{'when': {'at': '/a'}, 'means': 'success'} | when must hold exactly one of is, matches, present",
                "{'when': {'at': 'a', 'is': 'x'}, 'means': 'success'} | when.at must be a JSON pointer",
                "{'when': {'header': 'a b', 'is': 'x'}, 'means': 'success'} | when.header must be the name of a header",
                "{'when': {'at': '/a', 'matches': '('}, 'means': 'success'} | when.matches must be a regular expression",
                "{'when': {'at': '/a', 'is': 'x', 'and': {'at': 'b', 'is': 'x'}}, 'means': 'success'} | when.and.at must be",
                "{'status': 420, 'means': 'not-done', 'delay': {}} | delay must hold exactly one of at, header, fixed",
                "{'status': 420, 'means': 'not-done', 'delay': {'at': 'x'}} | delay.at must be a JSON pointer",
                "{'status': 420, 'means': 'not-done', 'delay': {'header': ':'}} | delay.header must be the name",
                "{'status': 420, 'means': 'not-done', 'delay': {'fixed': 'PT-1S'}} | delay.fixed must not be negative",
                "{'status': 420, 'means': 'not-done', 'delay': {'at': '/x', 'unit': 'h'}} | delay.unit must be one of s, ms",
                "{'status': 420, 'means': 'not-done', 'delay': {'fixed': '1s', 'unit': 's'}} | delay.unit is part of fixed",
            })
    void load_wrongRule_isNamedWithItsPlace(String rule, String problem) {
        assertThat(Described.refusal("\"rules\": [" + rule.replace('\'', '"') + "]")
                        .problems())
                .map(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("connectors.chests.rules[0]." + problem);
    }

    @Test
    void load_rulesAndOperationsWrong_reportsAllAtOnce() {
        assertThat(Described.refusal("""
                                "rules": [{"status": "x", "when": {"at": "y", "is": 1}, "means": "success"},
                                    {"means": "rejected"}],
                                "operations": {"a": {"path": "b"}}""").problems())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "connectors.chests.rules[0].status[0]",
                        "connectors.chests.rules[0].when.at",
                        "connectors.chests.rules[1].status",
                        "connectors.chests.operations.a.path");
    }

    @Test
    void delay_ofOneCall_pausesAllUsersOfTheLimiter() {
        ManualClock clock = ManualClock.at(NOW);
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/x").answers(Answer.json("{\"wait\": 70}"), Answer.json("{}"));
            String settings = """
                    {"base": "%s", "attempts": 1, "rules": [{"status": 200, "when": {"at": "/wait", "present": true},
                     "means": "rate-limited", "delay": {"at": "/wait"}}]}
                    """.formatted(upstream.uri());
            ConnectorConfig config = ConnectorConfig.builder("chests", Described.settings(settings))
                    .clock(clock)
                    .build();
            try (Connector connector = Connector.create(config)) {
                assertThatThrownBy(() -> connector.get("/x", String.class).get())
                        .isInstanceOf(RateLimitedException.class);
                assertThatThrownBy(() -> connector.get("/x", String.class).get())
                        .isInstanceOf(RateLimitedException.class)
                        .hasMessageContaining(NOW.plusSeconds(70).toString());
                assertThat(upstream.received()).hasSize(1);
                clock.advance(Duration.ofSeconds(70));
                assertThat(connector.get("/x", String.class).get()).isEqualTo("{}");
            }
        }
    }
}
