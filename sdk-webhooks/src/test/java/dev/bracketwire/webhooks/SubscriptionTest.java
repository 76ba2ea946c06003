// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.webhooks.Behavior;
import dev.bracketwire.testkit.webhooks.ReceivedWebhook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests subscriptions: their options, states and secrets. */
class SubscriptionTest extends SceneTest {
    @Test
    void subscribe_allOptions_areReadBack() {
        Subscription made = scene.subscribe(options -> options.description("the north league")
                .types("match.*", "team.created")
                .channels("north")
                .header("X-League", "n")
                .secretHeader("X-Key", Secret.of("k-secret"))
                .rate(2.5)
                .concurrency(3)
                .orderedUntil(4)
                .obeyReceiver(true)
                .timeout(Duration.ofSeconds(7))
                .retries(RetrySchedule.of(Duration.ofSeconds(1), Duration.ofMinutes(2))));
        reopen(builder -> builder);
        Subscription read = scene.hooks().subscription(made.id()).get();
        SubscriptionOptions options = read.options();
        assertThat(options.url()).isEqualTo(scene.receiver.uri("/hooks"));
        assertThat(options.description()).isEqualTo("the north league");
        assertThat(options.types()).containsExactly("match.*", "team.created");
        assertThat(options.channels()).containsExactly("north");
        assertThat(options.headers()).containsOnlyKeys("X-League");
        assertThat(options.rate()).isEqualTo(2.5);
        assertThat(options.concurrency()).isEqualTo(3);
        assertThat(options.isOrdered()).isTrue();
        assertThat(options.passAfter()).isEqualTo(4);
        assertThat(options.obeysReceiver()).isTrue();
        assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(options.retries().waits()).containsExactly(Duration.ofSeconds(1), Duration.ofMinutes(2));
        assertThat(read.state()).isEqualTo(Subscription.State.ACTIVE);
        assertThat(read.createdAt()).isEqualTo(scene.clock.instant());
        assertThat(scene.hooks().subscriptions().get()).containsExactly(read);
        assertThat(read.toString() + options).doesNotContain("k-secret");
        assertThat(scene.texts("SELECT options FROM ${webhook_subscription}").get(0))
                .doesNotContain("k-secret")
                .doesNotContain("whsec_");
    }

    @Test
    void subscribe_refusedUrl_saysWhy() {
        assertThatThrownBy(() -> scene.hooks()
                        .subscribe(SubscriptionOptions.to("http://10.0.0.1/hooks"))
                        .get())
                .isInstanceOf(ConfigurationException.class);
        Subscription hook = scene.subscribe();
        assertThatThrownBy(() -> scene.hooks()
                        .update(hook.id(), options -> options.url(java.net.URI.create("https://localhost/")))
                        .get())
                .isInstanceOf(ConfigurationException.class);
        assertThat(scene.hooks().subscription(hook.id()).get().options().url()).isEqualTo(scene.receiver.uri("/hooks"));
    }

