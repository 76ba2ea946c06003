// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Commands;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.Person;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiServerTest {
    private TestServer server;
    private TestBrowser admin;
    private TestBrowser player;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(folder).cup(TestServer.CUP);
        server.riot.player("Ann", "EUW", "euw1");
        admin = server.signedIn("Maya", Permission.ADMIN);
        player = server.signedIn("Ann", Permission.SIGNED_IN);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void change_withoutToken_isRefusedAndAudited() throws Exception {
        String path = "/api/tournaments/spring-cup/windows/check-in";
        String body = "{\"state\":\"open\"}";
        HttpResponse<String> refused = admin.send("PUT", path, body, "Content-Type", "application/json");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("lacks the token of your session");
        assertThat(server.refusals()).contains("window refused: forbidden");
        assertThat(admin.change("PUT", path, body).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.example",
        "Origin, null",
        "Origin, http://127.0.0.1:1",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site"
    })
    void change_fromAnotherSite_isRefused(String header, String value) throws Exception {
        HttpResponse<String> refused = admin.send(
                "PUT",
                "/api/tournaments/spring-cup/windows/check-in",
                "{\"state\":\"closed\"}",
                "Content-Type",
                "application/json",
                "X-CSRF-Token",
                admin.csrf,
                header,
                value);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("comes from another site");
    }

    @ParameterizedTest
    @CsvSource({"GET, /auth/sign-out, POST", "GET, /api/people/p-nobody, DELETE", "HEAD, /auth/sign-out, POST"})
    void method_byAHeader_isRefused(String method, String path, String header) throws Exception {
        HttpResponse<String> refused = admin.send(method, path, null, "X-HTTP-Method-Override", header);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(admin.get("/api/me").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "https://Cup.Example.org, https://cup.example.org",
        "https://cup.example.org:443, https://cup.example.org",
        "https://cup.example.org:8443, https://cup.example.org:8443",
        "HTTP://127.0.0.1:80, http://127.0.0.1"
    })
    void origin_ofAnAddress_isAsBrowsersWriteIt(URI address, String origin) {
        assertThat(Requester.Finder.origin(address)).isEqualTo(origin);
    }

    @Test
    void change_withTheTokenOfAnotherSession_isRefused() throws Exception {
        HttpResponse<String> refused = admin.send(
                "PUT",
                "/api/tournaments/spring-cup/windows/check-in",
                "{\"state\":\"closed\"}",
                "Content-Type",
                "application/json",
                "X-CSRF-Token",
                player.csrf);
        assertThat(refused.statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"riotId\":\"Ann#EUW\",\"colour\":1}|There is no field \\\"colour\\\"",
                "{\"riotId\":\"Ann#EUW\",\"tournament\":\"x\"}|There is no field \\\"tournament\\\"",
                "{\"riotId\":7}|riotId must be a text",
                "{}|riotId is missing",
                "{\"riotId\":null}|riotId is missing",
                "{\"riotId\":\"Ann#EUW\",\"keepTeam\":\"yes\"}|keepTeam must be true or false",
                "{\"riotId\":\"A\",\"riotId\":\"B\"}|no valid JSON",
                "{\"riotId\":\"A\"} x|no valid JSON",
                "[1]|must be a JSON object",
                "nonsense|no valid JSON"
            })
    void body_thatDoesNotFit_isInvalid(String body, String text) throws Exception {
        HttpResponse<String> refused = player.change("POST", "/api/tournaments/spring-cup/entries", body);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("\"reason\":\"INVALID\"", text);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/audit?before=x, before must be a whole number",
        "/api/audit?colour=x, There is no field",
        "/api/audit?before=1&before=2, before is there 2 times",
        "/api/services/api/log, lines is missing",
        "/api/services/api/log?lines=99999999999, lines must be a whole number"
    })
    void query_thatDoesNotFit_isInvalid(String path, String text) throws Exception {
        HttpResponse<String> refused = admin.get(path);
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains(text);
    }

    @Test
    void body_ofAnotherKind_isInvalid() throws Exception {
        HttpResponse<String> refused = player.send(
                "POST",
                "/api/tournaments/spring-cup/entries",
                "{\"riotId\":\"Ann#EUW\"}",
                "X-CSRF-Token",
                player.csrf,
                "Content-Type",
                "text/plain");
        assertThat(refused.statusCode()).isEqualTo(422);
    }

    @Test
    void body_tooLarge_isRefused() throws Exception {
        String large = "{\"riotId\":\"" + "A".repeat(70_000) + "\"}";
        HttpResponse<String> byPage = player.change("POST", "/api/tournaments/spring-cup/entries", large);
        assertThat(byPage.statusCode()).isEqualTo(413);
        TestBrowser direct = new TestBrowser(server.api());
        assertThat(direct.change("POST", "/api/tournaments/spring-cup/entries", large)
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void enums_inAnyCase_areTaken() throws Exception {
        assertThat(admin.change("PUT", "/api/tournaments/spring-cup/windows/CHECK_IN", "{\"state\":\"Closed\"}")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> wrong =
                admin.change("PUT", "/api/tournaments/spring-cup/windows/lunch", "{\"state\":\"open\"}");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("REGISTRATION, CHECK_IN");
    }

    @Test
    void me_inAPath_isTheCaller() throws Exception {
        TestBrowser kim = server.signedIn("Kim", Permission.SIGNED_IN);
        server.riot.player("Kim", "EUW", "euw1");
        assertThat(kim.change("POST", "/api/tournaments/spring-cup/entries", "{\"riotId\":\"Kim#EUW\"}")
                        .body())
                .contains("\"result\":\"done\"");
        HttpResponse<String> gone = kim.change("DELETE", "/api/tournaments/spring-cup/entries/me", null);
        assertThat(gone.body()).contains("Withdrawn from");
        assertThat(kim.send("DELETE", "/api/tournaments/spring-cup/entries/me", "{}", "X-CSRF-Token", kim.csrf)
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void response_always_hasHeadersOfSafety() throws Exception {
        for (String path : List.of("/api/session", "/api/nothing", "/auth/callback")) {
            HttpResponse<String> response = server.browser().get(path);
            assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
            assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'")
                    .doesNotContain("unsafe");
            assertThat(response.body()).doesNotContain("\tat ", "Exception");
        }
    }

    @Test
    void publicRead_unchanged_isNotModified() throws Exception {
        TestBrowser visitor = server.browser();
        HttpResponse<String> first = visitor.get("/api/tournaments/spring-cup");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(visitor.get("/api/tournaments/spring-cup", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(visitor.get("/api/tournaments/nope").statusCode()).isEqualTo(404);
        assertThat(player.get("/api/tournaments/spring-cup").headers().firstValue("ETag"))
                .isEmpty();
    }

    @Test
    void health_answers() throws Exception {
        assertThat(server.browser().get("/api/health").body()).isEqualTo("{\"status\":\"up\"}");
    }

    @Test
    void metrics_onTheApiOnly_countCommands() throws Exception {
        admin.get("/api/people");
        TestBrowser direct = new TestBrowser(server.api());
        assertThat(direct.get("/metrics").body())
                .contains(
                        "tournament_commands_total{command=\"people\",outcome=\"done\",reason=\"none\"}",
                        "tournament_event_streams",
                        "tournament_messages_waiting",
                        "tournament_services_ready 2.0");
        assertThat(server.browser().get("/metrics").body()).doesNotContain("tournament_commands");
    }

    @Test
    void openApi_coversEachCommand() throws Exception {
        JsonNode document = admin.json(server.browser().get("/api/openapi.json"));
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        for (Class<? extends Command> type : Commands.types()) {
            Operation operation = Commands.operation(type);
            JsonNode described = document.path("paths")
                    .path(operation.path())
                    .path(operation.method().toLowerCase(java.util.Locale.ROOT));
            assertThat(described.path("operationId").asText()).isEqualTo(operation.name());
            List<String> named = new ArrayList<>();
            described
                    .path("parameters")
                    .forEach(each -> named.add(each.path("name").asText()));
            described
                    .at("/requestBody/content/application~1json/schema/properties")
                    .fieldNames()
                    .forEachRemaining(named::add);
            assertThat(named)
                    .containsExactlyInAnyOrder(java.util.Arrays.stream(type.getRecordComponents())
                            .map(java.lang.reflect.RecordComponent::getName)
                            .toArray(String[]::new));
        }
    }

    @Test
    void routes_byRole_areRefusedAsTheCommandsSay() throws Exception {
        Person viewer = server.person("Vera");
        server.grant(viewer.id(), Grant.ofTournament(TestServer.CUP), Permission.VIEWER);
        TestBrowser vera = server.browser().signIn(viewer.discord());
        TestBrowser otto = server.signedIn("Otto", Permission.ORGANISER);
        Map<String, String> bodies = new HashMap<>(Map.of(
                "register", "{\"riotId\":\"Ann#EUW\",\"person\":\"p-nobody\"}",
                "window", "{\"state\":\"open\"}",
                "choose", "{\"number\":1}",
                "create", "{\"id\":\"-\",\"organisation\":\"x\",\"name\":\"x\",\"capacity\":1,\"teamSize\":1}",
                "take-messages", "{\"most\":1}",
                "take-roles", "{\"most\":1}",
                "add-webhook", "{\"url\":\"none\"}",
                "replay", "{\"since\":\"2026-12-05T12:00:00Z\"}"));
        bodies.putAll(Map.of(
                "enable-schedule", "{\"slug\":\"examplecup\"}",
                "apply-import", "{\"confirm\":\"1-none\"}",
                "add-match", "{\"start\":\"2026-12-05T12:00:00Z\",\"players\":\"p-nobody\"}",
                "set-stream", "{\"language\":\"en\",\"url\":\"\"}",
                "link-person", "{\"person\":\"p-nobody\"}",
                "merge-persons", "{\"into\":2}",
                "settle-suggestion", "{\"action\":\"dismiss\"}"));
        Map<String, Permission> least = new HashMap<>();
        for (Class<? extends Command> type : Commands.types()) {
            Operation operation = Commands.operation(type);
            String path = "/api"
                    + operation
                            .path()
                            .replace("{tournament}", TestServer.CUP)
                            .replace("{person}", "p-nobody")
                            .replace("{window}", "check-in")
                            .replace(
                                    "{action}",
                                    switch (operation.name()) {
                                        case "webhook" -> "pause";
                                        case "control-match" -> "start";
                                        default -> "restart";
                                    })
                            .replaceAll("\\{(match|suggestion|player|from|merge)}", "1")
                            .replace("{webhook}", "sub_none")
                            .replace("{delivery}", "1")
                            .replace("{service}", "api")
                            .replace("{answer}", "A-1")
                            .replace("{id}", "m-none")
                            .replace("{mark}", "NONE");
            if (operation.name().equals("service-log")) {
                path += "?lines=1";
            }
            String body = CommandRequests.byQuery(operation) ? null : bodies.getOrDefault(operation.name(), "{}");
            Map<Permission, TestBrowser> roles =
                    Map.of(Permission.SIGNED_IN, player, Permission.ORGANISER, otto, Permission.ADMIN, admin);
            int visitor =
                    server.browser().change(operation.method(), path, body).statusCode();
            boolean isPublic =
                    operation.name().equals("tournaments") || operation.name().equals("show");
            if (Set.of("matches", "calendar").contains(operation.name())) {
                // Public too, but the tournament has no schedule.
                assertThat(visitor).as(operation.name() + " by a visitor").isIn(404, 503);
            } else {
                assertThat(visitor).as(operation.name() + " by a visitor").isEqualTo(isPublic ? 200 : 401);
            }
            for (Permission level : List.of(Permission.SIGNED_IN, Permission.ORGANISER, Permission.ADMIN)) {
                int status = Objects.requireNonNull(roles.get(level))
                        .change(operation.method(), path, body)
                        .statusCode();
                assertThat(status).as(operation.name() + " by " + level).isNotEqualTo(401);
                if (status != 403) {
                    least.merge(operation.name(), level, (one, other) -> one.includes(other) ? other : one);
                }
            }
        }
        assertThat(least)
                .containsEntry("me", Permission.SIGNED_IN)
                .containsEntry("register", Permission.ORGANISER)
                .containsEntry("withdraw", Permission.ORGANISER)
                .containsEntry("roster", Permission.ORGANISER)
                .containsEntry("audit", Permission.ORGANISER)
                .containsEntry("services", Permission.ORGANISER)
                .containsEntry("service", Permission.ORGANISER)
                .containsEntry("service-log", Permission.ORGANISER)
                .containsEntry("create", Permission.ADMIN)
                .containsEntry("people", Permission.ADMIN)
                .containsEntry("permission", Permission.ADMIN)
                .containsEntry("forget", Permission.ADMIN)
                .containsEntry("take-messages", Permission.ADMIN)
                .containsEntry("report-message", Permission.ADMIN)
                .containsEntry("take-roles", Permission.ADMIN)
                .containsEntry("report-roles", Permission.ADMIN)
                .containsEntry("webhooks", Permission.ADMIN)
                .containsEntry("add-webhook", Permission.ADMIN)
                .containsEntry("rotate-secret", Permission.ADMIN)
                .containsEntry("deliveries", Permission.ORGANISER)
                .containsEntry("delivery", Permission.ORGANISER)
                .containsEntry("curl", Permission.ADMIN)
                .hasSize(Commands.types().size());
        assertThat(vera.get("/api/tournaments/spring-cup/entries").statusCode()).isEqualTo(200);
        assertThat(vera.get("/api/audit?tournament=spring-cup").statusCode()).isEqualTo(200);
        assertThat(vera.get("/api/audit").statusCode()).isEqualTo(403);
        assertThat(vera.get("/api/services").statusCode()).isEqualTo(200);
    }

    @Test
    void token_ofAProgram_actsForItsPersonOrForOthers() throws Exception {
        Sessions sessions = new Sessions(server.app().database(), java.time.InstantSource.system());
        String desk =
                "Bearer " + sessions.createToken("desk", server.person("Desk").id(), false);
        String bot =
                "Bearer " + sessions.createToken("bot", server.person("Bot").id(), true);
        TestBrowser program = server.browser();
        assertThat(program.get("/api/me", "Authorization", desk, "X-Face", "terminal")
                        .body())
                .contains("\"text\":\"Desk\"");
        assertThat(program.get(
                                "/api/me",
                                "Authorization",
                                bot,
                                "X-Face",
                                "DISCORD",
                                "X-Discord-Id",
                                "300000000000000001",
                                "X-Discord-Name",
                                "Zo%C3%AB+1")
                        .body())
                .contains("\"text\":\"Zoë+1\"");
        assertThat(program.get(
                                "/api/me",
                                "Authorization",
                                desk,
                                "X-Discord-Id",
                                "300000000000000001",
                                "X-Discord-Name",
                                "Z")
                        .statusCode())
                .isEqualTo(403);
        assertThat(program.get("/api/me", "Authorization", bot, "X-Discord-Id", "x")
                        .statusCode())
                .isEqualTo(422);
        assertThat(program.get(
                                "/api/me",
                                "Authorization",
                                bot,
                                "X-Discord-Id",
                                "300000000000000001",
                                "X-Discord-Name",
                                "%zz")
                        .statusCode())
                .isEqualTo(422);
        assertThat(program.get("/api/me", "Authorization", bot, "X-Face", "PHONE")
                        .statusCode())
                .isEqualTo(422);
        assertThat(program.get("/api/me", "Authorization", "Bearer bw_wrong").statusCode())
                .isEqualTo(401);
        assertThat(program.get("/api/me", "Authorization", "Basic eDp5").statusCode())
                .isEqualTo(401);
        assertThat(program.send(
                                "POST",
                                "/api/tournaments/spring-cup/reset-check-in",
                                "{}",
                                "Authorization",
                                desk,
                                "Content-Type",
                                "application/json")
                        .statusCode())
                .isEqualTo(403);
        assertThat(program.get("/api/session", "Authorization", desk).body()).contains("\"name\":\"Desk\"");
    }
}
