// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.config.Settings;
import dev.bracketwire.testkit.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationSettingsTest {
    private static List<String> problems(String operation) {
        return Described.refusal("\"operations\": {\"x\": " + operation + "}").problems().stream()
                .map(Problem::toString)
                .map(problem -> problem.replace("connectors.chests.operations.x.", ""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | path is missing",
                "{'path': '/x', 'pth': 1} | pth is no setting; did you mean path?",
                "{'path': '/x', 'method': 'FETCH'} | method must be one of GET, HEAD, POST, PUT, PATCH, DELETE",
                "{'path': 'x'} | path must start with one slash",
                "{'path': '//x'} | path must start with one slash",
                "{'path': '/x?a=1'} | path must have no query",
                "{'path': '/../x'} | path must not step up",
                "{'path': '/{id'} | path has a { without its }",
                "{'path': '/{i d}'} | path holds a brace that is not part of a place",
                "{'path': '/{}'} | path holds a brace that is not part of a place",
                "{'path': '/x', 'query': {'q': '{a'}} | query.q holds a brace",
                "{'path': '/x', 'body': {'q': 'a'}} | body is not sent with GET",
                "{'path': '/x', 'method': 'PUT', 'body': {'q': '}'}} | body.q holds a brace",
                "{'path': '/x', 'at': 'data'} | at must be a JSON pointer such as /meta/next",
                "{'path': '/x', 'at': '/a~2'} | at must be a JSON pointer",
                "{'path': '/x', 'at': '/a~'} | at must be a JSON pointer",
                "{'path': '/x', 'items': 'a'} | items must be a JSON pointer",
                "{'path': '/x', 'items': '/a', 'at': '/a'} | at is for one result and items for a list",
                "{'path': '/x', 'fields': {'a': 'b'}} | fields.a must be a JSON pointer",
                "{'path': '/x', 'weight': 0} | weight must be at least 1, not 0",
                "{'path': '/x', 'weight': 'much'} | weight must be a whole number",
                "{'path': '/x', 'page': {'number': 'p'}} | items must say where the list lies",
            })
    void load_wrongOperation_isNamedWithItsPlace(String operation, String problem) {
        assertThat(problems(operation.replace('\'', '"')))
                .singleElement()
                .asString()
                .startsWith(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | page must hold exactly one of cursor, cursorHeader, offset, number, link",
                "{'offset': 'o', 'number': 'p'} | page must hold exactly one of",
                "{'cursor': 'meta', 'parameter': 'p'} | page.cursor must be a JSON pointer such as /meta/next",
                "{'cursor': '/meta'} | page.parameter must name the one that takes the cursor",
                "{'cursor-header': 'X Y', 'parameter': 'p'} | page.cursorHeader must be the name of a header",
                "{'offset': 'o', 'parameter': 'p'} | page.parameter belongs to cursor or cursorHeader",
                "{'offset': 'o', 'step': 0} | page.step must be at least 1, not 0",
                "{'number': 'p', 'step': 1} | page.step belongs to offset",
                "{'number': 'p', 'total': '/t'} | page.total belongs to offset",
                "{'number': 'p', 'first': -1} | page.first must not be negative, but is -1",
                "{'offset': 'o', 'first': 1} | page.first belongs to number",
                "{'offset': 'o', 'total': 't'} | page.total must be a JSON pointer",
                "{'offset': 'o', 'total': '/t', 'more': '/m'} | page.more means nothing beside total",
                "{'link': '/n', 'more': '/m'} | page.more means nothing beside link",
                "{'link': 'body'} | page.link must be a JSON pointer",
                "{'number': 'p', 'more': 'm'} | page.more must be a JSON pointer",
                "{'number': 'p', 'size': {'a': 1, 'b': 2}} | page.size must hold one parameter and its number",
                "{'number': 'p', 'size': {'a': 0}} | page.size.a must be at least 1, not 0",
                "{'number': 'p', 'size': {'a': 'all'}} | page.size.a must be a whole number",
                "{'number': 'season'} | query.season is set by page already",
                "{'number': 'p', 'size': {'season': 5}} | query.season is set by page already",
                "{'number': 'p', 'sise': {'n': 5}} | page.sise is no setting; did you mean size?",
            })
    void load_wrongPages_areNamedWithTheirPlace(String page, String problem) {
        String operation = "{'path': '/x', 'items': '/d', 'query': {'season': '{season}'}, 'page': " + page + "}";
        assertThat(problems(operation.replace('\'', '"')))
                .singleElement()
                .asString()
                .startsWith(problem);
    }

    @Test
    void load_wrongInManyPlaces_reportsAllAtOnce() {
        assertThat(Described.refusal("""
                                "operations": {
                                    "a": {"path": "x", "method": "GO", "at": "a", "itmes": "",
                                          "page": {"cursor": "c", "size": {"n": 0}}},
                                    "b": {"path": "/{id}", "fields": {"f": "g", "h": "i"}}}""").problems())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "connectors.chests.operations.a.itmes",
                        "connectors.chests.operations.a.method",
                        "connectors.chests.operations.a.path",
                        "connectors.chests.operations.a.at",
                        "connectors.chests.operations.a.items",
                        "connectors.chests.operations.a.page.cursor",
                        "connectors.chests.operations.a.page.parameter",
                        "connectors.chests.operations.a.page.size.n",
                        "connectors.chests.operations.b.fields.f",
                        "connectors.chests.operations.b.fields.h");
    }

    @Test
    void load_exampleOfTheGuide_isTaken() throws IOException {
        String guide = Files.readString(Path.of("../../docs/connectors.md"));
        String section = guide.substring(guide.indexOf("## By configuration alone"));
        int begin = section.indexOf("```json") + 7;
        String json = section.substring(begin, section.indexOf("```", begin)).replace("${CHESTS_TOKEN}", "t0ken");
        try (ConnectorRegistry registry = ConnectorRegistry.builder()
                .configured(Described.settings(json).section("connectors"))
                .build()) {
            assertThat(registry.connector("chests").operations()).containsExactly("award", "player", "players");
        }
    }

    @Test
    void load_withAnEnvironmentThatSetsOneValue_takesTheRestFromTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("app.json"), """
                {"connectors": {"chests": {"base": "https://old.example.org",
                    "operations": {"x": {"path": "/x", "items": "", "page": {"number": "p", "size": {"limit": 5}}}},
                    "rules": [{"when": {"at": "/a", "is": 1, "and": {"at": "/b", "is": 2}}, "means": "success"}]}}}""");
        Settings settings = Settings.builder()
                .file(file)
                .environment("BOT_")
                .variables(Map.of(
                        "BOT_CONNECTORS_CHESTS_BASE", "https://new.example.org",
                        "BOT_CONNECTORS_CHESTS_OPERATIONS_X_PATH", "/y"))
                .build();
        try (ConnectorRegistry registry = ConnectorRegistry.builder()
                .configured(settings.section("connectors"))
                .build()) {
            assertThat(registry.connector("chests")).hasToString("Connector[chests, https://new.example.org]");
            assertThat(registry.connector("chests").operation("x")).hasToString("GET /y");
        }
    }

    @Test
    void load_aPlaceInPathAndQuery_isOneValue() {
        try (Described chests = Described.by("""
                "operations": {"x": {"path": "/{id}/{id}", "query": {"same": "{id}"}}}""")) {
            assertThat(chests.connector.operation("x").with("id", 1)).hasToString("GET /{id}/{id}");
            chests.upstream.on("GET", "/1/1").answers(Answer.json("5"));
            assertThat(chests.connector
                            .operation("x")
                            .with("id", 1)
                            .call(Integer.class)
                            .get())
                    .isEqualTo(5);
            assertThat(chests.upstream.received().get(0).rawQuery()).contains("same=1");
        }
    }
}