    @Test
    void unknownSubscription_isNotFound() {
        assertThatThrownBy(() -> scene.hooks().subscription("sub_x").get()).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> scene.hooks().delete("sub_x").get()).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> scene.hooks().pause("sub_x", "").get()).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> scene.hooks().test("sub_x").get()).isInstanceOf(NotFoundException.class);
    }

    @Test
    void pause_thenResume_sendsWhatWasQueued() {
        Subscription hook = scene.subscribe();
        Subscription paused = scene.hooks().pause(hook.id(), "maintenance").get();
        assertThat(paused.state()).isEqualTo(Subscription.State.PAUSED);
        assertThat(paused.reason()).isEqualTo("maintenance");
        assertThat(scene.publish("match.created").deliveries()).isEqualTo(1);
        scene.assertQuiet(Duration.ofSeconds(5));
        assertThat(scene.hooks().resume(hook.id()).get().reason()).isEmpty();
        scene.received(1);
        assertThatThrownBy(() -> scene.hooks().pause(hook.id(), "a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void update_whileQueuedAndInRetry_countsForTheNextAttempt() {
        Subscription hook =
                scene.subscribe(options -> options.header("X-A", "1").secretHeader("X-S", Secret.of("old-value")));
        scene.receiver.on("/hooks").behaves(Behavior.status(500));
        scene.publish("match.created");
        scene.afterAttempts(hook, 1);
        scene.hooks()
                .update(hook.id(), options -> {
                    assertThat(java.util.Objects.requireNonNull(
                                            options.secretHeaders().get("X-S"))
                                    .reveal())
                            .isEqualTo("old-value");
                    return options.url(scene.receiver.uri("/moved"))
                            .withoutHeader("x-a")
                            .header("X-B", "2")
                            .secretHeader("x-s", Secret.of("new-value"));
                })
                .get();
        scene.hooks()
                .rotateSecret(hook.id(), SigningSecret.generateEd25519(), Duration.ZERO)
                .get();
        assertThat(scene.nextAttempt(hook).state()).isEqualTo(Delivery.State.SUCCEEDED);
        ReceivedWebhook moved = scene.receiver.received("/moved").get(0);
        assertThat(moved.header("X-A")).isEmpty();
        assertThat(moved.header("X-B")).contains("2");
        assertThat(moved.header("X-S")).contains("new-value");
        assertThat(moved.header("webhook-signature").orElseThrow())
                .startsWith("v1a,")
                .doesNotContain(" ");
    }

    @Test
    void update_whileInFlight_doesNotDisturbTheAttempt() {
        Subscription hook = scene.subscribe();
        scene.receiver.on("/hooks").behaves(Behavior.ok().held());
        scene.publish("match.created");
        scene.received(1);
        scene.hooks()
                .update(hook.id(), options -> options.url(scene.receiver.uri("/moved")))
                .get();
        scene.receiver.release();
        assertThat(scene.ended(hook).state()).isEqualTo(Delivery.State.SUCCEEDED);
        scene.publish("match.created");
        WebhookScene.eventually(() -> scene.receiver.received("/moved").size() == 1);
    }

    @Test
    void delete_queuedInFlightAndInRetry_cancels() {
        Subscription hook = scene.subscribe(options -> options.concurrency(1));
        scene.receiver
                .on("/hooks")
                .behaves(Behavior.status(500), Behavior.status(500).held());
        scene.publish("match.retries");
        scene.afterAttempts(hook, 1);
        scene.publish("match.flies");
        scene.received(2);
        scene.publish("match.waits");
        assertThat(scene.hooks().delete(hook.id()).get()).isTrue();
        scene.receiver.release();
        scene.drive(() -> scene.deliveries().stream().allMatch(Delivery::isFinished));
        assertThat(scene.deliveries()).hasSize(3).allSatisfy(each -> {
            assertThat(each.state()).isEqualTo(Delivery.State.CANCELLED);
            assertThat(each.reason()).isEqualTo("the subscription was deleted");
        });
        assertThat(scene.receiver.count()).isEqualTo(2);
        assertThat(scene.hooks().subscriptions().get()).isEmpty();
        assertThat(scene.texts("SELECT id FROM ${webhook_delivery}")).isEmpty();
    }

    @Test
    void delete_inFlightSucceeds_isDelivered() {
        Subscription hook = scene.subscribe();
        scene.receiver.on("/hooks").behaves(Behavior.ok().held());
        scene.publish("match.created");
        scene.received(1);
        scene.hooks().delete(hook.id()).get();
        scene.receiver.release();
        assertThat(scene.ended(hook).state()).isEqualTo(Delivery.State.SUCCEEDED);
    }

    @Test
    void rotate_overlap_signsByBothUntilExactlyItsEnd() {
        SigningSecret old = SigningSecret.generate();
        Subscription hook = scene.subscribe(options -> options.secret(old));
        SigningSecret fresh =
                scene.hooks().rotateSecret(hook.id(), Duration.ofMinutes(10)).get();
        assertThat(scene.hooks().secret(hook.id()).get()).isEqualTo(fresh).isNotEqualTo(old);
        scene.clock.advance(Duration.ofMinutes(10).minusMillis(1));
        scene.publish("match.created");
        ReceivedWebhook both = scene.received(1).get(0);
        assertThat(both.verifies(old.reveal()) && both.verifies(fresh.reveal())).isTrue();
        scene.ended(hook);
        scene.clock.advance(Duration.ofMillis(1));
        scene.publish("match.created");
        ReceivedWebhook one = scene.received(2).get(1);
        assertThat(one.verifies(fresh.reveal())).isTrue();
        assertThat(one.verifies(old.reveal())).isFalse();
    }

    @Test
    void rotate_tenTimesAndMixed_keepsTenSignatures() {
        SigningSecret first = SigningSecret.generate();
        Subscription hook = scene.subscribe(options -> options.secret(first));
        for (int i = 0; i < 8; i++) {
            scene.hooks().rotateSecret(hook.id(), Duration.ofDays(1)).get();
        }
        SigningSecret asymmetric = SigningSecret.generateEd25519();
        scene.hooks().rotateSecret(hook.id(), asymmetric, Duration.ofDays(1)).get();
        scene.publish("match.created");
        ReceivedWebhook webhook = scene.received(1).get(0);
        assertThat(webhook.header("webhook-signature").orElseThrow().split(" ")).hasSize(10);
        assertThat(webhook.verifies(first.reveal())).isTrue();
        assertThat(webhook.verifies(asymmetric.publicKey().orElseThrow())).isTrue();
        SigningSecret next =
                scene.hooks().rotateSecret(hook.id(), Duration.ofDays(1)).get();
        assertThat(next.publicKey()).isPresent(); // stays of its kind
        scene.publish("match.created");
        assertThat(scene.received(2).get(1).verifies(first.reveal())).isFalse();
        assertThatThrownBy(() -> scene.hooks().rotateSecret(hook.id(), Duration.ofDays(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void test_pausedAndDisabled_sendsOneSignedEventAndChangesNothing() {
        Subscription hook = scene.subscribe();
        scene.hooks().pause(hook.id(), "").get();
        scene.receiver.on("/hooks").behaves(Behavior.status(201).body("thanks"), Behavior.status(500), Behavior.ok());
        DeliveryAttempt attempt = scene.hooks().test(hook.id()).get();
        assertThat(attempt.succeeded()).isTrue();
        assertThat(attempt.status()).isEqualTo(201);
        assertThat(attempt.replyBody()).isEqualTo("thanks");
        assertThat(attempt.requestHeaders().get("webhook-signature")).isEqualTo("v1,(secret)");
        ReceivedWebhook webhook = scene.received(1).get(0);
        assertThat(webhook.text()).contains("\"webhooks.test\"").contains(hook.id());
        assertThat(webhook.verifies(scene.hooks().secret(hook.id()).get().reveal()))
                .isTrue();
        scene.sql("UPDATE ${webhook_subscription} SET state = 'DISABLED'");
        scene.sql("UPDATE ${webhook_version} SET version = 5");
        assertThat(scene.hooks().test(hook.id()).get().error()).isEqualTo("status 500");
        Subscription after = scene.hooks().subscription(hook.id()).get();
        assertThat(after.state()).isEqualTo(Subscription.State.DISABLED);
        assertThat(after.failures()).isZero();
        assertThat(scene.deliveries()).isEmpty();
        assertThat(scene.alerts).isEmpty();
    }

    @Test
    void failing_fiveDays_warnsThenDisables_andResumeProbesWithOne() {
        Subscription hook = scene.subscribe(
                options -> options.retries(new RetrySchedule(java.util.Collections.nCopies(50, Duration.ofHours(3)))));
        scene.receiver.on("/hooks").behaves(Behavior.status(500));
        Instant start = scene.clock.instant();
        scene.publish("match.created");
        Delivery delivery = scene.afterAttempts(hook, 1);
        while (!delivery.isFinished()) {
            if (Duration.between(start, scene.clock.instant()).compareTo(Duration.ofDays(4)) < 0) {
                assertThat(scene.kinds()).doesNotContain(SubscriptionAlert.Kind.WARNING);
            }
            scene.skipTo(delivery.nextAttemptAt());
            delivery = scene.driveToEnd(hook, delivery.attempts());
        }
        assertThat(scene.kinds(3))
                .containsExactly(
                        SubscriptionAlert.Kind.FAILING,
                        SubscriptionAlert.Kind.WARNING,
                        SubscriptionAlert.Kind.DISABLED);
        SubscriptionAlert warning = scene.alerts.get(1);
        assertThat(warning.text())
                .contains("match.created")
                .contains(delivery.messageId())
                .contains(start.plus(Duration.ofDays(5)).toString().substring(0, 13));
        assertThat(Duration.between(start, scene.alerts.get(2).at())).isGreaterThanOrEqualTo(Duration.ofDays(5));
        assertThat(delivery.state()).isEqualTo(Delivery.State.CANCELLED);
        assertThat(scene.hooks().subscription(hook.id()).get().state()).isEqualTo(Subscription.State.DISABLED);
        assertThat(scene.publish("match.missed").deliveries()).isZero();

        int before = scene.receiver.count();
        scene.receiver.on("/hooks").behaves(Behavior.ok().held());
        Subscription resumed = scene.hooks().resume(hook.id()).get();
        assertThat(resumed.failures()).isZero();
        assertThat(resumed.heldUntil()).isNull();
        for (int i = 0; i < 4; i++) {
            scene.publish("match.created");
        }
        WebhookScene.eventually(() -> scene.receiver.count() == before + 1);
        scene.assertQuiet(Duration.ofSeconds(3));
        scene.receiver.on("/hooks").behaves(Behavior.ok());
        scene.receiver.release();
        WebhookScene.eventually(() -> scene.receiver.count() == before + 4);
        scene.ended(hook);
        assertThat(scene.hooks().replayMissing(hook.id(), start).get().size()).isEqualTo(1);
        scene.received(before + 5);
    }

    @Test
    void alerts_asEvents_areSentWithoutLoops() {
        Subscription bad = scene.hooks()
                .subscribe(scene.options("/bad").retries(RetrySchedule.none()))
                .get();
        Subscription operator =
                scene.subscribe(options -> options.types("webhooks.*").retries(RetrySchedule.none()));
        scene.receiver.on("/bad").behaves(Behavior.status(500));
        scene.receiver.on("/hooks").behaves(Behavior.status(500));
        scene.publish("match.created");
        WebhookScene.eventually(() -> scene.finished.size() == 2);
        scene.assertQuiet(Duration.ofSeconds(5));
        List<ReceivedWebhook> sent = scene.receiver.received("/hooks");
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).text())
                .contains("\"type\":\"webhooks.subscription.exhausted\"")
                .contains(bad.id())
                .contains("\"eventType\":\"match.created\"");
        assertThat(scene.newest(operator).state()).isEqualTo(Delivery.State.EXHAUSTED);
        assertThat(scene.kinds(2))
                .containsOnly(SubscriptionAlert.Kind.EXHAUSTED)
                .hasSize(2);
    }

    @Test
    void resume_pausedAfterDisabled_startsAnew() {
        Subscription hook = scene.subscribe();
        scene.receiver.on("/hooks").behaves(Behavior.status(410), Behavior.ok());
        scene.publish("match.created");
        scene.ended(hook);
        scene.hooks().pause(hook.id(), "to be looked at").get();
        Subscription resumed = scene.hooks().resume(hook.id()).get();
        assertThat(resumed.failures()).isZero();
        assertThat(resumed.failingSince()).isNull();
        scene.publish("match.created");
        scene.received(2);
        assertThat(scene.ended(hook).state()).isEqualTo(Delivery.State.SUCCEEDED);
    }
}
