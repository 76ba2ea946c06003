// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.NotFoundException;
import dev.bracketwire.Outcome.Status;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.testkit.webhooks.Behavior;
import dev.bracketwire.testkit.webhooks.ReceivedWebhook;
import dev.bracketwire.webhooks.internal.PayloadErasure;
import dev.bracketwire.webhooks.internal.WebhookTables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Tests searches, repeats, erasure and retention. */
class OperationsTest extends SceneTest {
    private static final RetrySchedule NONE = RetrySchedule.none();

    private Subscription dead(int events) {
        Subscription hook = scene.subscribe(options -> options.retries(NONE));
        scene.receiver.on("/hooks").behaves(Behavior.status(404).body("no such hook"));
        for (int i = 0; i < events; i++) {
            scene.hooks()
                    .publish(Event.of("match.created", Map.of("n", i)).about("player-" + i))
                    .get();
        }
        WebhookScene.eventually(() -> scene.finished.size() == events);
        scene.receiver.on("/hooks").behaves(Behavior.ok());
        return hook;
    }

    @Test
    void resend_finished_isOneMoreAttemptWithTheSameId() {
        Subscription hook = dead(1);
        Delivery first = scene.newest(hook);
        scene.receiver.on("/hooks").behaves(Behavior.status(500), Behavior.ok());
        Delivery second = scene.hooks().resend(first.id()).get();
        assertThat(second.id()).isNotEqualTo(first.id());
        scene.drive(() -> scene.newest(hook).isFinished());
        assertThat(scene.newest(hook).state()).isEqualTo(Delivery.State.EXHAUSTED);
        assertThat(scene.newest(hook).attempts()).isEqualTo(1);
        scene.hooks().resend(second.id()).get();
        assertThat(scene.ended(hook).state()).isEqualTo(Delivery.State.SUCCEEDED);
        assertThat(scene.received(3))
                .extracting(ReceivedWebhook::id)
                .containsOnly(java.util.Optional.of(first.messageId()));
    }

    @Test
    void resend_pending_isAttemptedNow_andUnknownOrDisabledRefused() {
        Subscription hook = scene.subscribe();
        scene.receiver.on("/hooks").behaves(Behavior.status(500), Behavior.ok());
        scene.publish("match.created");
        Delivery waiting = scene.afterAttempts(hook, 1);
        assertThat(scene.hooks().resend(waiting.id()).get().id()).isEqualTo(waiting.id());
        assertThat(scene.ended(hook).state()).isEqualTo(Delivery.State.SUCCEEDED);
        assertThat(scene.newest(hook).attempts()).isEqualTo(2);
        assertThatThrownBy(() -> scene.hooks().resend(99_999).get()).isInstanceOf(NotFoundException.class);
        scene.hooks().delete(hook.id()).get();
        assertThatThrownBy(() -> scene.hooks().resend(waiting.id()).get()).hasMessageContaining("deleted or disabled");
    }

    @Test
    void resend_inFlight_isRefused() {
        Subscription hook = scene.subscribe();
        scene.receiver.on("/hooks").behaves(Behavior.hang());
        scene.publish("match.created");
        scene.received(1);
        assertThat(scene.newest(hook).state()).isEqualTo(Delivery.State.IN_FLIGHT);
        assertThatThrownBy(() -> scene.hooks().resend(scene.newest(hook).id()).get())
                .hasMessageContaining("under way");
    }

