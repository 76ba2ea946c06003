// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.DeadlineException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.Secret;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.Api.Player;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CacheTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualClock clock = ManualClock.create();

    private Api cached(UnaryOperator<CachePolicy> policy) {
        return Api.create(
                config -> config.clock(clock).retry(RetryPolicy.never()).cache(policy.apply(CachePolicy.of(MINUTE))));
    }

    private static int ask(Api api) {
        return api.connector.get("/x", Player.class).get().id();
    }

    private static Answer player(int id) {
        return Answer.json("{\"id\":" + id + ",\"name\":\"Ann\"}");
    }

    @Test
    void get_withinItsTime_isAHitAndTellsItsAge() {
        try (Api api = cached(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(player(1), player(2));
            assertThat(ask(api)).isEqualTo(1);
            clock.advance(Duration.ofSeconds(40));
            Reply hit = api.connector.send(Request.get("/x")).get();
            assertThat(hit.age()).isEqualTo(Duration.ofSeconds(40));
            assertThat(hit.attempts()).isZero();
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void get_missingThatARuleTakesForSuccess_isSoFromTheCacheToo() {
        try (Api api = Api.create(config -> config.cache(CachePolicy.of(MINUTE).negative(MINUTE))
                .rule((request, reply) -> reply.status() == 404 ? ReplyRule.Verdict.success() : null))) {
            api.upstream.on("GET", "/x").answers(player(1).status(404));
            assertThat(ask(api)).isEqualTo(1);
            assertThat(ask(api)).isEqualTo(1);
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void get_afterItsTime_isFetchedAgain() {
        try (Api api = cached(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(player(1), player(2));
            assertThat(ask(api)).isEqualTo(1);
            clock.advance(MINUTE.plusSeconds(1));
            assertThat(ask(api)).isEqualTo(2);
        }
    }

    @Test
    void get_routeWithItsOwnTime_keepsToIt() {
        try (Api api = cached(policy -> policy.route("/x", Duration.ZERO).route("/y", Duration.ofHours(1)))) {
            api.upstream.on("GET", "/x").answers(player(1), player(2));
            api.upstream.on("GET", "/y").answers(player(3), player(4));
            assertThat(ask(api)).isEqualTo(1);
            assertThat(ask(api)).isEqualTo(2);
            api.connector.get("/y", Player.class).get();
            clock.advance(Duration.ofMinutes(30));
            assertThat(api.connector.get("/y", Player.class).get().id()).isEqualTo(3);
        }
    }

    @Test
    void get_expiredWithETag_isRevalidated() {
        try (Api api = cached(policy -> policy)) {
            api.upstream
                    .on("GET", "/x")
                    .answers(request -> request.header("If-None-Match").isPresent()
                            ? Answer.of(304)
                            : player(1).header("ETag", "\"v1\""));
            ask(api);
            clock.advance(MINUTE.multipliedBy(2));
            assertThat(ask(api)).isEqualTo(1);
            assertThat(api.upstream.received().get(1).header("If-None-Match")).contains("\"v1\"");
            clock.advance(Duration.ofSeconds(30));
            assertThat(ask(api)).isEqualTo(1);
            assertThat(api.upstream.received()).hasSize(2);
        }
    }

    @Test
    void get_expiredWithLastModified_isRevalidated() {
        String date = "Sat, 21 Nov 2026 00:00:00 GMT";
        try (Api api = cached(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(player(1).header("Last-Modified", date), Answer.of(304));
            ask(api);
            clock.advance(MINUTE.multipliedBy(2));
            assertThat(ask(api)).isEqualTo(1);
            assertThat(api.upstream.received().get(1).header("If-Modified-Since"))
                    .contains(date);
        }
    }

    @Test
    void get_noStoreOrCookieOrVaryStar_isNotKept() {
        for (Answer answer : List.of(
                player(1).header("Cache-Control", "private, no-store"),
                player(1).header("Set-Cookie", "a=b"),
                player(1).header("Vary", "*"))) {
            try (Api api = cached(policy -> policy)) {
                api.upstream.on("GET", "/x").answers(answer);
                ask(api);
                ask(api);
                assertThat(api.upstream.received()).hasSize(2);
            }
        }
    }

    @Test
    void get_varyingHeader_isKeptApart() {
        try (Api api = cached(policy -> policy)) {
            api.upstream
                    .on("GET", "/x")
                    .answers(request -> player(
                                    request.header("X-Lang").orElseThrow().length())
                            .header("Vary", "X-Lang, Accept-Encoding"));
            Request english = Request.get("/x").header("X-Lang", "en");
            Request german = Request.get("/x").header("X-Lang", "deu");
            for (int i = 0; i < 2; i++) {
                assertThat(api.connector.call(english, Player.class).get().id()).isEqualTo(2);
                assertThat(api.connector.call(german, Player.class).get().id()).isEqualTo(3);
            }
            assertThat(api.upstream.received()).hasSize(2);
        }
    }

    @Test
    void get_otherPrincipal_neverSeesTheFirstOnesReply() {
        AtomicReference<String> who = new AtomicReference<>("ann");
        try (Api api = Api.create(
                config -> config.auth(Auth.bearer(Secret.from(who::get))).cache(CachePolicy.of(MINUTE)))) {
            api.upstream.on("GET", "/x").answers(player(1), player(2));
            assertThat(ask(api)).isEqualTo(1);
            who.set("bob");
            assertThat(ask(api)).isEqualTo(2);
            who.set("ann");
            assertThat(ask(api)).isEqualTo(1);
        }
    }

    @Test
    void get_notFound_isRememberedAsLongAsThePolicySays() {
        try (Api api = cached(policy -> policy.negative(Duration.ofSeconds(10)))) {
            api.upstream.on("GET", "/x").answers(Answer.of(404), player(1));
            assertThatThrownBy(() -> ask(api)).isInstanceOf(NotFoundException.class);
            assertThatThrownBy(() -> ask(api)).isInstanceOf(NotFoundException.class);
            assertThat(api.upstream.received()).hasSize(1);
            clock.advance(Duration.ofSeconds(11));
            assertThat(ask(api)).isEqualTo(1);
        }
    }

    @Test
    void get_upstreamFailsWithinStaleIfError_servesTheOldReply() {
        try (Api api = cached(policy -> policy.staleIfError(MINUTE))) {
            api.upstream.on("GET", "/x").answers(player(1), Answer.of(500));
            ask(api);
            clock.advance(Duration.ofSeconds(90));
            Reply stale = api.connector.send(Request.get("/x")).get();
            assertThat(stale.status()).isEqualTo(200);
            assertThat(stale.age()).isEqualTo(Duration.ofSeconds(90));
            clock.advance(MINUTE);
            assertThatThrownBy(() -> ask(api)).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void get_connectionBreaksWithinStaleIfError_servesTheOldReply() {
        try (Api api = cached(policy -> policy.staleIfError(MINUTE))) {
            api.upstream.on("GET", "/x").answers(player(1), Answer.dropBeforeHead());
            ask(api);
            clock.advance(Duration.ofSeconds(90));
            assertThat(ask(api)).isEqualTo(1);
        }
    }

    @Test
    void get_staleWhileRevalidate_isServedAtOnceAndRenewed() {
        try (Api api = cached(policy -> policy.staleWhileRevalidate(MINUTE))) {
            api.upstream.on("GET", "/x").answers(player(1), player(2));
            ask(api);
            clock.advance(Duration.ofSeconds(90));
            assertThat(ask(api)).isEqualTo(1);
            api.upstream.await(2, Duration.ofMinutes(1));
            int seen = ask(api);
            while (seen != 2) {
                Thread.onSpinWait();
                seen = ask(api);
            }
            assertThat(api.upstream.received()).hasSize(2);
        }
    }

    @Test
    void get_failure_isNeverKept() {
        try (Api api = cached(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(Answer.of(500), player(1));
            assertThatThrownBy(() -> ask(api)).isInstanceOf(UnavailableException.class);
            assertThat(ask(api)).isEqualTo(1);
        }
    }

    @Test
    void get_emptyBody_isAHitAndNotAMiss() {
        try (Api api = cached(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(Answer.empty());
            api.connector.get("/x", String.class).get();
            assertThat(api.connector.get("/x", String.class).get()).isEmpty();
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void get_sameQueryInAnotherOrder_isOneEntry() {
        try (Api api = cached(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(player(1));
            api.connector.send(Request.get("/x").query("a", 1).query("b", 2)).get();
            api.connector.send(Request.get("/x").query("b", 2).query("a", 1)).get();
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void fresh_skipsAndRenewsWhatIsKept() {
        try (Api api = cached(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(player(1), player(2));
            ask(api);
            assertThat(api.connector.get("/x", Player.class).fresh().get().id()).isEqualTo(2);
            assertThat(ask(api)).isEqualTo(2);
        }
    }

    @Test
    void start_manyMissesAtOnce_makeOneRequest() {
        try (Api api = cached(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(player(1).after(Duration.ofMillis(100)));
            List<CompletableFuture<Player>> all = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                all.add(api.connector.get("/x", Player.class).start());
            }
            assertThat(all).allMatch(future -> future.join().id() == 1);
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void fresh_whileAnotherIsUnderWay_doesNotJoinIt() {
        try (Api api = cached(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(player(1).after(Duration.ofMillis(300)), player(2));
            CompletableFuture<Player> older =
                    api.connector.get("/x", Player.class).start();
            api.upstream.await(1, Duration.ofMinutes(1));
            assertThat(api.connector.get("/x", Player.class).fresh().get().id()).isEqualTo(2);
            assertThat(older.join().id()).isEqualTo(1);
        }
    }

    @Test
    void start_leaderCancelled_followerStillGetsTheReply() {
        try (Api api = cached(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(player(1).after(Duration.ofMillis(200)));
            CompletableFuture<Player> leader =
                    api.connector.get("/x", Player.class).start();
            CompletableFuture<Player> follower =
                    api.connector.get("/x", Player.class).start();
            leader.cancel(true);
            assertThat(follower.join().id()).isEqualTo(1);
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void start_leaderRunsOutOfTime_followerStillGetsTheReply() {
        try (Api api = Api.create(config -> config.cache(CachePolicy.of(MINUTE)))) {
            api.upstream.on("GET", "/x").answers(player(1).after(Duration.ofMillis(600)));
            CompletableFuture<Player> leader = api.connector
                    .get("/x", Player.class)
                    .within(Duration.ofMillis(150))
                    .start();
            CompletableFuture<Player> follower =
                    api.connector.get("/x", Player.class).start();
            assertThatThrownBy(leader::join).hasCauseInstanceOf(DeadlineException.class);
            assertThat(follower.join().id()).isEqualTo(1);
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void start_lastWaiterLeaves_endsTheRequest() {
        try (Api api = cached(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(Answer.stall(), player(2));
            CompletableFuture<Player> one =
                    api.connector.get("/x", Player.class).start();
            CompletableFuture<Player> two =
                    api.connector.get("/x", Player.class).start();
            api.upstream.await(1, Duration.ofMinutes(1));
            one.cancel(true);
            two.cancel(true);
            assertThat(ask(api)).isEqualTo(2);
            while (api.upstream.openConnections() > 1) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void store_thatFails_countsAsEmpty() {
        ResponseCache broken = new ResponseCache() {
            @Override
            public CompletableFuture<Entry> find(String key) {
                throw new IllegalStateException("store is down");
            }

            @Override
            public void put(String key, Entry entry, Duration keep) {
                throw new IllegalStateException("store is down");
            }

            @Override
            public void remove(String key) {}
        };
        try (Api api = cached(policy -> policy.store(broken))) {
            api.upstream.on("GET", "/x").answers(player(1));
            assertThat(ask(api)).isEqualTo(1);
            assertThat(ask(api)).isEqualTo(1);
            assertThat(api.upstream.received()).hasSize(2);
        }
    }
}
