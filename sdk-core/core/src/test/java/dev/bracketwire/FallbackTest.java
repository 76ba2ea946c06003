// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.CallException.Where;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FallbackTest {
    private final NotFoundException gone = new NotFoundException(Where.of("chests", "GET /roster"), null);

    private final ManualClock clock = ManualClock.create();
    private final Deque<Object> results = new ArrayDeque<>();
    private final Call<String> call = Call.of(clock, context -> {
        Object result = results.pop();
        return result instanceof RuntimeException e
                ? CompletableFuture.failedFuture(e)
                : CompletableFuture.completedFuture((String) result);
    });

    private void results(Object... next) {
        results.addAll(List.of(next));
    }

    @Test
    void orElse_callSucceeds_givesItsValue() {
        results("a", "b");
        Call<String> safe = call.orElse(Fallback.of("none"));
        assertThat(safe.get()).isEqualTo("a");
        assertThat(safe.start().join()).isEqualTo("b");
    }

    @Test
    void orElse_value_takesThePlaceOfAFailure() {
        results(gone, gone);
        Call<String> safe = call.orElse(Fallback.of("none"));
        assertThat(safe.get()).isEqualTo("none");
        assertThat(safe.map(String::length).start().join()).isEqualTo(4);
    }

    @Test
    void last_givenBefore_isGivenAgainUntilTooOld() {
        results("a", gone, gone, "b", gone);
        Call<String> safe = call.orElse(Fallback.last(Duration.ofMinutes(1)));
        assertThat(safe.get()).isEqualTo("a");
        clock.advance(Duration.ofMinutes(1));
        assertThat(safe.get()).isEqualTo("a");
        clock.advance(Duration.ofNanos(1));
        assertThatThrownBy(safe::get).isSameAs(gone);
        assertThat(safe.get()).isEqualTo("b");
        assertThat(safe.get()).isEqualTo("b");
    }

    @Test
    void last_nothingGivenBefore_isTheFailure() {
        results(gone);
        assertThatThrownBy(call.orElse(Fallback.last(Duration.ofMinutes(1)))::get)
                .isSameAs(gone);
        assertThatThrownBy(() -> Fallback.last(Duration.ZERO)).hasMessageContaining("positive");
    }

    @Test
    void orElse_ownFunction_seesFailureValueAndAge() {
        results("a", gone, gone);
        Call<String> safe = call.orElse(
                (failure, last) -> last == null ? "nothing" : failure.status() + " " + last.value() + " " + last.age());
        assertThat(safe.get()).isEqualTo("a");
        clock.advance(Duration.ofSeconds(5));
        assertThat(safe.get()).isEqualTo("0 a PT5S");
        assertThat(call.orElse((failure, last) -> last == null ? "nothing" : "something")
                        .get())
                .isEqualTo("nothing");
    }

    @Test
    void orElse_cancelledOrProgrammerError_isNotHidden() {
        CancelledException cancelled = new CancelledException(Where.of("chests", "GET /roster"), "cancelled");
        IllegalStateException error = new IllegalStateException("closed");
        results(cancelled, error);
        Call<String> safe = call.orElse(Fallback.of("none"));
        assertThatThrownBy(safe::get).isSameAs(cancelled);
        assertThatThrownBy(safe::get).isSameAs(error);
    }

    @Test
    void orElse_fallbackThrows_isTheFailureOfTheCall() {
        results(gone);
        IllegalStateException own = new IllegalStateException("none either");
        assertThatThrownBy(call.orElse((failure, last) -> {
                    throw own;
                })::get)
                .isSameAs(own);
    }
}
