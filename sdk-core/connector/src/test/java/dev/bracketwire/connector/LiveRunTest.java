// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.live.LiveRun;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class LiveRunTest {
    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();

    private void connectors(Map<String, String> environment) throws Exception {
        LiveRun.run(ConnectorsLive.NAME, ConnectorsLive.NEEDED, ConnectorsLive::ask, environment, lines::add);
    }

    @Test
    void run_withoutItsVariables_isSkippedAndSaysWhich() {
        assertThatThrownBy(() -> connectors(Map.of())).isInstanceOf(TestAbortedException.class);
        assertThatThrownBy(() -> LiveRun.run(
                        "chests/players",
                        List.of("CHESTS_TOKEN", "CHESTS_GUILD", "CHESTS_BASE"),
                        run -> run.check("never", () -> lines.add("asked")),
                        Map.of("CHESTS_TOKEN", " ", "CHESTS_BASE", "x"),
                        lines::add))
                .isInstanceOf(TestAbortedException.class);
        assertThat(lines)
                .containsExactly(
                        "live core/connectors: skipped, BRACKETWIRE_LIVE_SETTINGS is not set",
                        "live chests/players: skipped, CHESTS_TOKEN and CHESTS_GUILD are not set");
    }

    @Test
    void run_checkFails_failsAndNamesIt() {
        assertThatThrownBy(() -> LiveRun.run(
                        "chests/players",
                        List.of("CHESTS_TOKEN"),
                        run -> {
                            run.check(
                                    "good",
                                    () -> assertThat(run.variable("CHESTS_TOKEN"))
                                            .isEqualTo("t"));
                            run.check("bad", () -> {
                                throw new IllegalStateException("no such player");
                            });
                            throw new IllegalStateException("broke off: " + run.variable("MISSING"));
                        },
                        Map.of("CHESTS_TOKEN", "t"),
                        lines::add))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("bad: java.lang.IllegalStateException: no such player")
                .hasMessageContaining("the suite itself: java.lang.IllegalStateException: MISSING is not set");
        assertThat(lines).containsExactly("live chests/players: 1 of 3");
    }

    @Test
    void connectors_withPaths_areAskedEachForItsOwn() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/api/me").answers(Answer.json("{}"));
            Path file = settings(upstream);
            connectors(Map.of(
                    "BRACKETWIRE_LIVE_SETTINGS", file.toString(),
                    "BRACKETWIRE_LIVE_GET_CHESTS", "/me",
                    "CHESTS_TOKEN", "a-live-token"));
            assertThat(upstream.received().get(0).header("Authorization")).contains("Bearer a-live-token");
        }
        assertThat(lines)
                .containsExactly(
                        "live core/connectors/mail-box: skipped, BRACKETWIRE_LIVE_GET_MAIL_BOX is not set",
                        "live core/connectors: 1 of 1");
    }

    @Test
    void connectors_refusedOrWithoutTheirToken_failTheCheck() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/api/me").answers(Answer.of(403));
            String file = settings(upstream).toString();
            assertThatThrownBy(() -> connectors(Map.of(
                            "BRACKETWIRE_LIVE_SETTINGS", file,
                            "BRACKETWIRE_LIVE_GET_CHESTS", "/me",
                            "CHESTS_TOKEN", "a-live-token")))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("success, not 403");
            assertThatThrownBy(() ->
                            connectors(Map.of("BRACKETWIRE_LIVE_SETTINGS", file, "BRACKETWIRE_LIVE_GET_CHESTS", "/me")))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("CHESTS_TOKEN");
        }
        assertThat(lines)
                .filteredOn(line -> line.startsWith("live core/connectors: "))
                .containsExactly("live core/connectors: 0 of 1", "live core/connectors: 0 of 1");
    }

    @Test
    void connectors_withoutAnyPath_areSkipped() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            String file = settings(upstream).toString();
            assertThatThrownBy(
                            () -> connectors(Map.of("BRACKETWIRE_LIVE_SETTINGS", file, "CHESTS_TOKEN", "a-live-token")))
                    .isInstanceOf(TestAbortedException.class);
            assertThat(upstream.received()).isEmpty();
        }
        assertThat(lines).endsWith("live core/connectors: skipped, there was nothing to ask");
    }

    private Path settings(FakeUpstream upstream) throws Exception {
        return Files.writeString(folder.resolve("live.json"), """
                {"connectors": {
                  "chests": {"base": "%1$s/api", "auth": {"bearer": "${CHESTS_TOKEN}"}},
                  "mail-box": {"base": "%1$s"}}}
                """.formatted(
                        upstream.uri().toString().replaceAll("/$", "")));
    }
}
