// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.CancelledException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HandlerTest extends SceneTest {
    private final List<HandledEvent> handled = new CopyOnWriteArrayList<>();

    record Match(int id, String name) {}

    private Subscription handler(EventHandler handler) {
        return handler(SubscriptionOptions.handledBy("standings").types("match.*"), handler);
    }

    private Subscription handler(SubscriptionOptions options, EventHandler handler) {
        reopen(builder -> builder.handler(options, handler));
        return scene.hooks().subscription("handler_" + options.handler()).get();
    }

    @Test
    void handle_returns_isDelivered() {
        Subscription standings = handler(handled::add);
        Published published = scene.hooks()
                .publish("match.created", new Match(7, "Ann \u2013 Bo"))
                .get();
        scene.publish("checkin.opened");
        Delivery delivery = scene.ended(standings);
        assertThat(delivery.state()).isEqualTo(Delivery.State.SUCCEEDED);
        assertThat(handled).hasSize(1);
        HandledEvent event = handled.get(0);
        assertThat(event.id()).isEqualTo(published.id());
        assertThat(event.attempt()).isEqualTo(1);
        assertThat(event.at()).isEqualTo(scene.clock.instant());
        assertThat(event.data(Match.class)).isEqualTo(new Match(7, "Ann \u2013 Bo"));
        assertThat(event.toString()).doesNotContain("Ann");
        assertThat(scene.hooks().attempts(delivery.id()).get().get(0).url()).isEqualTo("standings");
    }

    @Test
    void handle_throws_isRetriedAndKeepsTheReason() {
        AtomicBoolean fails = new AtomicBoolean(true);
        Subscription standings = handler(event -> {
            if (fails.get()) {
                throw new IOException("the table is locked\0 \ud800");
            }
            handled.add(event);
        });
        scene.publish("match.created");
        Delivery failed = scene.afterAttempts(standings, 1);
        assertThat(failed.state()).isEqualTo(Delivery.State.PENDING);
        assertThat(failed.reason()).contains("IOException").contains("the table is locked");
        fails.set(false);
        assertThat(scene.nextAttempt(standings).state()).isEqualTo(Delivery.State.SUCCEEDED);
        assertThat(handled.get(0).attempt()).isEqualTo(2);
    }

    @Test
    void handle_error_isAFailureAndOthersGoOn() {
        Subscription standings = handler(event -> {
            throw new StackOverflowError("too deep");
        });
        Subscription hook = scene.subscribe();
        scene.publish("match.created");
        assertThat(scene.afterAttempts(standings, 1).reason()).contains("too deep");
        scene.publish("match.created");
        scene.received(2);
        assertThat(scene.ended(hook).state()).isEqualTo(Delivery.State.SUCCEEDED);
    }

    @Test
    void handle_tooLong_isInterruptedAndRetried() {
        CountDownLatch entered = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Subscription standings =
                handler(SubscriptionOptions.handledBy("standings").timeout(Duration.ofSeconds(2)), event -> {
                    entered.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                        throw e;
                    }
                });
        scene.publish("match.created");
        scene.drive(() -> entered.getCount() == 0 && interrupted.get());
        Delivery failed = scene.afterAttempts(standings, 1);
        assertThat(failed.state()).isEqualTo(Delivery.State.PENDING);
        assertThat(failed.reason()).contains("2000 ms");
        assertThat(Duration.between(scene.clock.instant(), failed.nextAttemptAt()))
                .isLessThanOrEqualTo(Duration.ofSeconds(60))
                .isGreaterThan(Duration.ofSeconds(40));
    }

    @Test
    void node_withoutTheHandler_leavesItsEvents() {
        Subscription standings = handler(handled::add);
        reopen(builder -> builder);
        scene.publish("match.created");
        scene.subscribe();
        scene.publish("match.second");
        scene.received(1);
        scene.assertQuiet(Duration.ofSeconds(5));
        assertThat(scene.newest(standings).attempts()).isZero();
        assertThat(handled).isEmpty();
        handler(handled::add);
        scene.drive(() -> handled.size() == 2);
        assertThat(scene.ended(standings).state()).isEqualTo(Delivery.State.SUCCEEDED);
    }

    @Test
    void test_ofHandler_handsItATestEvent() {
        Subscription standings = handler(handled::add);
        DeliveryAttempt attempt = scene.hooks().test(standings.id()).get();
        assertThat(attempt.succeeded()).isTrue();
        assertThat(handled.get(0).type()).isEqualTo("webhooks.test");
        reopen(builder -> builder);
        assertThat(scene.hooks().test(standings.id()).get().error()).contains("no handler standings");
    }

    @Test
    void handlerSubscription_asEndpoint_isRefused() {
        Subscription standings = handler(handled::add);
        assertThatThrownBy(() -> scene.hooks().secret(standings.id()).get()).hasMessageContaining("has no secret");
        assertThatThrownBy(() -> scene.hooks()
                        .rotateSecret(standings.id(), Duration.ZERO)
                        .get())
                .hasMessageContaining("has no secret");
        assertThatThrownBy(() -> scene.hooks()
                        .update(standings.id(), options -> scene.options("/hooks"))
                        .get())
                .hasMessageContaining("nor a handler a URL");
        assertThatThrownBy(() -> scene.hooks().subscribe(SubscriptionOptions.handledBy("other")))
                .isInstanceOf(IllegalArgumentException.class);
        scene.hooks().publish("match.created", Map.of()).get();
        Delivery delivery = scene.ended(standings);
        assertThatThrownBy(() -> scene.hooks().curl(delivery.id()).get()).hasMessageContaining("curl cannot reach");
    }

    @Test
    void builder_wrongHandlers_areRefused() {
        WebhooksBuilder builder = Webhooks.builder(scene.db, WebhookScene.KEYS);
        assertThatThrownBy(() -> builder.handler(scene.options("/hooks"), event -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("handledBy");
        builder.handler(SubscriptionOptions.handledBy("a"), event -> {});
        assertThatThrownBy(() -> builder.handler(SubscriptionOptions.handledBy("a"), event -> {}))
                .hasMessageContaining("already");
        assertThatThrownBy(() -> SubscriptionOptions.handledBy("a b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void handle_callOfItsOwnWasCancelled_countsAsAFailure() {
        Subscription standings = handler(event -> {
            handled.add(event);
            throw new CancelledException("a call of the handler");
        });
        scene.publish("match.created");
        assertThat(scene.afterAttempts(standings, 1).state()).isEqualTo(Delivery.State.PENDING);
        assertThat(scene.newest(standings).attempts()).isEqualTo(1);
        assertThat(handled).hasSize(1);
    }

    @Test
    void erase_alertsThatShowTheError_areErasedToo() {
        handler(SubscriptionOptions.handledBy("standings").types("match.*").retries(RetrySchedule.none()), event -> {
            throw new IllegalStateException("no player Ann");
        });
        Subscription alerts = scene.subscribe(options -> options.types("webhooks.*"));
        scene.hooks().pause(alerts.id(), "").get();
        scene.hooks()
                .publish(Event.of("match.created", Map.of("id", 7)).about("player-1"))
                .get();
        scene.drive(() -> !scene.texts("SELECT id FROM ${webhook_message} WHERE type LIKE 'webhooks.%'")
                .isEmpty());
        scene.hooks().erase("player-1").get();
        assertThat(scene.texts("SELECT id FROM ${webhook_message} WHERE length(payload) > 0"))
                .isEmpty();
    }
}
