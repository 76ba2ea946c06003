// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.Upstream;
import dev.bracketwire.operator.Usage.Entry;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 21);

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-21T10:00:00Z"));

    @Test
    void attempts_areCountedByWeightAndCacheHitsAreNot() {
        Usage usage = Usage.builder().budget("drive", 100).clock(clock).build();
        try (FakeUpstream upstream = FakeUpstream.start();
                Connector drive = Connector.create(ConnectorConfig.builder("drive", upstream.uri())
                        .listener(usage)
                        .upstream(Upstream.unknown().unit("quota units"))
                        .cache(CachePolicy.of(Duration.ofMinutes(1)))
                        .build())) {
            upstream.on("GET", "/files/{id}").answers(Answer.of(503), Answer.json("{}"));
            for (int i = 0; i < 3; i++) {
                drive.call(Request.get("/files/{id}", 7).weight(5), Void.class).get();
            }
        }
        assertThat(usage.entries()).containsExactly(new Entry(DAY, "drive", "GET /files/{id}", "quota units", 10, 2));
        assertThat(usage.today("drive")).isEqualTo(10);
        assertThat(usage.budget("drive")).hasValue(100);
        assertThat(usage.left("drive")).hasValue(90);
        assertThat(usage.left("riot")).isEmpty();
        assertThat(usage.budget("riot")).isEmpty();
        usage.close();
    }

    @Test
    void days_beginWhereTheUpstreamsDo() {
        Usage usage = Usage.builder()
                .zone(ZoneId.of("America/Los_Angeles"))
                .clock(clock)
                .build();
        used(usage, "/a", 1);
        clock.advance(Duration.ofHours(21));
        used(usage, "/a", 2);
        clock.advance(Duration.ofHours(1));
        used(usage, "/a", 4);
        assertThat(usage.units("drive", DAY)).isEqualTo(3);
        assertThat(usage.units("drive", DAY.plusDays(1))).isEqualTo(4);
    }

    @Test
    void oldDays_areForgotten() {
        Usage usage = Usage.builder().days(2).clock(clock).build();
        for (int day = 0; day < 5; day++) {
            used(usage, "/a", 1);
            clock.advance(Duration.ofDays(1));
        }
        assertThat(usage.entries()).extracting(Entry::day).containsExactly(DAY.plusDays(3), DAY.plusDays(4));
    }

    @Test
    void manyTemplates_areCountedTogether() {
        Usage usage = Usage.create();
        IntStream.range(0, 1_500).forEach(i -> used(usage, "/players/" + i, 1));
        assertThat(usage.entries()).hasSizeLessThanOrEqualTo(1_001);
        assertThat(usage.entries())
                .filteredOn(entry -> entry.operation().equals("other operations"))
                .extracting(Entry::units)
                .containsExactly(500L);
    }

    @Test
    void file_isWrittenInTimeAndTakenUp(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("usage.json");
        Usage first = Usage.builder().keptIn(file).clock(clock).build();
        used(first, "/a b", 3);
        clock.advance(Duration.ofSeconds(5));
        assertThat(Files.readString(file)).contains("\"units\":3");
        used(first, "/a b", 1);
        first.close();

        Usage second = Usage.builder().keptIn(file).clock(clock).build();
        used(second, "/a b", 1);
        assertThat(second.entries()).containsExactly(new Entry(DAY, "drive", "GET /a b", "requests", 5, 3));
        second.close();
    }

    @Test
    void file_unreadable_isKeptAside(@TempDir Path folder) throws IOException {
        for (String content : new String[] {"{", "{\"version\":9}", "{\"version\":1,\"rows\":[{\"day\":\"x\"}]}"}) {
            Path file = Files.writeString(folder.resolve("usage.json"), content);
            Usage usage = Usage.builder().keptIn(file).clock(clock).build();
            used(usage, "/a", 1);
            usage.close();
            assertThat(usage.today("drive")).isEqualTo(1);
            assertThat(folder.resolve("usage.json.unreadable")).hasContent(content);
            assertThat(Files.readString(file)).contains("\"units\":1");
        }
    }

    @Test
    void file_cannotBeWritten_goesOnCounting(@TempDir Path folder) {
        Usage usage = Usage.builder()
                .keptIn(folder.resolve("none/usage.json"))
                .clock(clock)
                .build();
        used(usage, "/a", 1);
        clock.advance(Duration.ofSeconds(5));
        usage.close();
        assertThat(usage.today("drive")).isEqualTo(1);
    }

    @Test
    void options_outOfRange_areRefused() {
        assertThatThrownBy(() -> Usage.builder().budget("drive", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Usage.builder().days(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void used(Usage usage, String template, int weight) {
        usage.attempted(new CallListener.Attempt(
                new CallListener.Operation("drive", "GET", "drive.example.org", template, weight),
                1,
                200,
                null,
                Duration.ZERO,
                Duration.ZERO,
                true,
                false));
    }
}
