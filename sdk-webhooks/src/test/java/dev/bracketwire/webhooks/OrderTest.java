// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.testkit.webhooks.Behavior;
import dev.bracketwire.testkit.webhooks.ReceivedWebhook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Tests the order of events with one key. */
class OrderTest extends SceneTest {
    private static Event event(String key, int number) {
        return Event.of("match.changed", key + "-" + number).orderKey(key);
    }

    private List<String> arrived() {
        return scene.receiver.received().stream()
                .map(ReceivedWebhook::text)
                .map(text -> text.replaceAll(".*\"data\":\"([^\"]*)\".*", "$1"))
                .toList();
    }

    private void publish(String key, int... numbers) {
        for (int number : numbers) {
            scene.hooks().publish(event(key, number)).get();
        }
    }

    @Test
    void ordered_manyKeys_eachArrivesInOrderAndOneAtATime() {
        scene.subscribe(options -> options.ordered().concurrency(8));
        Set<String> underWay = ConcurrentHashMap.newKeySet();
        Set<String> overlaps = ConcurrentHashMap.newKeySet();
        scene.receiver.on("/hooks").behavesBy(webhook -> {
            String key = webhook.text().replaceAll(".*\"data\":\"(.)-.*", "$1");
            if (!underWay.add(key)) {
                overlaps.add(key);
            }
            underWay.remove(key);
            return Behavior.ok();
        });
        for (int i = 1; i <= 10; i++) {
            publish("a", i);
            publish("b", i);
            publish("c", i);
        }
        scene.received(30);
        for (String key : List.of("a", "b", "c")) {
            assertThat(arrived().stream().filter(each -> each.startsWith(key)).toList())
                    .containsExactly(java.util.stream.IntStream.rangeClosed(1, 10)
                            .mapToObj(i -> key + "-" + i)
                            .toArray(String[]::new));
        }
        assertThat(overlaps).isEmpty();
    }

    @Test
    void ordered_stuckHead_blocksItsKeyOnly_untilItIsExhausted() {
        Subscription hook =
                scene.subscribe(options -> options.ordered().retries(RetrySchedule.of(Duration.ofSeconds(30))));
        scene.receiver
                .on("/hooks")
                .behavesBy(webhook -> webhook.text().contains("a-1") ? Behavior.status(500) : Behavior.ok());
        publish("a", 1, 2, 3);
        publish("b", 1);
        scene.received(2);
        assertThat(arrived()).containsExactlyInAnyOrder("a-1", "b-1");
        scene.assertQuiet(Duration.ofSeconds(20));
        scene.drive(() -> scene.receiver.count() == 5);
        assertThat(arrived().subList(2, 5)).containsExactly("a-1", "a-2", "a-3");
        assertThat(scene.deliveries().get(0).state()).isEqualTo(Delivery.State.EXHAUSTED);
        assertThat(scene.ended(hook).state()).isEqualTo(Delivery.State.SUCCEEDED);
    }

    @Test
    void orderedUntil_headFailedThatOften_othersPass() {
        scene.subscribe(options ->
                options.orderedUntil(2).retries(RetrySchedule.of(Duration.ofSeconds(10), Duration.ofHours(1))));
        scene.receiver
                .on("/hooks")
                .behavesBy(webhook -> webhook.text().contains("a-1") ? Behavior.status(500) : Behavior.ok());
        publish("a", 1, 2, 3);
        scene.received(1);
        scene.assertQuiet(Duration.ofSeconds(5));
        scene.drive(() -> scene.receiver.count() == 4);
        assertThat(arrived()).containsExactly("a-1", "a-1", "a-2", "a-3");
        assertThat(scene.deliveries().get(0).state()).isEqualTo(Delivery.State.PENDING);
        scene.skipTo(scene.deliveries().get(0).nextAttemptAt());
        scene.drive(() -> scene.deliveries().get(0).isFinished());
        assertThat(scene.deliveries().get(0).attempts()).isEqualTo(3);
    }

    @Test
    void unordered_afterOrdered_sendsWhatWasQueuedByKey() {
        Subscription hook = scene.subscribe(SubscriptionOptions::ordered);
        scene.hooks().pause(hook.id(), "a change").get();
        publish("a", 1, 2);
        scene.hooks().update(hook.id(), SubscriptionOptions::unordered).get();
        scene.hooks().resume(hook.id()).get();
        scene.drive(() -> scene.receiver.count() == 2);
        assertThat(arrived()).containsExactlyInAnyOrder("a-1", "a-2");
    }

    @Test
    void ordered_headDeletedByErasure_letsOthersFollow() {
        scene.subscribe(SubscriptionOptions::ordered);
        scene.receiver
                .on("/hooks")
                .behavesBy(webhook -> webhook.text().contains("a-1") ? Behavior.status(500) : Behavior.ok());
        scene.hooks().publish(event("a", 1).about("player-1")).get();
        publish("a", 2);
        WebhookScene.eventually(() -> scene.attempts.size() == 1);
        assertThat(scene.hooks().erase("player-1").get()).isEqualTo(1);
        scene.drive(() -> scene.receiver.count() == 2);
        assertThat(arrived()).containsExactly("a-1", "a-2");
    }

    @Test
    void ordered_overlappingTransactions_arriveInTheOrderOfCommits() throws Exception {
        Assumptions.assumeTrue(place == QueuePlace.POSTGRES, "SQLite has one writer");
        scene.subscribe(SubscriptionOptions::ordered);
        CountDownLatch firstPublished = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> scene.db
                .write(connection -> {
                    scene.hooks().publish(connection, event("a", 1));
                    firstPublished.countDown();
                    return mayCommitNow(mayCommit);
                })
                .get());
        assertThat(firstPublished.await(30, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<Published>> later = new ArrayList<>();
        later.add(CompletableFuture.supplyAsync(
                () -> scene.hooks().publish(event("a", 2)).get()));
        scene.hooks().publish(event("b", 1)).get(); // another key does not wait
        scene.received(1);
        scene.assertQuiet(Duration.ofSeconds(2));
        assertThat(arrived()).containsExactly("b-1");
        assertThat(later.get(0)).isNotDone();
        mayCommit.countDown();
        first.join();
        later.get(0).join();
        scene.drive(() -> scene.receiver.count() == 3);
        assertThat(arrived()).containsExactly("b-1", "a-1", "a-2");
    }

    private static boolean mayCommitNow(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void ordered_firstTransactionRollsBack_secondArrives() throws Exception {
        Assumptions.assumeTrue(place == QueuePlace.POSTGRES, "SQLite has one writer");
        scene.subscribe(SubscriptionOptions::ordered);
        CountDownLatch firstPublished = new CountDownLatch(1);
        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> scene.db
                .write(connection -> {
                    scene.hooks().publish(connection, event("a", 1));
                    firstPublished.countDown();
                    throw new IllegalStateException("refused");
                })
                .get());
        assertThat(firstPublished.await(30, TimeUnit.SECONDS)).isTrue();
        publish("a", 2);
        scene.received(1);
        assertThat(arrived()).containsExactly("a-2");
        assertThat(first).failsWithin(Duration.ofSeconds(60));
    }
}
