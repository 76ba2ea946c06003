// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.connector.limit.Limiter.Permit;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ShapesTest {
    private static final String MATCH = "/lol/match/v5/matches/{id}";

    private final ManualClock time = ManualClock.create();
    private final Limiter.Clock clock = new TestClock(time);
    private final ShapeUpstreams upstreams = new ShapeUpstreams();

    private CompletableFuture<Permit> ask(Limiter limiter, String host, Request request) {
        return limiter.acquire(new Limiter.Ask("test", "key", host, request, Duration.ofHours(1), clock));
    }

    private void riot(Limiter limiter, String host, Request request) {
        ask(limiter, host, request).join().answered(upstreams.riot(host, request, time.getAsLong()));
    }

    private static Request match(int number) {
        return Request.get(MATCH, number);
    }

    @Test
    void riot_limitsUnknown_oneProbeWhileOthersWait() {
        Limiter riot = Shapes.riot();
        Permit probe = ask(riot, "euw1", match(1)).join();
        List<CompletableFuture<Permit>> waiting = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            waiting.add(ask(riot, "euw1", match(i)));
        }
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        assertThat(ask(riot, "kr", match(1))).isDone();
        probe.answered(upstreams.riot("euw1", match(1), time.getAsLong()));
        assertThat(waiting.stream().filter(CompletableFuture::isDone)).hasSize(19);
        time.advance(Duration.ofSeconds(1));
        assertThat(waiting).allMatch(CompletableFuture::isDone);
    }

    @Test
    void riot_probeLost_nextOneProbes() {
        Limiter riot = Shapes.riot();
        Permit probe = ask(riot, "euw1", match(1)).join();
        CompletableFuture<Permit> second = ask(riot, "euw1", match(2));
        CompletableFuture<Permit> third = ask(riot, "euw1", match(3));
        probe.lost();
        assertThat(second).isDone();
        assertThat(third).isNotDone();
        second.join().answered(Reply.of(503, Headers.none()));
        assertThat(third).isDone();
        third.join().unused();
        assertThat(ask(riot, "euw1", match(4))).isDone();
    }

    @Test
    void riot_anotherProcessUsesTheKey_isSeenInTheCounts() {
        Limiter riot = Shapes.riot();
        for (int i = 0; i < 15; i++) {
            upstreams.riot("euw1", match(i), time.getAsLong());
        }
        riot(riot, "euw1", match(99));
        for (int i = 0; i < 4; i++) {
            riot(riot, "euw1", match(i));
        }
        assertThat(ask(riot, "euw1", match(5))).isNotDone();
        assertThat(upstreams.refused()).isEmpty();
    }

    @Test
    void riot_methodBudgetSpent_otherMethodsGoOn() {
        Limiter riot = Shapes.riot();
        for (int second = 0; second < 2; second++) {
            for (int i = 0; i < 15; i++) {
                riot(riot, "euw1", match(i));
            }
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(ask(riot, "euw1", match(31))).isNotDone();
        assertThat(ask(riot, "euw1", Request.get("/lol/status/v4/platform-data")))
                .isDone();
    }

    @Test
    void riot_429OfService_pausesThatMethodAlone() {
        Limiter riot = Shapes.riot();
        riot(riot, "euw1", match(1));
        Request status = Request.get("/lol/status/v4/platform-data");
        riot(riot, "euw1", status);
        Headers service = Headers.of("X-Rate-Limit-Type", "service", "Retry-After", "7");
        ask(riot, "euw1", match(2)).join().answered(Reply.of(429, service));
        CompletableFuture<Permit> paused = ask(riot, "euw1", match(3));
        assertThat(paused).isNotDone();
        assertThat(ask(riot, "euw1", status)).isDone();
        time.advance(Duration.ofSeconds(7));
        assertThat(paused).isDone();
    }

    @Test
    void riot_429OfTheApplication_pausesTheHost() {
        Limiter riot = Shapes.riot();
        riot(riot, "euw1", match(1));
        Headers application = Headers.of("X-Rate-Limit-Type", "application", "Retry-After", "7");
        ask(riot, "euw1", match(2)).join().answered(Reply.of(429, application));
        assertThat(ask(riot, "euw1", Request.get("/other"))).isNotDone();
        assertThat(ask(riot, "kr", match(2))).isDone();
    }

    @Test
    void riot_backgroundAndForeground_foregroundIsFirst() {
        Limiter riot = Shapes.riot();
        for (int i = 0; i < 20; i++) {
            riot(riot, "euw1", match(i));
        }
        CompletableFuture<Permit> background = ask(riot, "euw1", match(21).background());
        List<CompletableFuture<Permit>> urgent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            urgent.add(ask(riot, "euw1", match(i)));
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(urgent).allMatch(CompletableFuture::isDone);
        assertThat(background).isNotDone();
    }

    @Test
    void discord_routesOfOneBucket_shareItOnceTheReplyNamedIt() {
        Limiter discord = Shapes.discord();
        Request post = Request.post("/channels/{id}/messages", 1);
        Request get = Request.get("/channels/{id}/messages", 1);
        ask(discord, "discord", post).join().answered(upstreams.discord("messages", "1", time.getAsLong()));
        ask(discord, "discord", get).join().answered(upstreams.discord("messages", "1", time.getAsLong()));
        for (int i = 0; i < 3; i++) {
            assertThat(ask(discord, "discord", i == 1 ? get : post)).isDone();
        }
        CompletableFuture<Permit> sixth = ask(discord, "discord", get);
        assertThat(sixth).isNotDone();
        assertThat(ask(discord, "discord", Request.post("/channels/{id}/messages", 2)))
                .isDone();
        time.advance(Duration.ofMillis(2_100));
        assertThat(sixth).isDone();
    }

    @Test
    void discord_global429_pausesAllButInteractions() {
        Limiter discord = Shapes.discord();
        Headers global = Headers.of("X-RateLimit-Scope", "global", "Retry-After", "3");
        ask(discord, "discord", Request.get("/gateway/bot")).join().answered(Reply.of(429, global));
        CompletableFuture<Permit> other = ask(discord, "discord", Request.get("/users/@me"));
        assertThat(other).isNotDone();
        assertThat(ask(discord, "discord", Request.post("/interactions/{id}/callback", 1)))
                .isDone();
        time.advance(Duration.ofSeconds(3));
        assertThat(other).isDone();
    }

    @Test
    void discord_firstReplyCameLateInTheWindow_nextWindowIsMeasuredFirst() {
        Limiter discord = Shapes.discord();
        Request post = Request.post("/channels/{id}/messages", 1);
        upstreams.discord("messages", "1", time.getAsLong());
        upstreams.discord("messages", "1", time.getAsLong());
        time.advance(Duration.ofMillis(1_800));
        ask(discord, "discord", post).join().answered(upstreams.discord("messages", "1", time.getAsLong()));
        time.advance(Duration.ofMillis(300));
        Permit first = ask(discord, "discord", post).join();
        CompletableFuture<Permit> second = ask(discord, "discord", post);
        assertThat(second).isNotDone();
        first.answered(upstreams.discord("messages", "1", time.getAsLong()));
        assertThat(second).isDone();
        for (int i = 0; i < 3; i++) {
            assertThat(ask(discord, "discord", post)).isDone();
        }
        assertThat(ask(discord, "discord", post)).isNotDone();
    }

    @Test
    void sheets_weightedRequests_countInBothBudgets() {
        Limiter sheets = Shapes.sheets();
        assertThat(ask(sheets, "sheets", Request.get("/values").weight(60))).isDone();
        assertThat(ask(sheets, "sheets", Request.post("/values:batchGetByDataFilter")))
                .isNotDone();
        assertThat(ask(sheets, "sheets", Request.put("/values"))).isDone();
        assertThat(sheets.state())
                .extracting(Limiter.State::scope, Limiter.State::left)
                .contains(tuple("300 in PT1M of reads", 240L), tuple("60 in PT1M of reads of key", 0L));
    }

    @Test
    void learned_functionThrows_permitIsReturnedAndNothingLearned() {
        Limiter limiter = Limiter.builder()
                .learned(ask -> "all", (ask, reply) -> {
                    throw new IllegalStateException("a fault of the teacher");
                })
                .build();
        ask(limiter, "host", match(1)).join().answered(Reply.of(200, Headers.none()));
        assertThat(ask(limiter, "host", match(2))).isDone();
    }

    @Test
    void learned_unexplained429_pausesTheHost() {
        Limiter riot = Shapes.riot();
        riot(riot, "euw1", match(1));
        Headers unknown = Headers.of("X-Rate-Limit-Type", "of a new kind", "Retry-After", "4");
        ask(riot, "euw1", match(2)).join().answered(Reply.of(429, unknown));
        assertThat(ask(riot, "euw1", Request.get("/other"))).isNotDone();
        assertThat(riot.state()).contains(new Limiter.State("pause of euw1", 0, Duration.ofSeconds(4)));
    }
}
