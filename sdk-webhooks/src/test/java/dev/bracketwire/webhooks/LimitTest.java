// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.testkit.webhooks.Behavior;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Tests the breaker, the rate and the number of requests at once. */
class LimitTest extends SceneTest {
    private static final RetrySchedule HOURLY = RetrySchedule.of(Duration.ofHours(1), Duration.ofHours(1));

    private @Nullable Instant heldUntil(Subscription hook) {
        return scene.hooks().subscription(hook.id()).get().heldUntil();
    }

    private void publishMany(int count) {
        for (int i = 0; i < count; i++) {
            scene.publish("match.created");
        }
    }

    @Test
    void breaker_tenFailures_opensProbesOneAndDoubles() {
        Subscription hook = scene.subscribe(options -> options.retries(HOURLY));
        scene.receiver.on("/hooks").behaves(Behavior.status(500));
        publishMany(10);
        WebhookScene.eventually(() -> scene.attempts.size() == 10);
        assertThat(heldUntil(hook)).isEqualTo(scene.clock.instant().plusSeconds(30));
        assertThat(scene.kinds(1)).containsExactly(SubscriptionAlert.Kind.FAILING);

        publishMany(5);
        scene.assertQuiet(Duration.ofSeconds(28));
        assertThat(scene.newest(hook).attempts()).isZero();

        scene.receiver.on("/hooks").behaves(Behavior.status(500).held());
        scene.drive(() -> scene.receiver.count() == 11);
        scene.assertQuiet(Duration.ofSeconds(5));
        scene.receiver.on("/hooks").behaves(Behavior.ok());
        scene.receiver.release();
        WebhookScene.eventually(() -> scene.attempts.size() == 11);
        Instant second = heldUntil(hook);
        assertThat(second).isEqualTo(scene.clock.instant().plusSeconds(60));

        scene.assertQuiet(Duration.ofSeconds(58));
        scene.drive(() -> scene.receiver.count() == 15); // the probe, and the others after it
        assertThat(heldUntil(hook)).isNull();
        WebhookScene.eventually(() -> scene.kinds().contains(SubscriptionAlert.Kind.RECOVERED));
        assertThat(scene.hooks().subscription(hook.id()).get().failures()).isZero();
    }

    @Test
    void breaker_attemptsUnderWayFailTogether_opensOnce() {
        Subscription hook = scene.subscribe(options -> options.retries(HOURLY).concurrency(16));
        scene.receiver.on("/hooks").behaves(Behavior.status(500).held());
        publishMany(16);
        WebhookScene.eventually(() -> scene.receiver.inFlight() == 16);
        scene.receiver.release();
        WebhookScene.eventually(() -> scene.attempts.size() == 16);
        assertThat(heldUntil(hook)).isEqualTo(scene.clock.instant().plusSeconds(30));
    }

    @Test
    void breaker_sevenOfTenFail_opens() {
        Subscription hook = scene.subscribe(options -> options.retries(HOURLY).concurrency(1));
        Behavior bad = Behavior.status(500);
        Behavior ok = Behavior.ok();
        scene.receiver.on("/hooks").behaves(bad, bad, bad, ok, bad, bad, bad, ok, bad, bad, bad, bad);
        for (int i = 1; i <= 10; i++) {
            int expected = i;
            scene.publish("match.created");
            WebhookScene.eventually(() -> scene.attempts.size() == expected);
        }
        // Successes are counted from the first failure on: 8 of 10 failed, at most 6 in a row.
        assertThat(heldUntil(hook)).isEqualTo(scene.clock.instant().plusSeconds(30));
    }

    @Test
    void rate_limited_spreadsAttempts() {
        Subscription hook = scene.subscribe(options -> options.rate(5).concurrency(50));
        Instant start = scene.clock.instant();
        publishMany(12);
        scene.received(5);
        scene.assertQuiet(Duration.ofMillis(150));
        scene.drive(() -> scene.receiver.count() == 12);
        WebhookScene.eventually(() -> scene.attempts.size() == 12);
        assertWithinRate(start, 12, 5);
        assertThat(scene.ended(hook).state()).isEqualTo(Delivery.State.SUCCEEDED);
    }

    private void assertWithinRate(Instant start, int count, int rate) {
        List<Instant> times =
                scene.attempts.stream().map(DeliveryAttempt::at).sorted().toList();
        for (int i = 0; i < count; i++) {
            long allowedAt = Math.max(0, i + 1 - rate) * 1000L / rate;
            assertThat(Duration.between(start, times.get(i)).toMillis())
                    .as("attempt %s", i + 1)
                    .isGreaterThanOrEqualTo(allowedAt);
        }
    }

    @Test
    void rate_twoClients_holdsOverBoth() {
        Assumptions.assumeTrue(place == QueuePlace.POSTGRES, "SQLite has one sender");
        Webhooks second = scene.open(scene.again(), builder -> builder);
        scene.subscribe(options -> options.rate(5).concurrency(50));
        Instant start = scene.clock.instant();
        for (int i = 0; i < 8; i++) {
            scene.publish("match.created");
            second.publish("match.created", Map.of()).get();
        }
        scene.received(5);
        scene.assertQuiet(Duration.ofMillis(150));
        scene.drive(() -> scene.receiver.count() == 16);
        WebhookScene.eventually(() -> scene.attempts.size() == 16);
        assertWithinRate(start, 16, 5);
        assertThat(scene.receiver.received())
                .extracting(each -> each.id().orElseThrow())
                .doesNotHaveDuplicates();
    }

    @Test
    void concurrency_limited_holds() {
        scene.subscribe(options -> options.concurrency(2));
        scene.receiver.on("/hooks").behaves(Behavior.hang());
        publishMany(6);
        assertAtMostTwoAtOnce();
    }

    @Test
    void concurrency_twoClients_holdsOverBoth() {
        Assumptions.assumeTrue(place == QueuePlace.POSTGRES, "SQLite has one sender");
        Webhooks second = scene.open(scene.again(), builder -> builder);
        scene.subscribe(options -> options.concurrency(2));
        scene.receiver.on("/hooks").behaves(Behavior.hang());
        for (int i = 0; i < 3; i++) {
            scene.publish("match.created");
            second.publish("match.created", Map.of()).get();
        }
        assertAtMostTwoAtOnce();
    }

    private void assertAtMostTwoAtOnce() {
        WebhookScene.eventually(() -> scene.receiver.inFlight() == 2);
        scene.assertQuiet(Duration.ofSeconds(3));
        scene.drive(() -> {
            scene.receiver.release();
            return scene.finished.size() == 6;
        });
        assertThat(scene.receiver.count()).isEqualTo(6);
        assertThat(scene.receiver.on("/hooks").mostInFlight()).isEqualTo(2);
    }

    @Test
    void concurrency_oneHangs_othersAreDelivered() {
        Subscription hanging = scene.subscribe(options -> options.concurrency(50));
        Subscription healthy =
                scene.hooks().subscribe(scene.options("/healthy")).get();
        scene.receiver.on("/hooks").behaves(Behavior.hang());
        publishMany(40);
        WebhookScene.eventually(() -> scene.receiver.received("/healthy").size() == 40);
        assertThat(scene.ended(healthy).state()).isEqualTo(Delivery.State.SUCCEEDED);
        assertThat(scene.newest(hanging).isFinished()).isFalse();
    }
}
