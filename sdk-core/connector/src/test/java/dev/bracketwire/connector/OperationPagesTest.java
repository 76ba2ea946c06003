// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.Pages;
import dev.bracketwire.TypeRef;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperationPagesTest {
    record Player(int id) {}

    private static Described paged(String page, Function<Received, Answer> upstream) {
        Described chests = Described.by("\"operations\": {\"players\": {\"path\": \"/clans/{clan}/players\","
                + " \"items\": \"/data\", \"page\": " + page + "}}");
        chests.upstream.on("GET", "/clans/{clan}/players").answers(upstream);
        return chests;
    }

    private static List<Integer> ids(Described chests) {
        return pages(chests).stream().map(Player::id).toList();
    }

    private static Pages<Player> pages(Described chests) {
        return chests.connector.operation("players").with("clan", "wolves").pages(Player.class);
    }

    private static String items(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(id -> "{\"id\":" + id + "}")
                .collect(Collectors.joining(",", "\"data\":[", "]"));
    }

    private static List<String> queries(FakeUpstream upstream) {
        return upstream.received().stream()
                .map(request -> request.rawQuery().orElse(""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"\" | \"b&1\" | b%261", "null | 9223372036854775808 | 9223372036854775808", " | 7 | 7"})
    void pages_byCursor_followItUntilThereIsNone(String last, String next, String sent) {
        String end = last == null ? "" : ", \"meta\": {\"next\": " + last + "}";
        try (Described chests = paged(
                "{\"cursor\": \"/meta/next\", \"parameter\": \"after\", \"size\": {\"limit\": 2}}",
                request -> Answer.json(
                        request.query("after").isEmpty()
                                ? "{" + items(0, 2) + ", \"meta\": {\"next\": " + next + "}}"
                                : "{" + items(2, 3) + end + "}"))) {
            assertThat(ids(chests)).containsExactly(0, 1, 2);
            assertThat(queries(chests.upstream)).containsExactly("limit=2", "limit=2&after=" + sent);
        }
    }

    @Test
    void pages_bySayingWhetherThereIsMore_endThoughACursorIsThere() {
        try (Described chests = paged(
                "{\"cursor\": \"/next\", \"parameter\": \"after\", \"more\": \"/more\"}",
                request -> Answer.json("{" + items(0, 1) + ", \"next\": \"x\", \"more\": "
                        + request.query("after").isEmpty() + "}"))) {
            assertThat(ids(chests)).containsExactly(0, 0);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"more\": true                        | /next | is missing, though there is more",
                "\"more\": \"yes\"                     | /more | is text",
                "\"next\": \"x\"                       | /more | is missing",
                "\"next\": {\"s3cret\": 1}, \"more\": true | /next | is an object",
                "\"next\": true, \"more\": true        | /next | is a boolean"
            })
    void pages_cursorThatIsNone_isMalformed(String meta, String path, String found) {
        try (Described chests = paged(
                "{\"cursor\": \"/next\", \"parameter\": \"after\", \"more\": \"/more\"}",
                request -> Answer.json("{" + items(0, 1) + ", " + meta + "}"))) {
            var failure = catchThrowableOfType(MalformedReplyException.class, () -> ids(chests));
            assertThat(failure.path()).isEqualTo(path);
            assertThat(failure).hasMessageContaining(found).hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void pages_cursorThatNoUrlHolds_isRefused() {
        try (Described chests = paged(
                "{\"cursor\": \"/next\", \"parameter\": \"after\"}",
                request -> Answer.json("{" + items(0, 1) + ", \"next\": \"" + "x".repeat(8_193) + "\"}"))) {
            assertThat(catchThrowableOfType(MalformedReplyException.class, () -> ids(chests)))
                    .hasMessageContaining("at most 8192 characters");
            assertThat(chests.upstream.received()).hasSize(1);
        }
    }

    @Test
    void pages_byCursorInAHeader_followIt() {
        try (Described chests = paged("{\"cursorHeader\": \"X-Next\", \"parameter\": \"after\"}", request -> {
            Answer page = Answer.json("{" + items(0, 1) + "}");
            return request.query("after").isEmpty() ? page.header("X-Next", "2") : page;
        })) {
            assertThat(ids(chests)).containsExactly(0, 0);
            assertThat(queries(chests.upstream)).containsExactly("", "after=2");
        }
    }

    @Test
    void pages_byOffset_skipWhatCameAndEndWithAShortPage() {
        try (Described chests = paged("{\"offset\": \"start\", \"size\": {\"limit\": 2}}", request -> {
            int start = Integer.parseInt(request.query("start").orElseThrow());
            return Answer.json("{" + items(start, Math.min(5, start + 2)) + "}");
        })) {
            assertThat(ids(chests)).containsExactly(0, 1, 2, 3, 4);
            assertThat(queries(chests.upstream))
                    .containsExactly("limit=2&start=0", "limit=2&start=2", "limit=2&start=4");
        }
    }

    @Test
    void pages_byOffsetWithATotal_endThereThoughPagesAreShort() {
        try (Described chests =
                paged("{\"offset\": \"start\", \"size\": {\"limit\": 100}, \"total\": \"/total\"}", request -> {
                    int start = Integer.parseInt(request.query("start").orElseThrow());
                    return Answer.json("{" + items(start, start + 2) + ", \"total\": 4}");
                })) {
            assertThat(ids(chests)).containsExactly(0, 1, 2, 3);
        }
    }

    @Test
    void pages_byOffsetWithAStep_skipAsManyAndEndWithAnEmptyPage() {
        try (Described chests = paged("{\"offset\": \"start\", \"step\": 10}", request -> {
            int start = Integer.parseInt(request.query("start").orElseThrow());
            return Answer.json("{" + items(start, start == 20 ? 20 : start + 1) + "}");
        })) {
            assertThat(ids(chests)).containsExactly(0, 10);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"number\": \"p\"} | 1", "{\"number\": \"p\", \"first\": 0} | 0"})
    void pages_byNumber_beginAtTheFirstAndEndWithAnEmptyPage(String page, int first) {
        try (Described chests = paged(page, request -> {
            int number = Integer.parseInt(request.query("p").orElseThrow());
            return Answer.json("{" + items(number, number == first + 2 ? number : number + 1) + "}");
        })) {
            assertThat(ids(chests)).containsExactly(first, first + 1);
            assertThat(chests.upstream.received()).hasSize(3);
        }
    }

    @Test
    void pages_byNumberWithMore_doNotAskForAnEmptyPage() {
        try (Described chests = paged("{\"number\": \"p\", \"more\": \"/more\"}", request -> {
            int number = Integer.parseInt(request.query("p").orElseThrow());
            return Answer.json("{" + items(number, number + 1) + ", \"more\": " + (number < 3) + "}");
        })) {
            assertThat(ids(chests)).containsExactly(1, 2, 3);
            assertThat(chests.upstream.received()).hasSize(3);
        }
    }

    @Test
    void pages_emptyThoughThereIsMore_goOnWhereItIsKnownWhere() {
        try (Described chests = paged("{\"number\": \"p\", \"more\": \"/more\"}", request -> {
            int number = Integer.parseInt(request.query("p").orElseThrow());
            return Answer.json(
                    "{" + items(number, number % 2 == 0 ? number : number + 1) + ", \"more\": " + (number < 4) + "}");
        })) {
            assertThat(ids(chests)).containsExactly(1, 3);
        }
        try (Described chests = paged(
                "{\"offset\": \"start\", \"more\": \"/more\"}",
                request -> Answer.json("{\"data\": [], \"more\": true}"))) {
            assertThat(catchThrowableOfType(MalformedReplyException.class, () -> ids(chests)))
                    .hasMessageContaining("/more should be false after an empty page but says that there is more");
        }
    }

    @Test
    void pages_upstreamThatIgnoresTheOffset_isAnErrorAndNotAnEndlessLoop() {
        try (Described chests = paged(
                "{\"offset\": \"strat\", \"size\": {\"limit\": 2}}", request -> Answer.json("{" + items(0, 2) + "}"))) {
            var failure = catchThrowableOfType(MalformedReplyException.class, () -> ids(chests));
            assertThat(failure).hasMessageContaining("knows the parameter strat");
            assertThat(chests.upstream.received()).hasSize(2);
        }
    }

    @Test
    void pages_ofEqualNumbers_mayRepeat() {
        try (Described chests = paged("{\"offset\": \"start\", \"total\": \"/total\"}", request -> Answer.json("""
                {"data": [1, 1], "total": 6}"""))) {
            assertThat(chests.connector
                            .operation("players")
                            .with("clan", "wolves")
                            .pages(Integer.class))
                    .hasSize(6);
        }
    }

    @Test
    void pages_totalThatIsNoNumber_isMalformed() {
        try (Described chests = paged(
                "{\"offset\": \"start\", \"total\": \"/total\"}",
                request -> Answer.json("{" + items(0, 2) + ", \"total\": \"9\"}"))) {
            assertThat(catchThrowableOfType(MalformedReplyException.class, () -> ids(chests))
                            .path())
                    .isEqualTo("/total");
        }
    }

    @Test
    void pages_cursorThatComesAgain_isAnError() {
        try (Described chests = paged(
                "{\"cursor\": \"/next\", \"parameter\": \"after\"}",
                request -> Answer.json("{" + items(0, 1) + ", \"next\": \"a\"}"))) {
            assertThat(catchThrowableOfType(MalformedReplyException.class, () -> ids(chests)))
                    .hasMessageContaining("came before");
        }
    }

    @Test
    void pages_tenThousandBeforeTheCursorComesAgain_areReadAndThenRefused() {
        try (Described chests = paged("{\"cursor\": \"/next\", \"parameter\": \"after\"}", request -> {
            int page = Integer.parseInt(request.query("after").orElse("0"));
            return Answer.json("{" + items(page, page + 1) + ", \"next\": " + (page + 1) % 10_000 + "}");
        })) {
            int[] read = {0};
            assertThat(catchThrowableOfType(
                            MalformedReplyException.class, () -> pages(chests).forEach(player -> read[0]++)))
                    .hasMessageContaining("came before");
            assertThat(read[0]).isGreaterThanOrEqualTo(10_000);
            assertThat(pages(chests).toList(50).get()).hasSize(50);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data\": {}}                      | /data   | is an object",
                "{\"data\": null}                    | /data   | is null",
                "{}                                  | /data   | is missing",
                "{\"data\": [{\"id\": 1}, null]}     | /data/1 | is null",
                "{\"data\": [{\"id\": \"s3cret\"}]}  | /data/0/id | is something else",
                "[]                                  | /data   | is missing"
            })
    void pages_listThatIsNone_namesThePlaceAndNotTheValue(String reply, String path, String found) {
        try (Described chests =
                paged("{\"cursor\": \"/next\", \"parameter\": \"after\"}", request -> Answer.json(reply))) {
            var failure = catchThrowableOfType(MalformedReplyException.class, () -> ids(chests));
            assertThat(failure.path()).isEqualTo(path);
            assertThat(failure)
                    .hasMessageContaining(found)
                    .hasMessageContaining("/clans/{clan}/players")
                    .hasMessageNotContaining("s3cret")
                    .hasMessageNotContaining("wolves");
        }
    }

    @Test
    void pages_withFieldsOfDifferentPlaces_keepLongIds() {
        try (Described chests = Described.by("""
                "operations": {"players": {"path": "/p", "items": "", "fields": {"id": "/account/id", "all": ""}}}""")) {
            chests.upstream.on("GET", "/p").answers(Answer.json("""
                    [{"account": {"id": 1234567890123456789}}, {"account": {"id": 12345678901234567890}}]"""));
            List<Map<String, Object>> players = chests.connector
                    .operation("players")
                    .pages(new TypeRef<Map<String, Object>>() {})
                    .toList(10)
                    .get();
            assertThat(players.get(0)).containsEntry("id", 1234567890123456789L);
            assertThat(String.valueOf(players.get(1).get("id"))).isEqualTo("12345678901234567890");
            assertThat(players.get(0).get("all")).isInstanceOf(Map.class);
        }
    }

    @Test
    void pages_largerThanABodyMayBe_areRefused() {
        try (Described chests = Described.by(
                "\"max-body\": 1000, \"operations\": {\"players\": {\"path\": \"/p\", \"items\": \"/data\"}}")) {
            chests.upstream.on("GET", "/p").answers(Answer.json("{" + items(0, 1000) + "}"));
            assertThat(catchThrowableOfType(
                            MalformedReplyException.class,
                            () -> chests.connector
                                    .operation("players")
                                    .pages(Player.class)
                                    .toList(10)
                                    .get()))
                    .hasMessageContaining("maxBody");
        }
    }

    @Test
    void pages_ofOneResult_saysWhatToUse() {
        try (Described chests = Described.by("\"operations\": {\"player\": {\"path\": \"/p\"}}")) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> chests.connector.operation("player").pages(Player.class))
                    .withMessageContaining("operation \"player\" gives one result: use call(…)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/list?page=2", "?page=2", "list?page=2", "./list?page=2", "%s/api/list?page=2#top"})
    void pages_byLink_followItWithinTheBase(String link) {
        try (Described chests = linked("header")) {
            String target = link.formatted(chests.upstream.uri());
            chests.upstream.on("GET", "/api/list").answers(request -> {
                Answer page = Answer.json("{" + items(0, 1) + "}");
                return request.query("page").isPresent()
                        ? page
                        : page.header("Link", "<" + target + ">; rel=\"next\", </x>; rel=last");
            });
            assertThat(ids(chests)).containsExactly(0, 0);
            assertThat(queries(chests.upstream)).containsExactly("season=7&c=wolves&limit=1", "page=2");
        }
    }

    @Test
    void pages_byLinkInTheBody_followIt() {
        try (Described chests = linked("/links/next")) {
            chests.upstream
                    .on("GET", "/api/list")
                    .answers(Answer.json("{" + items(0, 1) + ", \"links\": {\"next\": \"/api/list/2\"}}"));
            chests.upstream.on("GET", "/api/list/2").answers(Answer.json("{" + items(1, 2) + ", \"links\": {}}"));
            assertThat(ids(chests)).containsExactly(0, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.org/api/list",
                "//evil.example.org/api/list",
                "\\\\\\\\evil.example.org/api/list",
                "http://127.0.0.1:1/api/list",
                "http://127.0.0.1@evil.example.org/api/list",
                "%s/other",
                "%s/apis/list",
                "../../list",
                "/api/../list",
                "/api/%%2e%%2e/list",
                "ftp://127.0.0.1/api/list",
                "javascript:alert(1)",
                "http://"
            })
    void pages_linkThatLeadsElsewhere_isATypedErrorAndNothingIsSent(String link) {
        try (Described chests = linked("/links/next")) {
            String target = link.formatted(chests.upstream.uri());
            chests.upstream
                    .on("GET", "/api/list")
                    .answers(Answer.json("{" + items(0, 1) + ", \"links\": {\"next\": \"" + target + "\"}}"));
            var failure = catchThrowableOfType(MalformedReplyException.class, () -> ids(chests));
            assertThat(failure.path()).isEqualTo("/links/next");
            assertThat(failure).hasMessageContaining("leads elsewhere").hasMessageNotContaining("evil");
            assertThat(chests.upstream.received()).hasSize(1);
        }
    }

    @Test
    void pages_linkWithUserAndPassword_isATypedError() {
        try (Described chests = linked("/links/next")) {
            String target = chests.upstream.uri().toString().replace("http://", "http://u:p@") + "/api/list";
            chests.upstream
                    .on("GET", "/api/list")
                    .answers(Answer.json("{" + items(0, 1) + ", \"links\": {\"next\": \"" + target + "\"}}"));
            assertThat(catchThrowableOfType(MalformedReplyException.class, () -> ids(chests)))
                    .hasMessageContaining("leads elsewhere");
        }
    }

    @Test
    void pages_linkThatIsNoText_isMalformed() {
        try (Described chests = linked("/links/next")) {
            chests.upstream
                    .on("GET", "/api/list")
                    .answers(Answer.json("{" + items(0, 1) + ", \"links\": {\"next\": {}}}"));
            assertThat(catchThrowableOfType(MalformedReplyException.class, () -> ids(chests)))
                    .hasMessageContaining("/links/next should be a URL but is an object");
        }
    }

    private static Described linked(String link) {
        return Described.by(
                "/api",
                "\"operations\": {\"players\": {\"path\": \"/list\", \"query\": {\"season\": \"7\", \"c\": \"{clan}\"},"
                        + " \"items\": \"/data\", \"page\": {\"link\": \"" + link + "\", \"size\": {\"limit\": 1}}}}",
                config -> config);
    }
}
