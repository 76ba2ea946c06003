// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proves the forms of 429: faults 5 (the header), 6 (an HTML body) and 7 (a body that says something else). */
class RetryAfterTest {
    private static final Instant WHEN = Instant.parse("1994-11-06T08:49:37Z");

    private final FakeUpstream upstream = FakeUpstream.start();

    @AfterEach
    void close() {
        upstream.close();
    }

    // 5
    @Test
    void tooManyRequests_alone_hasNoRetryAfter() throws Exception {
        assertThat(answer(Answer.tooManyRequests()))
                .startsWith("HTTP/1.1 429 Too Many Requests\r\n")
                .doesNotContain("Retry-After")
                .endsWith("{\"message\":\"Too many requests\"}");
    }

    // 5
    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "1.5", "-1", "abc", "99999999999", ""})
    void retryAfter_rawForm_isSentAsGiven(String raw) throws Exception {
        assertThat(answer(Answer.tooManyRequests().retryAfter(raw))).contains("\r\nRetry-After: " + raw + "\r\n");
    }

    // 5
    @Test
    void retryAt_threeForms_writeOneInstant() throws Exception {
        assertThat(answer(Answer.tooManyRequests().retryAt(WHEN)))
                .contains("Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
        assertThat(answer(Answer.tooManyRequests().retryAt(WHEN, DateForm.RFC_850)))
                .contains("Retry-After: Sunday, 06-Nov-94 08:49:37 GMT\r\n");
        assertThat(answer(Answer.tooManyRequests().retryAt(WHEN, DateForm.ASCTIME)))
                .contains("Retry-After: Sun Nov  6 08:49:37 1994\r\n");
    }

    // 5
    @Test
    void retryAfter_twice_sendsTwoHeaders() throws Exception {
        assertThat(answer(Answer.tooManyRequests().retryAfter("1").retryAfter("30")))
                .contains("\r\nRetry-After: 1\r\nRetry-After: 30\r\n");
    }

    // 5
    @Test
    void date_skewed_goesWithTheAnswer() throws Exception {
        assertThat(answer(Answer.of(503).date(WHEN).retryAt(WHEN.plusSeconds(60))))
                .contains("Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:50:37 GMT\r\n");
    }

    // 6
    @Test
    void html_tooManyRequests_replacesTheJson() throws Exception {
        assertThat(answer(Answer.tooManyRequests().html()))
                .contains("Content-Type: text/html; charset=utf-8\r\n")
                .contains("<h1>429</h1>")
                .doesNotContain("json");
    }

    // 7
    @Test
    void retryAfterInBody_besideTheHeader_maySaySomethingElse() throws Exception {
        assertThat(answer(Answer.tooManyRequests().retryAfterSeconds(2).retryAfterInBody(1.5)))
                .contains("Retry-After: 2\r\n")
                .endsWith("{\"message\":\"You are being rate limited.\",\"retry_after\":1.5,\"global\":false}");
    }

    private String answer(Answer answer) throws IOException {
        upstream.on("GET", "/x").answers(answer);
        return RawClient.get(upstream, "/x");
    }
}
