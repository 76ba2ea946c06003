// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.SqlSession;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private TestServer server;
    private Person root;

    @BeforeEach
    void start() {
        server = TestServer.start(folder).cup("cup");
        root = server.person("Root");
        server.riot.player("Ann", "EUW", "euw1");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private StreamReader open(TestBrowser browser, String... headers) throws Exception {
        return new StreamReader(browser, URI.create(server.page() + "/events"), headers);
    }

    private void change(SetWindow.Wish wish) {
        assertThat(server.run(root, new SetWindow("cup", SetWindow.Which.CHECK_IN, wish))
                        .done())
                .isTrue();
    }

    @Test
    void stream_new_beginsWithTheLastNumberAndBeats() throws Exception {
        try (StreamReader visitor = open(server.browser())) {
            await().atMost(SOON).until(() -> visitor.beats() >= 3);
            assertThat(visitor.events()).hasSize(1).allMatch(event -> event.startsWith("hello "));
        }
    }

    @Test
    void events_byPermission_areThoseThatTheirReaderMaySee() throws Exception {
        Person vera = server.person("Vera");
        server.grant(vera.id(), Grant.ofTournament("cup"), Permission.VIEWER);
        TestBrowser ann = server.signedIn("Ann", Permission.SIGNED_IN);
        TestBrowser otto = server.signedIn("Otto", Permission.ORGANISER);
        try (StreamReader visitor = open(server.browser());
                StreamReader player = open(ann);
                StreamReader viewer = open(server.browser().signIn(vera.discord()));
                StreamReader organiser = open(otto)) {
            server.run(
                    root,
                    new Register("cup", "Ann#EUW").person(server.person("Ann").id()));
            change(SetWindow.Wish.OPEN);
            await().atMost(SOON).until(() -> organiser.topics().contains("tournament"));
            await().atMost(SOON).until(() -> visitor.topics().contains("tournament"));
            await().atMost(SOON).until(() -> viewer.topics().contains("tournament"));
            await().atMost(SOON).until(() -> player.topics().contains("tournament"));
            assertThat(visitor.topics()).containsOnly("entries", "tournament");
            assertThat(player.topics()).containsOnly("entries", "tournament");
            assertThat(viewer.topics()).contains("audit").isSubsetOf("entries", "tournament", "audit", "upstreams");
            assertThat(organiser.topics()).contains("entries", "tournament", "audit", "messages");
        }
    }

    @Test
    void permission_revoked_actsOnOpenStreams() throws Exception {
        Person vera = server.person("Vera");
        TestBrowser browser = server.signedIn("Vera", Permission.VIEWER);
        try (StreamReader viewer = open(browser)) {
            change(SetWindow.Wish.OPEN);
            await().atMost(SOON).until(() -> viewer.topics().contains("audit"));
            server.run(root, new dev.bracketwire.examples.tournament.command.SetPermission(null, vera.id(), null));
            await().atMost(SOON).until(() -> viewer.topics().contains("people"));
            int before = viewer.changes().size();
            change(SetWindow.Wish.CLOSED);
            await().atMost(SOON).until(() -> viewer.changes().size() > before);
            await().during(Duration.ofSeconds(2))
                    .atMost(SOON)
                    .until(() -> viewer.topics()
                            .subList(before, viewer.topics().size())
                            .equals(List.of("tournament")));
        }
    }

    @Test
    void stream_resumed_missesNothingAndDoublesNothing() throws Exception {
        List<Long> seen = new ArrayList<>();
        String last;
        try (StreamReader first = open(server.browser())) {
            change(SetWindow.Wish.OPEN);
            await().atMost(SOON).until(() -> first.changes().size() == 1);
            seen.addAll(first.numbers());
            last = String.valueOf(seen.get(0));
        }
        for (int i = 0; i < 5; i++) {
            change(i % 2 == 0 ? SetWindow.Wish.CLOSED : SetWindow.Wish.OPEN);
        }
        try (StreamReader second = open(server.browser(), "Last-Event-ID", last)) {
            change(SetWindow.Wish.OPEN);
            await().atMost(SOON).until(() -> second.changes().size() >= 6);
            seen.addAll(second.numbers());
        }
        List<Long> all = server.app()
                .read(state -> state.sql()
                        .list(
                                "SELECT number FROM ${events} WHERE topic = 'tournament' AND number >= ? ORDER BY number",
                                row -> row.getLong(1),
                                seen.get(0)))
                .get();
        assertThat(seen).isEqualTo(all);
    }

    @Test
    void stream_resumedTooLate_isReset() throws Exception {
        change(SetWindow.Wish.OPEN);
        EventTable table = new EventTable(server.app().database());
        table.prune(Instant.now().plusSeconds(60));
        assertThat(table.after(0)).isEmpty();
        try (StreamReader late = open(server.browser(), "Last-Event-ID", "1")) {
            await().atMost(SOON).until(() -> !late.events().isEmpty());
            assertThat(late.events().get(0)).startsWith("reset " + table.present());
        }
        try (StreamReader odd = open(server.browser(), "Last-Event-ID", "nonsense")) {
            await().atMost(SOON).until(() -> !odd.events().isEmpty());
            assertThat(odd.events().get(0)).startsWith("hello ");
        }
    }

    @Test
    void stream_resumedFarBehind_isResetInsteadOfCutOff() throws Exception {
        server.app()
                .database()
                .write(connection -> {
                    SqlSession sql = new SqlSession(server.app().database(), connection);
                    for (int i = 1; i <= 3_500; i++) {
                        sql.update(
                                "INSERT INTO ${events} (number, topic, tournament, at) VALUES (?, 'entries', 'cup', ?)",
                                1_000 + i,
                                Instant.now());
                    }
                    return sql.update("UPDATE ${counters} SET value = 4500 WHERE name = 'events'");
                })
                .get();
        try (StreamReader behind = open(server.browser(), "Last-Event-ID", "1000")) {
            await().atMost(SOON).until(() -> !behind.events().isEmpty());
            assertThat(behind.events().get(0)).startsWith("reset 4500 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "OPTIONS", "TRACE", "POST"})
    void stream_byAnotherMethod_isRefusedAndNothingStaysOpen(String method) throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.api().getPort())) {
            socket.getOutputStream()
                    .write((method + " /events HTTP/1.1\r\nHost: x\r\nCookie: planted\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 405")
                    .contains("nosniff")
                    .doesNotContain("planted");
        }
    }

    @Test
    void stream_afterSignOut_ends() throws Exception {
        TestBrowser browser = server.signedIn("Vera", Permission.VIEWER);
        try (StreamReader stream = open(browser)) {
            await().atMost(SOON).until(() -> !stream.events().isEmpty());
            browser.change("POST", "/auth/sign-out", null);
            change(SetWindow.Wish.OPEN);
            await().atMost(SOON).until(() -> stream.events().contains("end"));
        }
    }

    @Test
    void client_thatReadsNothing_isDisconnected() throws Exception {
        URI api = server.api();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.getPort())) {
            socket.setReceiveBufferSize(1024);
            socket.getOutputStream()
                    .write("GET /events HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 0\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(in.read()).isEqualTo('H');
            server.app()
                    .database()
                    .write(connection -> {
                        SqlSession sql = new SqlSession(server.app().database(), connection);
                        for (int i = 1; i <= 60_000; i++) {
                            sql.update(
                                    "INSERT INTO ${events} (number, topic, tournament, at) VALUES (?, 'entries', 'cup', ?)",
                                    1_000_000 + i,
                                    Instant.now());
                        }
                        sql.wake("events");
                        return true;
                    })
                    .get();
            TestBrowser direct = new TestBrowser(api);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> direct.get("/metrics").body().contains("tournament_event_streams 0.0"));
        }
    }

    @Test
    void log_withoutSupervisor_isUnavailable() throws Exception {
        TestBrowser otto = server.signedIn("Otto", Permission.ORGANISER);
        assertThat(otto.get("/events/log/api").statusCode()).isEqualTo(503);
        assertThat(server.browser().get("/events/log/api").statusCode()).isEqualTo(401);
        assertThat(otto.get("/events/nonsense").statusCode()).isEqualTo(404);
        assertThat(server.browser().get("/events", "Authorization", "Bearer x").statusCode())
                .isEqualTo(401);
    }
}
