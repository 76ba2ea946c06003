// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.CallException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the upstream is asked whether a reply still stands, what its answer changes, and what serves if it gives none. */
class HttpValidationTest {
    private static final Request X = Request.get("/x");
    private static final String MODIFIED = "Sat, 21 Nov 2026 17:00:00 GMT";

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-21T18:00:00Z"));

    private Api api(UnaryOperator<CachePolicy> policy) {
        return Api.create(
                config -> config.clock(clock).retry(RetryPolicy.never()).cache(policy.apply(CachePolicy.http())));
    }

    private static Reply send(Api api, Request request) {
        return api.connector.send(request).get();
    }

    private static Answer said(String text, String cacheControl) {
        return Answer.text(text).header("Cache-Control", cacheControl);
    }

    private static Answer tagged(String text, String tag) {
        return said(text, "max-age=10").header("ETag", tag);
    }

    private void expire() {
        clock.advance(Duration.ofSeconds(11));
    }

    private static Received last(Api api) {
        return api.upstream.received().get(api.upstream.received().size() - 1);
    }

    @Test
    void get_confirmed_takesOverTheNewFieldsAndIsGoodAgain() {
        try (Api api = api(policy -> policy)) {
            api.upstream
                    .on("GET", "/x")
                    .answers(
                            tagged("1", "\"a\"")
                                    .header("Last-Modified", MODIFIED)
                                    .header("X-Old", "1")
                                    .header("X-New", "1"),
                            Answer.of(304)
                                    .header("ETag", "\"a\"")
                                    .header("X-New", "2")
                                    .header("Content-Encoding", "br"));
            send(api, X);
            expire();
            Reply confirmed = send(api, X);
            assertThat(confirmed.text()).isEqualTo("1");
            assertThat(confirmed.header("X-Old")).contains("1");
            assertThat(confirmed.headers().all("X-New")).containsExactly("2");
            assertThat(confirmed.header("Content-Encoding")).isEmpty();
            assertThat(last(api).header("If-None-Match")).contains("\"a\"");
            assertThat(last(api).header("If-Modified-Since")).contains(MODIFIED);
            clock.advance(Duration.ofSeconds(9));
            assertThat(send(api, X).headers().all("X-New")).containsExactly("2");
            assertThat(api.upstream.received()).hasSize(2);
        }
    }

    @Test
    void get_notModifiedOfAnotherTag_isAskedForAgainWithoutConditions() {
        try (Api api = api(policy -> policy)) {
            api.upstream
                    .on("GET", "/x")
                    .answers(tagged("1", "\"a\""), Answer.of(304).header("ETag", "\"b\""), tagged("2", "\"c\""));
            send(api, X);
            expire();
            assertThat(send(api, X).text()).isEqualTo("2");
            assertThat(last(api).header("If-None-Match")).isEmpty();
        }
    }

