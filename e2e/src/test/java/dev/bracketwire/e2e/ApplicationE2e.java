// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.bracketwire.Call;
import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.riot.Game;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tournament application as two server processes on one PostgreSQL, with a terminal and a browser. */
class ApplicationE2e {
    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    private static Path folder;

    private static ApplicationNodes nodes;
    private static ApplicationBrowser browser;

    @BeforeAll
    static void start() throws Exception {
        nodes = ApplicationNodes.start(folder, 2);
        browser = ApplicationBrowser.open(nodes.address(1));
        browser.firstAdmin(nodes.firstAdminLink(), "Maya");
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (nodes != null) {
            nodes.close();
        }
    }

    @Test
    void registration_inATerminal_isSeenInABrowserOfAnotherNode_andUndoneThere() throws Exception {
        nodes.player("Ann#EUW");
        String admin = nodes.token("--name", "desk", "--level", "ADMIN");
        assertThat(nodes.terminal(0, admin, "create autumn-cup league \"Autumn Cup\" 8 1"))
                .isZero();
        assertThat(nodes.terminal(0, admin, "window autumn-cup registration open"))
                .isZero();
        Page page = browser.page();
        page.navigate(nodes.address(1) + "/tournaments/autumn-cup/roster");
        page.locator("main h1").waitFor();
        assertThat(page.locator("main")).not().containsText("Ann#EUW");

        CompletableFuture<Integer> registered =
                CompletableFuture.supplyAsync(() -> nodes.terminal(0, admin, "register autumn-cup Ann#EUW"));
        Locator entry = page.getByText("Ann#EUW", new Page.GetByTextOptions().setExact(true));
        assertThat(entry).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
        long shown = (long) (double) (Double) page.evaluate("performance.timeOrigin + performance.now()");
        assertThat(registered.get()).isZero();
        JsonNode line = nodes.command(1, admin, "GET", "/audit?tournament=autumn-cup", null)
                .at("/data/rows/0");
        assertThat(line.get("command").asText()).isEqualTo("register");
        assertThat(line.get("face").asText()).isEqualTo("TERMINAL");
        long stored = java.time.Instant.parse(line.get("at").asText()).toEpochMilli();
        System.out.println("e2e application: shown on the other node after " + (shown - stored) + " ms");

        page.navigate(nodes.address(1) + "/tournaments/autumn-cup/audit");
        String id = line.get("id").asText();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Undo " + id))
                .click();
        assertThat(page.locator("main")).containsText("undone by");
        JsonNode after = nodes.command(0, admin, "GET", "/audit?tournament=autumn-cup", null);
        assertThat(after.at("/data/rows/1/id").asText()).isEqualTo(id);
        assertThat(after.at("/data/rows/1/undoneBy").asText())
                .isEqualTo(after.at("/data/rows/0/id").asText());
        assertThat(nodes.command(0, admin, "GET", "/tournaments/autumn-cup/entries", null)
                        .at("/data/rows"))
                .isEmpty();
    }

