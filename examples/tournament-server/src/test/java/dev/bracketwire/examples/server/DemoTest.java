// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.store.Database;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
    private final StringWriter text = new StringWriter();
    private final PrintWriter out = new PrintWriter(text, true);

    private static Map<String, Object> freePorts() {
        return Map.of("apiPort", TestServer.freePort(), "webPort", TestServer.freePort());
    }

    private static List<String> column(Demo demo, String sql) {
        try (Database db = ApiNode.database(demo.settings())) {
            return db.read(connection -> new SqlSession(db, connection).list(sql, row -> row.getString(1)))
                    .get();
        }
    }

    @Test
    void data_madeUp_hasEachKindOfEntry(@TempDir Path folder) {
        try (Demo demo = Demo.start(freePorts(), folder)) {
            assertThat(column(demo, "SELECT status FROM ${entries} WHERE tournament = 'spring-cup' ORDER BY position"))
                    .hasSize(11)
                    .endsWith("WAITING", "WAITING", "WAITING");
            assertThat(column(demo, "SELECT verification FROM ${entries} WHERE verification <> 'VERIFIED'"))
                    .containsExactly("UNVERIFIED");
            assertThat(column(demo, "SELECT riot_id FROM ${entries} WHERE checked_in IS NOT NULL"))
                    .hasSize(3);
            assertThat(column(demo, "SELECT summary FROM ${audit} WHERE outcome = 'REFUSED'"))
                    .containsExactly("refused: conflict");
            assertThat(column(demo, "SELECT level FROM ${grants}"))
                    .containsExactlyInAnyOrder("ADMIN", "ORGANISER", "VIEWER");
            assertThat(demo.environment()).containsEntry("TOURNAMENT_DEMO", "true");
        }
    }

    @Test
    void data_ofAnEarlierStart_isKeptAndFollowsTheNewSheet(@TempDir Path folder) {
        String before;
        try (Demo demo = Demo.start(freePorts(), folder)) {
            before = column(demo, "SELECT spreadsheet FROM ${tournaments} WHERE id = 'spring-cup'")
                    .get(0);
            demo.announce(out);
            assertThat(text.toString()).contains("kept in " + folder);
        }
        try (Demo demo = Demo.start(freePorts(), folder)) {
            assertThat(column(demo, "SELECT id FROM ${tournaments}")).hasSize(2);
            assertThat(column(demo, "SELECT spreadsheet FROM ${tournaments} WHERE id = 'spring-cup'"))
                    .doesNotContain(before);
        }
    }

    @Test
    void state_temporary_isGoneAfterwards() {
        Path state;
        try (Demo demo = Demo.start(freePorts(), null)) {
            state = demo.settings().state();
            assertThat(state).isDirectory();
            demo.announce(out);
            assertThat(text.toString()).contains("Nothing is kept");
        }
        assertThat(Files.exists(state)).isFalse();
    }

    @Test
    void launcher_supervised_runsUntilItIsStopped(@TempDir Path folder) throws Exception {
        try (Demo demo = Demo.start(freePorts(), folder)) {
            Launcher launcher = new Launcher(demo.settings(), null, demo.environment(), out);
            CompletableFuture<Integer> code = run(launcher, false);
            TestBrowser vera = new TestBrowser(page()).signIn("100000000000000012");
            assertThat(vera.get("/api/services").body()).contains("2 of 2 services work");
            launcher.stop();
            assertThat(code.get(1, TimeUnit.MINUTES)).isZero();
        }
    }

    @Test
    void launcher_inOneProcess_runsUntilItIsStopped(@TempDir Path folder) throws Exception {
        try (Demo demo = Demo.start(freePorts(), folder)) {
            Launcher launcher =
                    new Launcher(demo.settings().on(0, demo.settings().webPort()), null, Map.of(), out);
            CompletableFuture<Integer> code = run(launcher, true);
            assertThat(new TestBrowser(page()).get("/api/session").body()).contains("\"demo\":true");
            launcher.stop();
            assertThat(code.get(1, TimeUnit.MINUTES)).isZero();
        }
    }

    @Test
    void launcher_withAPortOfAnother_startsNothing(@TempDir Path folder) throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Demo demo = Demo.start(freePorts(), folder)) {
            ServerSettings taken =
                    demo.settings().on(holder.getLocalPort(), demo.settings().webPort());
            assertThat(new Launcher(taken, null, demo.environment(), out).run(false))
                    .isEqualTo(TournamentServer.FOREIGN_PORT);
            assertThat(text.toString()).contains("port " + holder.getLocalPort() + " is held by");
            assertThat(new Launcher(taken, null, Map.of(), out).run(true)).isEqualTo(TournamentServer.FOREIGN_PORT);
        }
    }

    @Test
    void launcher_whoseServiceFails_stopsTheOthers(@TempDir Path folder) throws Exception {
        try (Demo demo = Demo.start(freePorts(), folder)) {
            ServerSettings settings = demo.settings();
            ServerSettings broken = new ServerSettings(
                    settings.apiPort(),
                    settings.webPort(),
                    settings.publicAddress(),
                    settings.state(),
                    settings.database(),
                    settings.discord(),
                    settings.riot(),
                    settings.sheets(),
                    settings.webhooks(),
                    settings.speedgaming(),
                    Map.of(
                            "bot",
                            new ServerSettings.OwnService(
                                    List.of(folder.resolve("no-such-program").toString()),
                                    java.util.Optional.of(folder),
                                    Map.of("A", "b"),
                                    List.of(TestServer.freePort()),
                                    List.of(),
                                    java.util.Optional.of("/health"))),
                    true);
            assertThat(new Launcher(broken, null, demo.environment(), out).run(false))
                    .isEqualTo(1);
            assertThat(text.toString()).contains("bot");
            try (ServerSocket free = new ServerSocket(settings.webPort(), 1, InetAddress.getLoopbackAddress())) {
                assertThat(free.isBound()).isTrue();
            }
        }
    }

    private static CompletableFuture<Integer> run(Launcher launcher, boolean single) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return launcher.run(single);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -1;
            }
        });
    }

    private URI page() {
        await().atMost(Duration.ofMinutes(2)).until(() -> text.toString().contains("The page is at "));
        String line = text.toString()
                .lines()
                .filter(each -> each.startsWith("The page is at "))
                .findFirst()
                .orElseThrow();
        return URI.create(line.split(" ", -1)[4]);
    }
}
