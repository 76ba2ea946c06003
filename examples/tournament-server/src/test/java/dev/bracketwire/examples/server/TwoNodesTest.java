// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.command.SetWindow;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoNodesTest {
    @Test
    void twoNodes_ofOnePostgres_shareSessionsAndEvents(@TempDir Path folder) throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setCleanDataDirectory(true)
                        .setServerConfig("fsync", "off")
                        .start();
                TestServer one = TestServer.start(postgres.getJdbcUrl("postgres", "postgres"), folder.resolve("1"));
                TestServer other = TestServer.start(postgres.getJdbcUrl("postgres", "postgres"), folder.resolve("2"))) {
            one.cup("cup");
            TestBrowser otto = one.signedIn("Otto", Permission.ORGANISER);
            TestBrowser elsewhere = new TestBrowser(other.page());
            elsewhere.cookies.putAll(otto.cookies);
            assertThat(elsewhere.get("/api/me").statusCode()).isEqualTo(200);

            List<Long> slowest = new ArrayList<>();
            try (StreamReader stream = new StreamReader(elsewhere, URI.create(other.page() + "/events"))) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> !stream.events().isEmpty());
                for (int i = 0; i < 5; i++) {
                    int before = stream.changes().size();
                    one.run(
                            one.person("Root"),
                            new SetWindow(
                                    "cup",
                                    SetWindow.Which.CHECK_IN,
                                    i % 2 == 0 ? SetWindow.Wish.OPEN : SetWindow.Wish.CLOSED));
                    long done = System.nanoTime();
                    await().pollInterval(Duration.ofMillis(5))
                            .atMost(Duration.ofSeconds(30))
                            .until(() -> stream.changes().size() > before);
                    slowest.add((System.nanoTime() - done) / 1_000_000);
                }
                assertThat(stream.numbers()).doesNotHaveDuplicates().isSorted();
            }
            System.out.println("events reached the other node after " + slowest + " ms");

            otto.change("POST", "/auth/sign-out", null);
            assertThat(elsewhere.get("/api/me").statusCode()).isEqualTo(401);
        }
    }
}
