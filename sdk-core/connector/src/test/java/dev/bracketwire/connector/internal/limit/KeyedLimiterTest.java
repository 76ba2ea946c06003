// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.connector.limit.Limiter.Permit;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class KeyedLimiterTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofHours(1);

    private final ManualClock time = ManualClock.create();
    private final Limiter.Clock clock = new TestClock(time);

    private CompletableFuture<Permit> ask(Limiter limiter, String principal, Request request) {
        return limiter.acquire(new Limiter.Ask("sheets", principal, "api.test", request, LONG, clock));
    }

    private static Request read() {
        return Request.get("/values");
    }

    /** The shape of Google Sheets: so many reads a minute of the project, fewer of each of its users, writes apart. */
    private static Limiter sheets() {
        return Limiter.builder()
                .limit(Limit.of(3, MINUTE), ask -> ask.request().method())
                .limit(Limit.of(2, MINUTE), ask -> ask.request().method() + " of " + ask.principal())
                .build();
    }

    @Test
    void acquire_budgetsOfProjectAndUser_holdTogether() {
        Limiter sheets = sheets();
        assertThat(ask(sheets, "ann", read())).isDone();
        assertThat(ask(sheets, "ann", read())).isDone();
        CompletableFuture<Permit> tooManyOfAnn = ask(sheets, "ann", read());
        assertThat(tooManyOfAnn).isNotDone();
        assertThat(ask(sheets, "ben", read())).isDone();
        CompletableFuture<Permit> tooManyOfAll = ask(sheets, "ben", read());
        assertThat(tooManyOfAll).isNotDone();
        assertThat(ask(sheets, "ben", Request.put("/values"))).isDone();
        time.advance(MINUTE);
        assertThat(tooManyOfAnn).isDone();
        assertThat(tooManyOfAll).isDone();
    }

    @Test
    void acquire_routeWithoutAKey_doesNotCount() {
        Limiter limiter = Limiter.builder()
                .limit(Limit.of(1, MINUTE), ask -> ask.request().path().startsWith("/interactions") ? null : "global")
                .build();
        assertThat(ask(limiter, "bot", read())).isDone();
        assertThat(ask(limiter, "bot", read())).isNotDone();
        assertThat(ask(limiter, "bot", Request.post("/interactions/1"))).isDone();
    }

    @Test
    void refused_sharedWindow_isNamedByItsKey() {
        Limiter sheets = sheets();
        for (String user : List.of("ann", "ben", "cat")) {
            ask(sheets, user, read());
        }
        Permit refused = sheets.acquire(
                        new Limiter.Ask("sheets", "dan", "api.test", read(), Duration.ofSeconds(1), clock))
                .join();
        assertThat(refused).isEqualTo(new Limiter.Refused(MINUTE, "3 in PT1M of GET"));
        assertThat(sheets.state()).contains(new Limiter.State("3 in PT1M of GET", 0, MINUTE));
    }

    @Test
    void unused_sharedWindow_servesWhoWaitsWithAnotherBudget() {
        Limiter sheets = sheets();
        Permit ann = ask(sheets, "ann", read()).join();
        ask(sheets, "ben", read());
        ask(sheets, "cat", read());
        CompletableFuture<Permit> dan = ask(sheets, "dan", read());
        assertThat(dan).isNotDone();
        ann.unused();
        assertThat(dan).isDone();
    }

    @Test
    void answered_pause_holdsBackEveryBudgetOfThePrincipal() {
        Limiter sheets = sheets();
        ask(sheets, "ann", read()).join().answered(Reply.of(429, Headers.of("Retry-After", "90")));
        CompletableFuture<Permit> write = ask(sheets, "ann", Request.put("/values"));
        assertThat(write).isNotDone();
        assertThat(ask(sheets, "ben", read())).isDone();
        assertThat(sheets.state()).contains(new Limiter.State("pause of api.test", 0, Duration.ofSeconds(90)));
        time.advance(Duration.ofSeconds(90));
        assertThat(write).isDone();
    }

    @Test
    void acquire_inTheBackground_waitsForForegroundCalls() {
        for (Limiter limiter : List.of(
                Limiter.of(Limit.of(1, MINUTE)),
                Limiter.builder().limit(Limit.of(1, MINUTE)).build())) {
            ask(limiter, "ann", read());
            List<String> order = new ArrayList<>();
            ask(limiter, "ann", read().background()).thenRun(() -> order.add("background 1"));
            CompletableFuture<Permit> left = ask(limiter, "ann", read().background());
            ask(limiter, "ann", read()).thenRun(() -> order.add("urgent 1"));
            ask(limiter, "ann", read().background()).thenRun(() -> order.add("background 2"));
            ask(limiter, "ann", read()).thenRun(() -> order.add("urgent 2"));
            left.cancel(false);
            time.advance(MINUTE.multipliedBy(4));
            assertThat(order).containsExactly("urgent 1", "urgent 2", "background 1", "background 2");
        }
    }

    @Test
    void acquire_manyKeys_forgetsThoseThatRanFullAndNoOther() {
        Limiter limiter = Limiter.builder()
                .limit(Limit.of(100_000, LONG), ask -> "all")
                .limit(Limit.of(1, MINUTE), ask -> ask.request().path())
                .build();
        assertThat(ask(limiter, "bot", Request.get("/held"))).isDone();
        CompletableFuture<Permit> waiting = ask(limiter, "bot", Request.get("/held"));
        for (int i = 0; i < 5_000; i++) {
            time.advance(Duration.ofMillis(11));
            assertThat(ask(limiter, "bot", Request.get("/channels/{id}", i))).isDone();
        }
        assertThat(ask(limiter, "bot", Request.get("/channels/{id}", 4_999))).isNotDone();
        assertThat(waiting).isNotDone();
        time.advance(MINUTE);
        assertThat(waiting).isDone();
        for (int i = 0; i < 5_000; i++) {
            time.advance(MINUTE);
            assertThat(ask(limiter, "bot", Request.get("/others/{id}", i))).isDone();
        }
        assertThat(limiter.state().size()).isLessThan(2_100);
    }
}