    @Test
    void get_invalidETag_isFetchedWithoutCondition() {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(tagged("1", "\"\u00fc\""), tagged("2", "\"b\""));
            send(api, X);
            expire();
            assertThat(send(api, X).text()).isEqualTo("2");
            assertThat(last(api).header("If-None-Match")).isEmpty();
        }
    }

    @Test
    void get_redirectedInsteadOfConfirmed_asksTheOtherUrlWithoutConditions() {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(tagged("1", "\"a\""), Answer.redirect(302, "/y"));
            api.upstream.on("GET", "/y").answers(tagged("2", "\"a\""));
            send(api, X);
            expire();
            assertThat(send(api, X).text()).isEqualTo("2");
            assertThat(last(api).header("If-None-Match")).isEmpty();
        }
    }

    @Test
    void get_noCacheInTheRequest_isConfirmed() {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(tagged("1", "\"a\""), Answer.of(304));
            send(api, X);
            assertThat(send(api, X.header("Cache-Control", "no-cache")).text()).isEqualTo("1");
            assertThat(last(api).header("If-None-Match")).contains("\"a\"");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "If-None-Match, '\"a\"', 304",
        "If-None-Match, 'W/\"a\"', 304",
        "If-None-Match, '\"x,y\", \"a\", foo', 304",
        "If-None-Match, *, 304",
        "If-None-Match, '\"b\"', 200",
        "If-Modified-Since, 'Sat, 21 Nov 2026 17:00:00 GMT', 304",
        "If-Modified-Since, 'Saturday, 21-Nov-26 17:30:00 GMT', 304",
        "If-Modified-Since, 'Sat, 21 Nov 2026 16:59:59 GMT', 200",
        "If-Modified-Since, yesterday, 200"
    })
    void get_conditionOfTheCaller_isAnsweredFromWhatIsKept(String name, String value, int status) {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(tagged("1", "\"a\"").header("Last-Modified", MODIFIED));
            send(api, X);
            Reply reply = send(api, X.header(name, value));
            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.header("ETag")).contains("\"a\"");
            assertThat(reply.text()).isEqualTo(status == 304 ? "" : "1");
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void get_expiredAndConditionOfTheCaller_sendsBothConditions() {
        try (Api api = api(policy -> policy)) {
            api.upstream
                    .on("GET", "/x")
                    .answers(
                            tagged("1", "\"a\""),
                            Answer.of(304).header("ETag", "\"a\""),
                            Answer.of(304).header("ETag", "\"b\""),
                            Answer.of(304).header("ETag", "\"a\""),
                            Answer.of(304));
            send(api, X);
            expire();
            assertThat(send(api, X.header("If-None-Match", "\"b\"")).text()).isEqualTo("1");
            assertThat(last(api).header("If-None-Match")).contains("\"b\", \"a\"");
            expire();
            assertThat(send(api, X.header("If-None-Match", "\"b\"")).status()).isEqualTo(304);
            assertThat(send(api, X.header("If-None-Match", "\"a\"")).status()).isEqualTo(304);
            assertThat(last(api).header("If-None-Match")).contains("\"a\"");
            expire();
            assertThatThrownBy(() -> api.connector
                            .call(X.header("If-None-Match", "*"), String.class)
                            .get())
                    .isInstanceOf(RejectedException.class);
        }
    }

    @Test
    void get_preconditionOrBody_passesTheCache() {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(tagged("1", "\"a\""), tagged("2", "\"b\""));
            send(api, X);
            assertThat(send(api, X.header("If-Match", "\"a\"")).text()).isEqualTo("2");
            assertThat(send(api, X).text()).isEqualTo("1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-1, 01, bytes 0-1/10",
        "bytes=8-, 89, bytes 8-9/10",
        "bytes=-3, 789, bytes 7-9/10",
        "bytes=5-99999999999999999999, 56789, bytes 5-9/10",
        "bytes=-99, 0123456789, bytes 0-9/10",
        "bytes=10-, 0123456789,",
        "bytes=-0, 0123456789,",
        "bytes=-, 0123456789,",
        "'bytes=0-0,2-3', 0123456789,"
    })
    void get_range_isCutOutOfWhatIsKept(String range, String text, String contentRange) {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(tagged("0123456789", "\"a\""));
            send(api, X);
            Reply part = send(api, X.header("Range", range));
            assertThat(part.text()).isEqualTo(text);
            assertThat(part.status()).isEqualTo(contentRange == null ? 200 : 206);
            assertThat(part.headers().get("Content-Range")).isEqualTo(contentRange);
            assertThat(part.headers().all("Content-Length")).containsExactly(String.valueOf(text.length()));
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void get_partThatCame_isNotKept() {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(tagged("01", "\"a\"").status(206), tagged("0123", "\"a\""));
            assertThat(send(api, X.header("Range", "bytes=0-1")).status()).isEqualTo(206);
            assertThat(send(api, X).text()).isEqualTo("0123");
        }
    }

    @Test
    void head_keptGet_answersAndWhenItIsTooOldLearns() {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(tagged("1", "\"a\""), tagged("2", "\"b\""));
            api.upstream
                    .on("HEAD", "/x")
                    .answers(
                            said("1", "max-age=100").header("ETag", "\"a\""),
                            Answer.of(500),
                            said("1", "max-age=100").header("ETag", "\"b\""));
            Request head = Request.of("HEAD", "/x");
            send(api, X);
            assertThat(send(api, head).bytes()).isEmpty();
            assertThat(api.upstream.received("HEAD", "/x")).isEmpty();
            expire();
            send(api, head);
            assertThat(send(api, X).header("Cache-Control")).contains("max-age=100");
            api.connector.send(head).fresh().get();
            assertThat(send(api, X).text()).isEqualTo("1");
            api.connector.send(head).fresh().get();
            assertThat(send(api, X).text()).isEqualTo("2");
        }
    }

    @Test
    void head_withoutValidators_doesNotFreshenTheCache() {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(said("1", "max-age=10").chunked(), Answer.text("2"));
            api.upstream.on("HEAD", "/x").answers(said("", "max-age=1000").chunked());
            assertThat(send(api, Request.of("HEAD", "/x").header("Cache-Control", "only-if-cached"))
                            .status())
                    .isEqualTo(504);
            send(api, X);
            expire();
            send(api, Request.of("HEAD", "/x"));
            assertThat(send(api, X).text()).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'max-age=10, stale-if-error=60', 0, true",
        "max-age=10, 60, true",
        "'max-age=10, stale-if-error=1', 0, false",
        "max-age=10, 0, false",
        "'max-age=10, must-revalidate, stale-if-error=60', 60, false",
        "'max-age=10, no-cache, stale-if-error=60', 60, false"
    })
    void get_upstreamFails_isServedFromWhatIsKeptWhereThatIsAllowed(String cacheControl, int ours, boolean served) {
        try (Api api = api(policy -> policy.staleIfError(Duration.ofSeconds(ours)))) {
            api.upstream
                    .on("GET", "/x")
                    .answers(said("1", cacheControl).header("ETag", "\"a\""), Answer.of(503), Answer.dropBeforeHead());
            send(api, X);
            clock.advance(Duration.ofSeconds(15));
            for (int i = 0; i < 2; i++) {
                if (served) {
                    assertThat(api.connector.get("/x", String.class).get()).isEqualTo("1");
                } else {
                    assertThatThrownBy(
                                    () -> api.connector.get("/x", String.class).get())
                            .isInstanceOf(CallException.class);
                }
            }
        }
    }

    @Test
    void get_requestThatTakesStaleIfError_getsIt() {
        try (Api api = api(policy -> policy)) {
            api.upstream.on("GET", "/x").answers(said("1", "max-age=10"), Answer.of(500));
            send(api, X);
            expire();
            assertThat(send(api, X.header("Cache-Control", "stale-if-error=5")).text())
                    .isEqualTo("1");
            assertThatThrownBy(() -> api.connector.get("/x", String.class).get())
                    .isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void get_staleWhileRevalidateOfTheUpstream_isServedAtOnceAndRenewed() {
        try (Api api = api(policy -> policy)) {
            api.upstream
                    .on("GET", "/x")
                    .answers(said("1", "max-age=10, stale-while-revalidate=60"), said("2", "max-age=100"));
            send(api, X);
            expire();
            assertThat(send(api, X).text()).isEqualTo("1");
            api.upstream.await(2, Duration.ofMinutes(1));
            while (!send(api, X).text().equals("2")) {
                Thread.onSpinWait();
            }
            assertThat(api.upstream.received()).hasSize(2);
        }
    }

    @Test
    void get_goneInsteadOfConfirmed_isNotServedForAnErrorLater() {
        try (Api api = api(policy -> policy.staleIfError(Duration.ofHours(1)))) {
            api.upstream.on("GET", "/x").answers(tagged("1", "\"a\""), Answer.of(404), Answer.of(500));
            send(api, X);
            expire();
            assertThat(send(api, X).status()).isEqualTo(404);
            assertThat(send(api, X).status()).isEqualTo(500);
        }
    }
}