    @Test
    void planReplay_dead_queuesOnceAndASecondPlanIsEmpty() {
        Subscription hook = dead(3);
        scene.hooks().erase("player-1").get();
        Plan<DeliveryChange> plan = scene.hooks()
                .planReplay(DeliveryFilter.dead().subscription(hook.id()))
                .get();
        assertThat(plan.size()).isEqualTo(3);
        assertThat(plan.changes().findFirst().orElseThrow().toString()).startsWith("Redeliver match.created msg_");
        Plan<DeliveryChange> rival =
                scene.hooks().planReplay(DeliveryFilter.dead()).get();
        Report<DeliveryChange> report = plan.apply().get();
        assertThat(report.count(Status.APPLIED)).isEqualTo(2);
        assertThat(report.count(Status.STALE)).isEqualTo(1);
        scene.received(5);
        WebhookScene.eventually(() -> scene.finished.size() == 5);
        Report<DeliveryChange> late = rival.apply().get();
        assertThat(late.count(Status.APPLIED)).isZero();
        assertThat(late.count(Status.STALE)).isEqualTo(3);
        assertThat(scene.hooks().replay(DeliveryFilter.dead()).get().count(Status.APPLIED))
                .isZero();
        assertThatThrownBy(() -> scene.hooks().planReplay(DeliveryFilter.all().states(Delivery.State.PENDING)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void replayMissing_laterSubscription_getsWhatItTakes() {
        scene.hooks().publish(Event.of("match.created", 1)).get();
        scene.clock.advance(Duration.ofMinutes(1));
        Instant since = scene.clock.instant();
        scene.hooks().publish(Event.of("match.created", 2)).get();
        scene.hooks().publish(Event.of("match.created", 3).about("player-3")).get();
        scene.hooks().publish(Event.of("match.created", 4).channels("south")).get();
        scene.hooks()
                .publish(Event.of("match.created", 5).channels("north", "east"))
                .get();
        scene.hooks().publish(Event.of("team.created", 6)).get();
        Subscription all = scene.subscribe(options -> options.types("match.*"));
        Subscription north = scene.subscribe(options -> options.channels("north"));
        scene.hooks().erase("player-3").get();
        Plan<DeliveryChange> second =
                scene.hooks().planReplayMissing(all.id(), since).get();
        assertThat(scene.hooks().replayMissing(all.id(), since).get().count(Status.APPLIED))
                .isEqualTo(3);
        assertThat(scene.hooks().replayMissing(north.id(), since).get().count(Status.APPLIED))
                .isEqualTo(1);
        assertThat(scene.hooks().planReplayMissing(all.id(), since).get().isEmpty())
                .isTrue();
        assertThat(second.apply().get().count(Status.STALE)).isEqualTo(3);
        assertThat(scene.received(4)).hasSize(4);
        scene.hooks().delete(north.id()).get();
        assertThatThrownBy(
                        () -> scene.hooks().planReplayMissing(north.id(), since).get())
                .hasMessageContaining("deleted or disabled");
    }

    @Test
    void erase_subject_removesPayloadsAndCancelsTheQueue() {
        Subscription hook = scene.subscribe();
        scene.receiver.on("/hooks").behaves(Behavior.status(500).body("echo of Ann"));
        Event about = Event.of("player.moved", Map.of("name", "Ann")).about("player-1", "team-2");
        Published one = scene.hooks().publish(about.idempotencyKey("k")).get();
        scene.afterAttempts(hook, 1);
        scene.hooks().publish(Event.of("player.moved", Map.of("name", "Bo")).about("player-2"));
        assertThat(scene.hooks().messagesAbout("player-1").get())
                .extracting(EventMessage::id)
                .containsExactly(one.id());
        assertThat(scene.hooks().erase("player-1").get()).isEqualTo(1);
        Delivery cancelled = scene.newest(hook);
        assertThat(cancelled.state()).isEqualTo(Delivery.State.CANCELLED);
        assertThat(cancelled.reason()).contains("erased");
        assertThat(scene.hooks().message(one.id()).get().payload()).isEmpty();
        assertThat(scene.hooks().attempts(cancelled.id()).get())
                .allSatisfy(each -> assertThat(each.replyBody()).isEmpty());
        assertThat(scene.hooks().messagesAbout("team-2").get()).isEmpty();
        assertThat(scene.hooks().erase("player-1").get()).isZero();
        assertThatThrownBy(() -> scene.hooks().resend(cancelled.id()).get()).hasMessageContaining("erased");
        assertThat(scene.hooks().publish(about.idempotencyKey("k")).get().duplicate())
                .isFalse();
    }

    @Test
    void erase_inFlight_storesNoReplyAndWithinTransactionWorks() {
        Subscription hook = scene.subscribe();
        scene.receiver
                .on("/hooks")
                .behaves(Behavior.status(500).body("echo of Ann").held());
        scene.hooks().publish(Event.of("player.moved", "Ann").about("player-1")).get();
        scene.received(1);
        assertThat(scene.db
                        .write(connection -> scene.hooks().erase(connection, "player-1"))
                        .get())
                .isEqualTo(1);
        scene.receiver.release();
        scene.publish("match.created");
        scene.received(2);
        assertThat(scene.texts("SELECT reply_body FROM ${webhook_attempt}")).doesNotContain("echo of Ann");
        assertThat(scene.deliveries().get(0).state()).isEqualTo(Delivery.State.CANCELLED);
        assertThat(scene.newest(hook).type()).isEqualTo("match.created");
    }

    @Test
    void erase_manyMessages_goesOnInSteps() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 230; i++) {
            events.add(Event.of("player.moved", i).about("player-1"));
        }
        scene.hooks().publishAll(events).get();
        assertThat(scene.hooks().erase("player-1").get()).isEqualTo(230);
        assertThat(scene.texts("SELECT id FROM ${webhook_message} WHERE length(payload) > 0"))
                .isEmpty();
    }

    @Test
    void retention_old_isPrunedInStepsAndPendingStays() throws Exception {
        Subscription paused = scene.hooks()
                .subscribe(scene.options("/paused").types("match.waits"))
                .get();
        scene.hooks().pause(paused.id(), "holiday").get();
        scene.publish("match.waits");
        Subscription hook = scene.subscribe(options -> options.types("match.done"));
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 520; i++) {
            events.add(Event.of("match.done", i).about("player-1"));
        }
        scene.hooks().publishAll(events).get();
        WebhookScene.eventually(() -> scene.finished.size() == 520);
        scene.receiver.on("/hooks").behaves(Behavior.status(500));
        scene.hooks().update(hook.id(), options -> options.retries(NONE)).get();
        scene.publish("match.done");
        WebhookScene.eventually(() -> scene.finished.size() == 521);
        scene.clock.advance(Duration.ofDays(31));
        var erasure = new PayloadErasure(new WebhookTables(scene.db, scene.clock));
        List<Boolean> more = new ArrayList<>();
        do {
            more.add(scene.db
                    .write(connection -> erasure.pruneSome(connection, Duration.ofDays(30), Duration.ofDays(90)))
                    .get());
        } while (more.get(more.size() - 1));
        assertThat(more.size()).isGreaterThan(1);
        assertThat(scene.deliveries())
                .extracting(Delivery::state)
                .containsExactlyInAnyOrder(Delivery.State.PENDING, Delivery.State.EXHAUSTED);
        assertThat(scene.texts("SELECT id FROM ${webhook_message}")).hasSize(2);
        assertThat(scene.texts("SELECT number FROM ${webhook_attempt}")).hasSize(1);
        assertThat(scene.texts("SELECT subject FROM ${webhook_subject}")).isEmpty();
    }

