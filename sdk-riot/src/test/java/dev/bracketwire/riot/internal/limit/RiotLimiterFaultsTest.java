// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import static dev.bracketwire.riot.internal.limit.Rig.limited;
import static dev.bracketwire.riot.internal.limit.Rig.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.connector.limit.Limiter.Permit;
import dev.bracketwire.connector.limit.Limiter.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that are missing, clocks that jump, and many at once. */
class RiotLimiterFaultsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "3:10|-|-|-|2",
                "-|-|3:10|-|2",
                "3:10,5:20|1:10|-|-|2",
                "3:10|3:10|-|-|0",
                "3:10|9:10|-|-|0",
                "-|3:10|100:1|-|99",
                "3:10|1:20|-|-|2",
                "-|-|-|-|200"
            })
    void headers_inPart_areTakenForWhatTheySay(
            @Nullable String app,
            @Nullable String appCount,
            @Nullable String method,
            @Nullable String methodCount,
            int left) {
        Rig rig = new Rig();
        rig.permit()
                .answered(reply(
                        200,
                        "x-app-rate-limit",
                        app == null ? "" : app,
                        "X-App-Rate-Limit-Count",
                        appCount == null ? "" : appCount,
                        "X-METHOD-RATE-LIMIT",
                        method == null ? "" : method,
                        "x-method-rate-limit-count",
                        methodCount == null ? "" : methodCount));
        assertThat(Stream.generate(rig::ask).limit(200).filter(CompletableFuture::isDone))
                .hasSize(left);
    }

    @Test
    void wallClock_thatJumps_changesNothing() {
        Rig rig = Rig.knowing("2:10", "100:1");
        rig.permit().answered(limited("2:10", "100:1"));
        rig.pass("PT1S");
        for (int hours : List.of(-1, 1, 24)) {
            Limiter.Clock jumped = new Limiter.Clock() {
                @Override
                public long nanos() {
                    return rig.nanos();
                }

                @Override
                public Instant now() {
                    return rig.now().plus(Duration.ofHours(hours));
                }

                @Override
                public CompletableFuture<@Nullable Void> after(Duration delay) {
                    return rig.after(delay);
                }
            };
            CompletableFuture<Permit> asked = rig.limiter.acquire(new Limiter.Ask(
                    "riot-europe", "key", "localhost", Request.get("/a"), Duration.ofSeconds(1), jumped));
            assertThat(asked.join()).isInstanceOf(Limiter.Refused.class);
        }
        rig.pass("PT9.1S");
        assertThat(rig.ask()).isDone();
    }

    @Test
    void resume_afterSleep_grantsOneWindowOfPermits() {
        Rig rig = Rig.knowing("3:10", "100:1");
        List<CompletableFuture<Permit>> waiting =
                Stream.generate(rig::ask).limit(20).toList();
        assertThat(waiting.stream().filter(CompletableFuture::isDone)).hasSize(2);
        waiting.stream()
                .filter(CompletableFuture::isDone)
                .forEach(permit -> permit.join().answered(limited("3:10", "100:1")));
        rig.pass("PT10M");
        assertThat(waiting.stream().filter(CompletableFuture::isDone)).hasSize(5);
        assertThat(rig.limiter.state())
                .filteredOn(state -> state.scope().startsWith("3 in"))
                .extracting(State::left)
                .containsExactly(0L);
    }

    @Test
    void unknownRoute_askedBy64Threads_sendsOneProbe() throws InterruptedException, ExecutionException {
        Rig rig = new Rig();
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Future<CompletableFuture<Permit>>> asked =
                    threads.invokeAll(Stream.generate(() -> (Callable<CompletableFuture<Permit>>) rig::ask)
                            .limit(64)
                            .toList());
            int given = 0;
            for (Future<CompletableFuture<Permit>> each : asked) {
                given += each.get().isDone() ? 1 : 0;
            }
            assertThat(given).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }
}
