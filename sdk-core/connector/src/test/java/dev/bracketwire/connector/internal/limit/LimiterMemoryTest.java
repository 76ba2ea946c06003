// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.connector.limit.Limiter.Permit;
import dev.bracketwire.testkit.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimiterMemoryTest {
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    private final ManualClock time = ManualClock.create();
    private final Limiter.Clock clock = new TestClock(time);

    @TempDir
    Path folder;

    private CompletableFuture<Permit> ask(Limiter limiter) {
        return limiter.acquire(
                new Limiter.Ask("test", "ann b", "api.test", Request.get("/x"), Duration.ofHours(1), clock));
    }

    private static List<Limiter> each(Limit limit) {
        return List.of(Limiter.of(limit), Limiter.builder().limit(limit).build());
    }

    @Test
    void restore_inTheNextProcess_continuesTheWindow() {
        for (Limit limit : List.of(Limit.of(3, TWO_MINUTES), Limit.bucket(3, TWO_MINUTES))) {
            List<Limiter> before = each(limit);
            List<Limiter> after = each(limit);
            for (int i = 0; i < before.size(); i++) {
                ask(before.get(i));
                ask(before.get(i));
                time.advance(Duration.ofSeconds(10));
                ask(before.get(i));
                String saved = before.get(i).save();
                time.advance(Duration.ofSeconds(5));
                Limiter next = after.get(i);
                next.restore(saved);
                assertThat(next.save()).isEqualTo(saved);
                CompletableFuture<Permit> fourth = ask(next);
                assertThat(fourth).isNotDone();
                time.advance(TWO_MINUTES);
                assertThat(fourth).isDone();
            }
        }
    }

    @Test
    void restore_longAfter_startsEmpty() {
        for (Limit limit : List.of(Limit.of(1, TWO_MINUTES), Limit.bucket(1, TWO_MINUTES))) {
            List<Limiter> before = each(limit);
            List<Limiter> after = each(limit);
            for (int i = 0; i < before.size(); i++) {
                ask(before.get(i));
                after.get(i).restore(before.get(i).save());
                time.advance(TWO_MINUTES.plusMillis(2));
                assertThat(ask(after.get(i))).isDone();
            }
        }
    }

    @Test
    void restore_pause_isKept() {
        List<Limiter> before = each(Limit.of(10, TWO_MINUTES));
        List<Limiter> after = each(Limit.of(10, TWO_MINUTES));
        for (int i = 0; i < before.size(); i++) {
            ask(before.get(i)).join().answered(Reply.of(429, Headers.of("Retry-After", "600")));
            after.get(i).restore(before.get(i).save());
            CompletableFuture<Permit> next = ask(after.get(i));
            time.advance(Duration.ofSeconds(599));
            assertThat(next).isNotDone();
            time.advance(Duration.ofSeconds(2));
            assertThat(next).isDone();
        }
    }

    @Test
    void restore_learnedLimits_needNoProbe() {
        Limiter before = Shapes.riot();
        ShapeUpstreams upstream = new ShapeUpstreams();
        for (int i = 0; i < 18; i++) {
            ask(before).join().answered(upstream.riot("api.test", Request.get("/x"), time.getAsLong()));
        }
        Limiter after = Shapes.riot();
        after.restore(before.save());
        assertThat(ask(after)).isDone();
        assertThat(ask(after)).isDone();
        assertThat(ask(after)).isNotDone();

        Limiter discord = Shapes.discord();
        ask(discord).join().answered(upstream.discord("messages", "", time.getAsLong()));
        Limiter next = Shapes.discord();
        next.restore(discord.save());
        for (int i = 0; i < 4; i++) {
            assertThat(ask(next)).isDone();
        }
        assertThat(ask(next)).isNotDone();
    }

    @Test
    void restore_inUseAlready_doesNotForgetWhatWasTakenSince() {
        Limiter before = Limiter.builder().limit(Limit.of(3, TWO_MINUTES)).build();
        ask(before);
        Limiter after = Limiter.builder().limit(Limit.of(1, TWO_MINUTES)).build();
        ask(after);
        after.restore(before.save());
        assertThat(ask(after)).isNotDone();
    }

    @Test
    void restore_clockSetBack_countsNoTimeAsPassed() {
        Limiter before = Limiter.of(Limit.of(1, TWO_MINUTES));
        time.advance(Duration.ofDays(1));
        ask(before);
        String saved = before.save();
        Limiter.Clock early = new TestClock(ManualClock.create());
        Limiter after = Limiter.of(Limit.of(1, TWO_MINUTES));
        after.restore(saved);
        assertThat(after.acquire(
                        new Limiter.Ask("test", "ann b", "api.test", Request.get("/x"), Duration.ofHours(1), early)))
                .isNotDone();
    }

    @Test
    void restore_somethingElse_isRefusedInWords() {
        for (Limiter limiter : each(Limit.of(1, TWO_MINUTES))) {
            assertThatThrownBy(() -> limiter.restore("{\"version\":2}"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("version 2");
            assertThatThrownBy(() -> limiter.restore("[1]")).hasMessageContaining("cannot be restored");
            assertThatThrownBy(() -> limiter.restore("{\"version\":1,\"at\":\"noon\"}"))
                    .hasMessageContaining("cannot be restored");
        }
    }

    @Test
    void keptIn_nextProcess_readsTheStateWithoutAnExplicitSave() throws IOException {
        Path file = folder.resolve("limits.json");
        ask(kept(file));
        time.advance(Duration.ofSeconds(1));
        assertThat(ask(kept(file))).isNotDone();
        time.advance(TWO_MINUTES);
        assertThat(ask(kept(file))).isDone();
        assertThat(folder.toFile().list()).containsExactly("limits.json");
    }

    @Test
    void keptIn_connectorClosed_isWrittenAtOnce() {
        Path file = folder.resolve("limits.json");
        Limiter limiter = kept(file);
        try (Connector connector = Connector.create(ConnectorConfig.builder("test", URI.create("http://localhost:9"))
                .limiter(limiter)
                .build())) {
            ask(limiter);
            assertThat(file).doesNotExist();
            assertThat(connector.config().limiter()).isSameAs(limiter);
        }
        assertThat(file).exists();
        assertThat(ask(kept(file))).isNotDone();
    }

    @Test
    void keptIn_damagedOrUnwritableFile_limitsAllTheSame() throws IOException {
        Path file = folder.resolve("limits.json");
        Files.writeString(file, "{\"version\":1,");
        Limiter limiter = kept(file);
        assertThat(ask(limiter)).isDone();
        assertThat(ask(limiter)).isNotDone();
        Limiter nowhere = kept(folder.resolve("missing").resolve("limits.json"));
        assertThat(ask(nowhere)).isDone();
        nowhere.ended(clock);
        assertThat(nowhere.state()).hasSize(1);
        assertThat(ask(nowhere)).isNotDone();
    }

    @Test
    void keptIn_limiterOfAnyKind_isRestored() {
        Path file = folder.resolve("limits.json");
        ask(own(file));
        time.advance(Duration.ofSeconds(1));
        assertThat(ask(own(file))).isNotDone();
    }

    private static Limiter own(Path file) {
        Limiter own = Limiter.builder().limit(Limit.of(1, TWO_MINUTES)).build();
        return own.keptIn(file);
    }

    private static Limiter kept(Path file) {
        return Limiter.builder().limit(Limit.of(1, TWO_MINUTES)).keptIn(file).build();
    }
}