    @Test
    void twelvePeople_overTwoNodes_getEightPlacesInOrder_andTheNextAreToldOnce() throws Exception {
        List<String> players = IntStream.range(0, 12)
                .mapToObj(number -> "Player" + (char) ('A' + number) + "#EUW")
                .toList();
        players.forEach(nodes::player);
        String admin = nodes.token("--name", "office", "--level", "ADMIN");
        String bot = nodes.token("--name", "bot", "--for-others");
        nodes.command(0, admin, "POST", "/tournaments", """
                {"id": "rush", "organisation": "league", "name": "Rush", "capacity": 8, "teamSize": 1}""");
        nodes.command(0, admin, "PATCH", "/tournaments/rush/settings", """
                {"spreadsheet": "%s", "tab": "Sign-up"}""".formatted(nodes.spreadsheet()));
        nodes.command(1, admin, "PUT", "/tournaments/rush/windows/registration", "{\"state\": \"OPEN\"}");

        ConcurrentLinkedQueue<String> delivered = new ConcurrentLinkedQueue<>();
        try (Database db = nodes.database();
                Riot riot = Riot.builder(Secret.of(nodes.riot().key()))
                        .base(nodes.riot().base())
                        .build();
                TournamentApp messenger = TournamentApp.builder(db, Identities.of(riot, Game.TFT))
                        .messages((person, text, id) -> {
                            if (text.contains("Rush")) {
                                delivered.add(person.name() + ": " + text);
                            }
                            return Call.done(true);
                        })
                        .open()) {
            assertThat(messenger.ports().messages()).isNotNull();
            List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int number = i;
                answers.add(CompletableFuture.supplyAsync(
                        () -> nodes.as(number % 2, bot, number, "POST", "/tournaments/rush/entries", """
                        {"riotId": "%s"}""".formatted(
                                        players.get(number)))));
            }
            for (CompletableFuture<JsonNode> answer : answers) {
                assertThat(answer.get().get("result").asText()).isEqualTo("done");
            }
            List<JsonNode> roster = nodes.rows(1, admin, "rush");
            assertThat(roster).filteredOn(ApplicationE2e::hasPlace).hasSize(8);
            List<JsonNode> waiting =
                    roster.stream().filter(row -> !hasPlace(row)).toList();
            assertThat(waiting)
                    .extracting(row -> row.get("waitlistNumber").asInt())
                    .containsExactly(1, 2, 3, 4);

            List<JsonNode> leaving =
                    roster.stream().filter(ApplicationE2e::hasPlace).limit(2).toList();
            CompletableFuture<?>[] withdrawals = new CompletableFuture<?>[2];
            for (int i = 0; i < 2; i++) {
                int node = i;
                String discord = leaving.get(i).get("discord").asText();
                withdrawals[i] = CompletableFuture.supplyAsync(() ->
                        nodes.asDiscord(node, bot, discord, "someone", "DELETE", "/tournaments/rush/entries/me", null));
            }
            CompletableFuture.allOf(withdrawals).get();

            List<JsonNode> after = nodes.rows(0, admin, "rush");
            List<String> promoted = waiting.stream()
                    .limit(2)
                    .map(row -> row.at("/entry/riotId").asText())
                    .toList();
            assertThat(after)
                    .filteredOn(ApplicationE2e::hasPlace)
                    .hasSize(8)
                    .extracting(row -> row.at("/entry/riotId").asText())
                    .containsAll(promoted);
            assertThat(after)
                    .filteredOn(row -> !hasPlace(row))
                    .extracting(row -> row.at("/entry/riotId").asText())
                    .containsExactly(
                            waiting.get(2).at("/entry/riotId").asText(),
                            waiting.get(3).at("/entry/riotId").asText());

            List<String> places = after.stream()
                    .filter(ApplicationE2e::hasPlace)
                    .map(row -> row.at("/entry/riotId").asText())
                    .toList();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(nodes.namesInSheet()).containsExactlyInAnyOrderElementsOf(places));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(nodes.command(0, admin, "GET", "/tournaments/rush/messages", null)
                                    .at("/data/messages"))
                            .hasSize(2)
                            .allMatch(row -> row.get("state").asText().equals("SENT")
                                    && row.get("attempts").asInt() == 1));
            assertThat(delivered).hasSize(2);
            assertThat(delivered).allMatch(text -> text.contains("A place has become free"));
            assertThat(delivered)
                    .extracting(text -> text.substring(0, text.indexOf(':')))
                    .containsExactlyInAnyOrderElementsOf(waiting.stream()
                            .limit(2)
                            .map(row -> row.get("name").asText())
                            .toList());
        }
    }

    private static boolean hasPlace(JsonNode row) {
        return row.at("/entry/status").asText().equals("REGISTERED");
    }
}
