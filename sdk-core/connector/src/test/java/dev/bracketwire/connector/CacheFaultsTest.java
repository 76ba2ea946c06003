// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.CallException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a cache must not take in, and must not lose. */
class CacheFaultsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualClock clock = ManualClock.create();
    private final Api api = Api.create(config -> config.clock(clock)
            .retry(RetryPolicy.never())
            .cache(CachePolicy.of(MINUTE).staleIfError(Duration.ofHours(1))));

    @AfterEach
    void close() {
        api.close();
    }

    private Reply ask() {
        return api.connector.send(Request.get("/x")).get();
    }

    @Test
    void get_500AfterAGoodReply_doesNotTakeItsPlace() {
        api.upstream.on("GET", "/x").answers(Answer.json("1"), Answer.of(500), Answer.of(500), Answer.json("2"));
        assertThat(ask().text()).isEqualTo("1");
        clock.advance(MINUTE.plusSeconds(1));
        for (int i = 0; i < 2; i++) {
            assertThat(ask().text()).isEqualTo("1");
        }
        assertThat(ask().text()).isEqualTo("2");
    }

    @Test
    void get_500AfterTheTimeOfStaleIfError_isTheFailure() {
        api.upstream.on("GET", "/x").answers(Answer.json("1"), Answer.of(500));
        assertThat(ask().text()).isEqualTo("1");
        clock.advance(Duration.ofHours(2));
        assertThatThrownBy(() -> api.connector.get("/x", Integer.class).get()).isInstanceOf(UnavailableException.class);
    }

    @Test
    void get_replyThatCannotBeRead_isNotKept() {
        api.upstream.on("GET", "/x").answers(Answer.json("[1, 2"), Answer.json("1"));
        assertThatThrownBy(() -> api.connector.get("/x", Integer.class).get())
                .isInstanceOf(MalformedReplyException.class);
        assertThat(api.connector.get("/x", Integer.class).get()).isEqualTo(1);
        assertThat(api.connector.get("/x", Integer.class).get()).isEqualTo(1);
        assertThat(api.upstream.received()).hasSize(2);
    }

    @Test
    void get_unconditional304_isAnError() {
        api.upstream.on("GET", "/x").answers(Answer.of(304), Answer.json("1"), Answer.of(304));
        assertThatThrownBy(() -> api.connector.get("/x", Integer.class).get())
                .isInstanceOf(CallException.class)
                .hasMessageContaining("304");
        assertThat(ask().text()).isEqualTo("1");
        clock.advance(MINUTE.plusSeconds(1));
        assertThatThrownBy(() -> api.connector.get("/x", Integer.class).get())
                .isInstanceOf(CallException.class)
                .hasMessageContaining("304");
    }

    @Test
    void get_markedPrivate_isKeptAsThisCacheIsPrivate() {
        api.upstream.on("GET", "/x").answers(Answer.json("1").header("Cache-Control", "private"), Answer.json("2"));
        assertThat(ask().text()).isEqualTo("1");
        assertThat(ask().text()).isEqualTo("1");
    }
}
