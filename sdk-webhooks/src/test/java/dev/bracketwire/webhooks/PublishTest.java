// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.testkit.webhooks.ReceivedWebhook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PublishTest extends SceneTest {
    @Test
    void publish_subscribed_sendsSignedStandardWebhook() {
        Subscription hook = scene.subscribe(options -> options.header("X-League", "north"));
        Published published = scene.hooks()
                .publish(Event.of("match.created", Map.of("id", 7))
                        .traceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
                .get();
        ReceivedWebhook webhook = scene.received(1).get(0);
        assertThat(published.deliveries()).isEqualTo(1);
        assertThat(webhook.method()).isEqualTo("POST");
        assertThat(webhook.id()).contains(published.id()).get().asString().doesNotContain(".");
        assertThat(webhook.timestamp()).contains(scene.clock.instant());
        assertThat(webhook.verifies(scene.hooks().secret(hook.id()).get().reveal()))
                .isTrue();
        assertThat(webhook.header("content-type")).contains("application/json");
        assertThat(webhook.header("x-league")).contains("north");
        assertThat(webhook.header("traceparent")).contains("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(webhook.text())
                .isEqualTo("{\"type\":\"match.created\",\"timestamp\":\"2026-11-30T12:00:00Z\",\"data\":{\"id\":7}}");
        Delivery delivery = scene.ended(hook);
        assertThat(delivery.state()).isEqualTo(Delivery.State.SUCCEEDED);
        assertThat(delivery.status()).isEqualTo(204);
        EventMessage message = scene.hooks().message(published.id()).get();
        assertThat(message.isDelivered()).isTrue();
        assertThat(message.isFinished()).isTrue();
        assertThat(message.payload()).isEqualTo(webhook.text());
    }

    @Test
    void publish_ed25519Secret_signsV1a() {
        SigningSecret own = SigningSecret.generateEd25519();
        scene.subscribe(options -> options.secret(own));
        scene.publish("match.created");
        ReceivedWebhook webhook = scene.received(1).get(0);
        assertThat(webhook.header("webhook-signature").orElseThrow()).startsWith("v1a,");
        assertThat(webhook.verifies(own.publicKey().orElseThrow())).isTrue();
    }

    @Test
    void publish_transactionCommits_isSent() {
        scene.subscribe();
        Published published = scene.db
                .write(connection -> scene.hooks().publish(connection, Event.of("match.created", Map.of())))
                .get();
        assertThat(scene.received(1).get(0).id()).contains(published.id());
    }

    @Test
    void publish_transactionRollsBack_wasNeverThere() {
        scene.subscribe();
        assertThatThrownBy(() -> scene.db
                        .write(connection -> {
                            scene.hooks().publish(connection, Event.of("match.created", Map.of()));
                            throw new IllegalStateException("the match is refused");
                        })
                        .get())
                .hasMessage("the match is refused");
        scene.publish("match.other");
        assertThat(scene.received(1).get(0).text()).contains("match.other");
        assertThat(scene.texts("SELECT type FROM ${webhook_message}")).containsExactly("match.other");
        assertThat(scene.deliveries()).hasSize(1);
    }

    @Test
    void publishAll_oneInvalid_storesNone() {
        scene.subscribe();
        assertThatThrownBy(() -> scene.hooks()
                        .publishAll(List.of(
                                Event.of("match.created", Map.of()),
                                Event.of("match.created", Map.of("long", "x".repeat(300_000)))))
                        .get())
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("300");
        assertThat(scene.texts("SELECT id FROM ${webhook_message}")).isEmpty();
        List<Published> both = scene.hooks()
                .publishAll(List.of(Event.of("a", 1), Event.of("b", List.of("x"))))
                .get();
        assertThat(both).extracting(Published::deliveries).containsExactly(1, 1);
        scene.received(2);
    }

    @Test
    void publish_sameIdempotencyKey_returnsTheFirst() {
        scene.subscribe();
        Event event = Event.of("match.created", Map.of("n", 1)).idempotencyKey("match-7");
        Published first = scene.hooks().publish(event).get();
        Published second = scene.hooks().publish(event).get();
        assertThat(first.duplicate()).isFalse();
        assertThat(second).isEqualTo(new Published(first.id(), 1, true));
        scene.hooks().publish(event.idempotencyKey("match-8")).get();
        assertThat(scene.received(2)).extracting(ReceivedWebhook::id).doesNotHaveDuplicates();
        assertThat(scene.deliveries()).hasSize(2);
    }

    @Test
    void publish_sameIdempotencyKeyAtOnce_storesOne() {
        scene.subscribe();
        Event event = Event.of("match.created", Map.of()).idempotencyKey("match-7");
        for (int round = 0; round < 5; round++) {
            Event each = event.idempotencyKey("round-" + round);
            CountDownLatch start = new CountDownLatch(1);
            List<CompletableFuture<Published>> both = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                both.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return scene.hooks().publish(each).get();
                }));
            }
            start.countDown();
            List<Published> results = both.stream().map(CompletableFuture::join).toList();
            assertThat(results)
                    .extracting(Published::id)
                    .containsOnly(results.get(0).id());
            assertThat(results).extracting(Published::duplicate).containsExactlyInAnyOrder(true, false);
        }
        assertThat(scene.deliveries()).hasSize(5);
    }

    @Test
    void publish_filtersAndChannels_reachesThoseThatTakeIt() {
        Subscription all = scene.subscribe();
        Subscription matches = scene.subscribe(options -> options.types("match.*"));
        Subscription created = scene.subscribe(options -> options.types("*.created"));
        Subscription north = scene.subscribe(options -> options.channels("north", "south"));
        Subscription off = scene.subscribe(options -> options.types("checkin.opened"));
        Published plain = scene.publish("match.score.final");
        Published inNorth = scene.hooks()
                .publish(Event.of("team.created", 1).channels("north", "west"))
                .get();
        assertThat(takers(plain)).containsExactlyInAnyOrder(all.id(), matches.id());
        assertThat(takers(inNorth)).containsExactlyInAnyOrder(all.id(), created.id(), north.id());
        assertThat(off.options().types()).containsExactly("checkin.opened");
        assertThat(scene.publish("checkin.closed").deliveries()).isEqualTo(1);
    }

    private List<String> takers(Published published) {
        return scene.hooks().message(published.id()).get().deliveries().stream()
                .map(Delivery::subscriptionId)
                .toList();
    }

    @Test
    void event_ofATypeOfThisModule_isRefused() {
        assertThatThrownBy(() -> Event.of("webhooks.subscription.failing", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("this module");
        assertThatThrownBy(() -> EventType.of("webhooks.mine")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void publish_noSubscription_isStoredForReplay() {
        Published published = scene.publish("match.created");
        assertThat(published.deliveries()).isZero();
        assertThat(scene.hooks().message(published.id()).get().isFinished()).isTrue();
    }

    @Test
    void publish_schemaOfType_refusesWhatDoesNotFit() {
        scene.subscribe();
        scene.hooks()
                .defineType(EventType.of("match.created")
                        .description("a match")
                        .jsonSchema("{\"type\":\"object\",\"required\":[\"id\"],"
                                + "\"properties\":{\"id\":{\"type\":\"integer\"}}}"))
                .get();
        assertThatThrownBy(() -> scene.hooks()
                        .publish("match.created", Map.of("id", "secret-seven"))
                        .get())
                .isInstanceOfSatisfying(
                        InvalidEventException.class,
                        e -> assertThat(e.problems()).isNotEmpty())
                .hasMessageContaining("id")
                .hasMessageNotContaining("secret-seven");
        assertThat(scene.hooks().publish("match.created", Map.of("id", 7)).get().deliveries())
                .isEqualTo(1);
        assertThat(scene.hooks().types().get()).extracting(EventType::name).containsExactly("match.created");
        assertThat(scene.hooks().removeType("match.created").get()).isTrue();
        assertThat(scene.hooks().removeType("match.created").get()).isFalse();
        assertThat(scene.hooks().publish("match.created", Map.of()).get().deliveries())
                .isEqualTo(1);
    }

    @Test
    void publish_knownTypesOnly_refusesOthers() {
        reopen(WebhooksBuilder::knownTypesOnly);
        scene.hooks().defineType(EventType.of("match.created")).get();
        scene.publish("match.created");
        assertThatThrownBy(() -> scene.publish("match.crated"))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("not registered");
    }

    @Test
    void publish_atMaxPayload_isSent_andOneByteMoreRefused() {
        reopen(builder -> builder.maxPayload(1024 * 1024));
        scene.subscribe();
        int envelope = "{\"type\":\"big\",\"timestamp\":\"2026-11-30T12:00:00Z\",\"data\":\"\"}".length();
        scene.hooks().publish("big", "x".repeat(1024 * 1024 - envelope)).get();
        assertThat(scene.received(1).get(0).body()).hasSize(1024 * 1024);
        assertThatThrownBy(() -> scene.hooks()
                        .publish("big", "x".repeat(1024 * 1024 - envelope + 1))
                        .get())
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("1048577 bytes");
    }
}