    @Test
    void deliveries_filters_selectAndPage() {
        Subscription hook = scene.subscribe();
        Subscription paused = scene.hooks().subscribe(scene.options("/paused")).get();
        scene.hooks().pause(paused.id(), "").get();
        scene.hooks().publish("team.created", 0).get();
        scene.clock.advance(Duration.ofMinutes(1));
        Instant since = scene.clock.instant();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 450; i++) {
            events.add(Event.of("match.done", i));
        }
        List<Published> published = scene.hooks().publishAll(events).get();
        WebhookScene.eventually(() -> scene.finished.size() == 451);
        List<Delivery> all =
                scene.hooks().deliveries(DeliveryFilter.all()).stream().toList();
        assertThat(all).hasSize(902);
        assertThat(all)
                .extracting(Delivery::id)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(count(DeliveryFilter.all().subscription(hook.id()))).isEqualTo(451);
        assertThat(count(DeliveryFilter.all().type("team.created"))).isEqualTo(2);
        assertThat(count(DeliveryFilter.all().states(Delivery.State.SUCCEEDED))).isEqualTo(451);
        assertThat(count(DeliveryFilter.all().states(Delivery.State.PENDING))).isEqualTo(451);
        assertThat(count(DeliveryFilter.all().states(Delivery.State.IN_FLIGHT))).isZero();
        assertThat(count(DeliveryFilter.all()
                        .states(Delivery.State.PENDING, Delivery.State.SUCCEEDED)
                        .message(published.get(7).id())))
                .isEqualTo(2);
        assertThat(count(DeliveryFilter.all().since(since))).isEqualTo(900);
        assertThat(count(DeliveryFilter.all().until(since))).isEqualTo(2);
        assertThat(count(DeliveryFilter.dead())).isZero();
        assertThatThrownBy(() -> scene.hooks().message("msg_none").get()).isInstanceOf(NotFoundException.class);
        assertThat(scene.hooks().attempts(99_999).get()).isEmpty();
    }

    private long count(DeliveryFilter filter) {
        return scene.hooks().deliveries(filter).stream().count();
    }

    @Test
    void replayMissing_onTwoNodesAtOnce_queuesEachMessageOnce() throws Exception {
        for (int i = 0; i < 60; i++) {
            scene.publish("match.created");
        }
        Webhooks other = scene.open(scene.again(), WebhooksBuilder::publishOnly);
        Subscription hook = scene.subscribe();
        scene.hooks().pause(hook.id(), "").get();
        var first = scene.hooks().planReplayMissing(hook.id(), Instant.MIN).get();
        var second = other.planReplayMissing(hook.id(), Instant.MIN).get();
        var one = first.apply().start().toCompletableFuture();
        second.apply().start().toCompletableFuture().get();
        one.get();
        assertThat(scene.texts("SELECT id FROM ${webhook_delivery}")).hasSize(60);
    }

    @Test
    void erase_whileAnotherNodeResends_sendsNoEmptyPayload() throws Exception {
        Assumptions.assumeTrue(place == QueuePlace.POSTGRES);
        Subscription hook = scene.subscribe();
        scene.hooks()
                .publish(Event.of("match.created", Map.of()).about("player-1"))
                .get();
        Delivery sent = scene.ended(hook);
        Webhooks other = scene.open(scene.again(), WebhooksBuilder::publishOnly);
        var resent = new AtomicReference<CompletableFuture<Delivery>>();
        scene.db
                .write(connection -> {
                    int erased = scene.hooks().erase(connection, "player-1");
                    resent.set(other.resend(sent.id()).start().toCompletableFuture());
                    LockSupport.parkNanos(300_000_000); // the resend waits for this transaction
                    return erased;
                })
                .get();
        assertThatThrownBy(() -> java.util.Objects.requireNonNull(resent.get()).get())
                .hasMessageContaining("erased");
        assertThat(scene.receiver.count()).isEqualTo(1);
    }
}
