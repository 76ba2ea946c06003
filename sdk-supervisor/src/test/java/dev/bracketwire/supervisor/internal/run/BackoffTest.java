// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.supervisor.RestartPolicy;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BackoffTest {
    private static final RestartPolicy POLICY = RestartPolicy.onFailure().jitter(0);

    @Test
    void waits_grow_andAreNeverLongerThanTheLongest() {
        RestartPolicy policy = POLICY.backoff(Duration.ofMillis(200), 2, Duration.ofSeconds(1));

        assertThat(policy.delay(1)).isEqualTo(Duration.ofMillis(200));
        assertThat(policy.delay(2)).isEqualTo(Duration.ofMillis(400));
        assertThat(policy.delay(4)).isEqualTo(Duration.ofSeconds(1));
        assertThat(policy.delay(10_000)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void jitter_changesAWait_byAtMostItsShare() {
        RestartPolicy policy = POLICY.jitter(0.2);

        assertThat(new RestartBackoff(() -> 0).next(policy, 0, false)).contains(Duration.ofMillis(160));
        assertThat(new RestartBackoff(() -> 0.5).next(policy, 0, false)).contains(Duration.ofMillis(200));
        assertThat(new RestartBackoff(() -> 1).next(policy, 0, false)).contains(Duration.ofMillis(240));
    }

    @Test
    void limit_countsWithinASlidingWindow() {
        RestartPolicy policy = POLICY.limit(2, Duration.ofSeconds(10));
        RestartBackoff restartBackoff = new RestartBackoff(() -> 0.5);
        long second = 1_000_000_000L;

        assertThat(restartBackoff.next(policy, 0, true)).contains(Duration.ZERO);
        assertThat(restartBackoff.next(policy, 6 * second, true)).contains(Duration.ZERO);
        assertThat(restartBackoff.next(policy, 9 * second, true)).isEqualTo(Optional.empty());
        assertThat(restartBackoff.next(policy, 11 * second, true)).contains(Duration.ZERO);
        assertThat(restartBackoff.next(policy, 12 * second, true)).isEmpty();
        restartBackoff.reset();
        assertThat(restartBackoff.next(policy, 13 * second, false)).contains(Duration.ofMillis(200));
        assertThat(restartBackoff.counted()).isEqualTo(1);
    }

    @Test
    void policies_invalidValues_areReported() {
        assertThat(POLICY.problems()).isEmpty();
        assertThat(RestartPolicy.never().limit(1, Duration.ofNanos(1)).problems())
                .isEmpty();
        assertThat(new RestartPolicy(
                                RestartPolicy.Mode.ALWAYS,
                                Duration.ofSeconds(-1),
                                0.5,
                                Duration.ofSeconds(-2),
                                2,
                                0,
                                Duration.ZERO,
                                Duration.ofSeconds(-1))
                        .problems())
                .hasSize(7);
        // Waits of 0.2, 0.4, 0.8 and 1.6 s do not fit into two seconds.
        assertThat(POLICY.limit(4, Duration.ofSeconds(2)).problems())
                .singleElement()
                .asString()
                .contains("never trip");
        assertThat(POLICY.limit(4, Duration.ofSeconds(4)).problems()).isEmpty();
    }

    @Test
    void restartLimit_waitsFitIntoTheWindow_canBeReached() {
        for (double factor : new double[] {1, 1.1, 2, 1000}) {
            for (long longest : new long[] {200, 201, 900, 1600, 60_000}) {
                RestartPolicy policy = POLICY.backoff(Duration.ofMillis(200), factor, Duration.ofMillis(longest));
                Duration waits = Duration.ZERO;
                for (int limit = 1; limit < 20; limit++) {
                    waits = waits.plus(policy.delay(limit));
                    assertThat(policy.limit(limit, waits.plusMillis(1)).problems())
                            .isEmpty();
                    assertThat(policy.limit(limit, waits.minusMillis(1)).problems())
                            .hasSize(1);
                }
            }
        }
    }

    @Test
    @Timeout(value = 5, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void restartLimit_thatCannotBeReached_isReportedAtOnce() {
        RestartPolicy endless = POLICY.limit(Integer.MAX_VALUE, Duration.ofHours(1));

        assertThat(endless.problems()).singleElement().asString().contains("never trip");
        assertThat(endless.backoff(Duration.ZERO, 2, Duration.ofSeconds(1)).problems())
                .isEmpty();
        assertThat(POLICY.backoff(Duration.ofMillis(1), Double.POSITIVE_INFINITY, Duration.ofSeconds(1))
                        .problems())
                .singleElement()
                .asString()
                .contains("factor");
    }
}
