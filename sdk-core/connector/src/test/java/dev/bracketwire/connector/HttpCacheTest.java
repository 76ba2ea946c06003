// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.UnavailableException;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept, for how long and for whom, where the upstream says so. */
class HttpCacheTest {
    private static final Request X = Request.get("/x");

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-21T18:00:00Z"));

    private Api api(UnaryOperator<CachePolicy> policy) {
        return Api.create(
                config -> config.clock(clock).retry(RetryPolicy.never()).cache(policy.apply(CachePolicy.http())));
    }

    private static String ask(Api api) {
        return ask(api, X);
    }

    private static String ask(Api api, Request request) {
        return api.connector.send(request).get().text();
    }

    private static Answer said(String text, String cacheControl) {
        return Answer.text(text).header("Cache-Control", cacheControl);
    }

    private Answer dated(Answer answer, String modified) {
        return answer.date(clock.instant()).header("Last-Modified", modified);
    }

    @Test
    void get_withinMaxAge_isAHitWithItsAge() {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(said("1", "max-age=60").header("Age", "20"), said("2", "max-age=60"));
            ask(api);
            clock.advance(Duration.ofSeconds(39));
            Reply hit = api.connector.send(X).get();
            assertThat(hit.text()).isEqualTo("1");
            assertThat(hit.age()).isEqualTo(Duration.ofSeconds(59));
            assertThat(hit.headers().all("Age")).containsExactly("59");
            assertThat(hit.attempts()).isZero();
            clock.advance(Duration.ofSeconds(1));
            assertThat(ask(api)).isEqualTo("2");
        }
    }

    @Test
    void get_nothingSaid_isAskedForEachTime() {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(Answer.text("1"), Answer.text("2"));
            assertThat(ask(api)).isEqualTo("1");
            assertThat(ask(api)).isEqualTo("2");
        }
    }

    @Test
    void get_lastModified_isGoodForATenthOfThatTimeAndADayAtMost() {
        try (Api api = api(policy -> policy)) {
            api.upstream
                    .on("GET", "/x")
                    .answers(
                            dated(Answer.text("1"), "Sat, 21 Nov 2026 08:00:00 GMT"),
                            dated(Answer.text("2").date(clock.instant()), "Fri, 21 Nov 1997 18:00:00 GMT"),
                            Answer.text("3"));
            ask(api);
            clock.advance(Duration.ofMinutes(59));
            assertThat(ask(api)).isEqualTo("1");
            clock.advance(Duration.ofMinutes(2));
            assertThat(ask(api)).isEqualTo("2");
            clock.advance(Duration.ofHours(22));
            assertThat(ask(api)).isEqualTo("2");
            clock.advance(Duration.ofHours(2));
            assertThat(ask(api)).isEqualTo("3");
        }
    }

    @Test
    void get_expiresOnlyAndNoDate_isCountedFromWhenItCame() {
        try (Api api = api(policy -> policy)) {
            api.upstream
                    .on("GET", "/x")
                    .answers(Answer.text("1").header("Expires", "Sat, 21 Nov 2026 18:01:00 GMT"), Answer.text("2"));
            ask(api);
            clock.advance(Duration.ofSeconds(59));
            assertThat(ask(api)).isEqualTo("1");
            clock.advance(Duration.ofSeconds(1));
            assertThat(ask(api)).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-store",
                "max-age=60, no-store",
                "no-cache",
                "max-age=60, no-cache",
                "max-age=0",
                "max-age=-1",
                "max-age=60; max-age=1",
                "max-age=60, foo=\"bar",
                "s-maxage=60",
                "max-age=60, no-cache=\"\"",
                "must-understand, max-age=soon"
            })
    void get_notToBeUsedWithoutAsking_isAskedFor(String cacheControl) {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(said("1", cacheControl), said("2", cacheControl));
            assertThat(ask(api)).isEqualTo("1");
            assertThat(ask(api)).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private, max-age=60",
                "MAX-AGE=\"60\"",
                "max-age=99999999999",
                "no-store, must-understand, max-age=60",
                "s-maxage=0, proxy-revalidate, max-age=60",
                "max-age=60, foo=\"no-store, \\\" no-cache\"",
                "max-age=60, immutable"
            })
    void get_goodForAPrivateCache_isKept(String cacheControl) {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(said("1", cacheControl), said("2", cacheControl));
            assertThat(ask(api)).isEqualTo("1");
            assertThat(ask(api)).isEqualTo("1");
        }
    }

    @Test
    void get_cookie_isKeptWhereItsTimeIsSaidAndNotWhereItIsGuessed() {
        try (Api api = api(policy -> policy)) {
            String longAgo = "Fri, 20 Nov 2026 18:00:00 GMT";
            api.upstream
                    .on("GET", "/x")
                    .answers(dated(Answer.text("1"), longAgo).header("Set-Cookie", "a=b"), Answer.text("2"));
            api.upstream.on("GET", "/y").answers(said("1", "max-age=60").header("Set-Cookie", "a=b"), Answer.text("2"));
            ask(api);
            assertThat(ask(api)).isEqualTo("2");
            ask(api, Request.get("/y"));
            assertThat(ask(api, Request.get("/y"))).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404, max-age=60, true",
        "410, max-age=60, true",
        "500, max-age=60, true",
        "299, max-age=60, true",
        "299, 'max-age=60, must-understand', false",
        "206, max-age=60, false",
        "429, max-age=60, false",
        "431, max-age=60, false",
        "404, foo, false"
    })
    void get_otherStatus_isKeptWhereThatIsAllowed(int status, String cacheControl, boolean kept) {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(said("1", cacheControl).status(status));
            api.connector.send(X).get();
            clock.advance(Duration.ofSeconds(59));
            assertThat(api.connector.send(X).get().status()).isEqualTo(status);
            assertThat(api.upstream.received()).hasSize(kept ? 1 : 2);
        }
    }

    @Test
    void get_successThatARuleJudgesAnError_isNotCached() {
        try (Api api = Api.create(config -> config.cache(CachePolicy.http())
                .retry(RetryPolicy.never())
                .rule((request, reply) -> reply.text().equals("1") ? ReplyRule.Verdict.rejected("no") : null))) {
            api.upstream.on("GET", "/x").answers(said("1", "max-age=60"), said("2", "max-age=60"));
            assertThat(ask(api)).isEqualTo("1");
            assertThat(ask(api)).isEqualTo("2");
        }
    }

    @Test
    void get_redirected_isNotKeptUnderTheFirstUrl() {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(Answer.redirect(302, "/y"));
            api.upstream.on("GET", "/y").answers(said("1", "max-age=60"), said("2", "max-age=60"));
            assertThat(ask(api)).isEqualTo("1");
            assertThat(ask(api)).isEqualTo("2");
        }
    }

    @Test
    void get_cachedRedirectToAnotherOrigin_isRefusedWithTheSameMessage() {
        try (Api api = api(policy -> policy)) {
            api.upstream
                    .on("GET", "/x")
                    .answers(Answer.redirect(301, "https://elsewhere.example/").header("Cache-Control", "max-age=60"));
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> api.connector.get("/x", String.class).get())
                        .hasMessageContaining("redirected to another origin");
            }
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void get_fieldsOfTheConnectionAndThoseNotToBeUsed_areNotKept() {
        try (Api api = api(policy -> policy)) {
            api.upstream
                    .on("GET", "/x")
                    .answers(said("1", "max-age=60, no-cache=\"X-Once, X-Twice\"")
                            .header("X-Once", "1")
                            .header("Connection", "X-Hop")
                            .header("X-Hop", "2")
                            .header("Proxy-Authenticate", "Basic")
                            .header("X-Stays", "3"));
            ask(api);
            Headers kept = api.connector.send(X).get().headers();
            assertThat(kept.asMap()).containsKey("X-Stays");
            assertThat(kept.asMap()).doesNotContainKeys("X-Once", "X-Hop", "Connection", "Proxy-Authenticate");
            assertThat(kept.first("Date")).isPresent();
        }
    }

    @Test
    void get_varying_isKeptApartAndNeverWithAStar() {
        try (Api api = api(policy -> policy)) {
            api.upstream
                    .on("GET", "/x")
                    .answers(request -> said(request.header("X.Lang").orElse("none"), "max-age=60")
                            .header("Vary", "Accept-Encoding")
                            .header("Vary", "X.Lang"));
            api.upstream.on("GET", "/y").answers(said("1", "max-age=60").header("Vary", "X, *"));
            for (int i = 0; i < 2; i++) {
                assertThat(ask(api, X.header("X.Lang", "en"))).isEqualTo("en");
                assertThat(ask(api, X.header("X.Lang", "de"))).isEqualTo("de");
                assertThat(ask(api)).isEqualTo("none");
                ask(api, Request.get("/y"));
            }
            assertThat(api.upstream.received("GET", "/x")).hasSize(3);
            assertThat(api.upstream.received("GET", "/y")).hasSize(2);
        }
    }

    @Test
    void get_authorizationHeaderOfTheRequest_isAnotherPrincipal() {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(said("1", "max-age=60"), said("2", "max-age=60"));
            assertThat(ask(api)).isEqualTo("1");
            assertThat(ask(api, X.header("Authorization", "Bearer bob"))).isEqualTo("2");
            assertThat(ask(api, X.header("Authorization", "Bearer bob"))).isEqualTo("2");
            assertThat(ask(api)).isEqualTo("1");
        }
    }

    @Test
    void get_routeWithItsOwnTime_isKeptForThat() {
        try (Api api = api(policy -> policy.route("/x", Duration.ofMinutes(5)).route("/y", Duration.ZERO))) {
            api.upstream.on("GET", "/x").answers(said("1", "max-age=1"), said("2", "max-age=1"));
            api.upstream.on("GET", "/y").answers(said("1", "max-age=60"), said("2", "max-age=60"));
            ask(api);
            clock.advance(Duration.ofMinutes(4));
            assertThat(ask(api)).isEqualTo("1");
            ask(api, Request.get("/y"));
            assertThat(ask(api, Request.get("/y"))).isEqualTo("2");
        }
    }

    @Test
    void get_notFoundOfWhichNothingIsSaid_isKeptForTheNegativeTime() {
        try (Api api = api(policy -> policy.negative(Duration.ofSeconds(10)))) {
            api.upstream.on("GET", "/x").answers(Answer.of(404), Answer.text("1"));
            api.upstream.on("GET", "/y").answers(said("", "max-age=1").status(404), Answer.text("1"));
            api.connector.send(X).get();
            api.connector.send(Request.get("/y")).get();
            clock.advance(Duration.ofSeconds(5));
            assertThat(api.connector.send(X).get().status()).isEqualTo(404);
            assertThat(ask(api, Request.get("/y"))).isEqualTo("1");
        }
    }

    @Test
    void get_earlyHints_areNotWhatIsKept() throws Exception {
        try (InterimServer server = new InterimServer("Cache-Control: max-age=60");
                Connector connector = Connector.create(ConnectorConfig.builder("hints", server.uri())
                        .clock(clock)
                        .cache(CachePolicy.http())
                        .build())) {
            for (int i = 0; i < 2; i++) {
                Reply reply = connector.send(X).get();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.header("Link")).isEmpty();
                assertThat(reply.text()).isEqualTo("1");
            }
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "max-age=5, 2",
        "max-age=15, 1",
        "max-age=0, 2",
        "max-age=soon, 2",
        "min-fresh=100, 2",
        "min-fresh=5, 1",
        "min-fresh=soon, 2",
        "no-cache, 2",
        "no-store, 2",
        "only-if-cached, 1"
    })
    void get_cacheControlOfTheRequest_isObeyed(String cacheControl, String text) {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(said("1", "max-age=60"), said("2", "max-age=60"));
            ask(api);
            clock.advance(Duration.ofSeconds(10));
            assertThat(ask(api, X.header("Cache-Control", cacheControl))).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource({"max-stale, 1", "max-stale=5, 2", "max-stale=30, 1", "max-stale=x, 2", "'max-stale=9, max-age=5', 2"})
    void get_maxStaleInTheRequest_isServedStale(String cacheControl, String text) {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(said("1", "max-age=1"), said("2", "max-age=1"));
            ask(api);
            clock.advance(Duration.ofSeconds(10));
            assertThat(ask(api, X.header("Cache-Control", cacheControl))).isEqualTo(text);
        }
    }

    @Test
    void get_cacheControlInAConnectorHeaderOrPragma_isObeyed() {
        try (Api api = Api.create(config ->
                config.clock(clock).header("Cache-Control", "no-cache").cache(CachePolicy.http()))) {
            api.upstream.on("GET", "/x").answers(said("1", "max-age=60"), said("2", "max-age=60"));
            ask(api);
            assertThat(ask(api)).isEqualTo("2");
            assertThat(ask(api, X.header("Cache-Control", "max-age=60"))).isEqualTo("2");
        }
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(said("1", "max-age=60"), said("2", "max-age=60"));
            ask(api);
            assertThat(ask(api, X.header("Pragma", "no-cache"))).isEqualTo("2");
        }
    }

    @Test
    void get_onlyIfCachedAndNothingKept_is504AndSendsNothing() {
        try (Api api = api(policy -> policy)) {
            Request cached = X.header("Cache-Control", "only-if-cached");
            assertThat(api.connector.send(cached).get().status()).isEqualTo(504);
            assertThatThrownBy(() -> api.connector.call(cached, String.class).get())
                    .isInstanceOf(UnavailableException.class);
            assertThat(api.upstream.received()).isEmpty();
        }
    }

    @Test
    void fresh_whereSomethingIsKept_skipsAndRenewsIt() {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(said("1", "max-age=60"), said("2", "max-age=60"));
            ask(api);
            assertThat(api.connector.get("/x", String.class).fresh().get()).isEqualTo("2");
            assertThat(ask(api)).isEqualTo("2");
        }
    }

    @Test
    void isHttp_routes_areNot() {
        CachePolicy policy = CachePolicy.http().route("/x", Duration.ofSeconds(1));
        assertThat(policy.isHttp()).isTrue();
        assertThat(policy.isHttp("/x")).isFalse();
        assertThat(List.of(policy.isHttp("/y"), !policy.isOff())).containsOnly(true);
        assertThat(CachePolicy.of(Duration.ofSeconds(1)).isHttp("/y")).isFalse();
    }
}
