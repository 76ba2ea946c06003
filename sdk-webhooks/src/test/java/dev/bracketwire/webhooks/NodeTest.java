// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.StoreException;
import dev.bracketwire.store.ClusterTask;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.webhooks.Behavior;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Tests several clients on one database, crashes and the loss of the database. */
class NodeTest extends SceneTest {
    @Test
    void open_secondSenderOnASqliteFile_isRefused_andPublishOnlyIsNot() {
        Assumptions.assumeTrue(place == QueuePlace.FILE);
        Database same = scene.again();
        assertThatThrownBy(() -> scene.open(same, builder -> builder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("publishOnly()")
                .hasMessageContaining("PostgreSQL");
        Webhooks publisher = scene.open(same, WebhooksBuilder::publishOnly);
        Subscription hook = scene.subscribe();
        publisher.publish("match.created", Map.of()).get();
        scene.drive(() -> scene.receiver.count() == 1);
        assertThat(publisher.test(hook.id()).get().succeeded()).isTrue();
        scene.hooks().close();
        Webhooks next = scene.open(same, builder -> builder);
        next.publish("match.created", Map.of()).get();
        scene.received(3);
    }

    @Test
    void open_failsAfterTheLock_releasesIt() {
        Assumptions.assumeTrue(place == QueuePlace.FILE);
        scene.hooks().close();
        scene.sql("DELETE FROM ${webhook_version}");
        assertThatThrownBy(() -> scene.open(
                        scene.db, builder -> builder.handler(SubscriptionOptions.handledBy("a"), event -> {})))
                .isInstanceOf(StoreException.class);
        scene.sql("INSERT INTO ${webhook_version} (id, version) VALUES (1, 1)");
        scene.subscribe();
        reopen(builder -> builder);
        scene.publish("match.created");
        scene.received(1);
    }

    @Test
    void open_afterACrash_takesTheLeasesOfTheDeadProcess() {
        Subscription hook = scene.subscribe();
        scene.hooks().pause(hook.id(), "").get();
        Published published = scene.publish("match.created");
        scene.hooks().close();
        scene.sql("UPDATE ${webhook_subscription} SET state = 'ACTIVE'");
        scene.sql(
                "UPDATE ${webhook_delivery} SET lease = 'dead:1', attempt = 1, due_at = ?",
                scene.clock.instant().plusSeconds(60).toEpochMilli());
        reopen(builder -> builder);
        if (place == QueuePlace.FILE) {
            scene.received(1); // the lock of the file proves that no other process sends
        } else {
            scene.assertQuiet(Duration.ofSeconds(58));
            scene.drive(() -> scene.receiver.count() == 1);
        }
        assertThat(scene.ended(hook).attempts()).isEqualTo(2);
        assertThat(scene.received(1).get(0).id()).contains(published.id());
    }

    @Test
    void complete_leaseTakenByAnotherNode_changesNothing() {
        Subscription hook = scene.subscribe();
        scene.receiver
                .on("/hooks")
                .behaves(Behavior.status(500).held(), Behavior.ok().held(), Behavior.ok());
        scene.publish("match.created");
        scene.publish("match.created");
        scene.received(2);
        long later = scene.clock.instant().plusSeconds(3600).toEpochMilli();
        scene.sql("UPDATE ${webhook_delivery} SET lease = 'other:1', due_at = ?", later);
        scene.receiver.release();
        scene.publish("match.created");
        scene.ended(hook);
        scene.assertQuiet(Duration.ofSeconds(3));
        assertThat(scene.texts("SELECT lease FROM ${webhook_delivery}")).containsExactly("other:1", "other:1");
        WebhookScene.eventually(() -> !scene.attempts.isEmpty() && !scene.finished.isEmpty());
        assertThat(scene.attempts).hasSize(1);
        assertThat(scene.finished).hasSize(1);
        assertThat(scene.hooks().subscription(hook.id()).get().failures()).isZero();
    }

    @Test
    void attempt_nodePausedBeforeIt_isNotSentAndUsesNoAttempt() {
        AtomicBoolean held = new AtomicBoolean(true);
        ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        Executor gate = task -> {
            if (held.get()) {
                tasks.add(task);
            } else {
                ForkJoinPool.commonPool().execute(task);
            }
        };
        reopen(builder -> builder.executor(gate));
        Subscription hook = scene.subscribe();
        scene.publish("match.created");
        WebhookScene.eventually(() -> !tasks.isEmpty());
        scene.clock.advance(Duration.ofSeconds(31));
        held.set(false);
        tasks.forEach(ForkJoinPool.commonPool()::execute);
        scene.drive(() -> scene.receiver.count() == 1);
        assertThat(scene.ended(hook).attempts()).isEqualTo(1);
        WebhookScene.eventually(() -> !scene.attempts.isEmpty());
        assertThat(scene.attempts).hasSize(1);
    }

    @Test
    void database_awayForAWhile_failsPublishAndKeepsResults() throws Exception {
        Assumptions.assumeTrue(place == QueuePlace.POSTGRES, "a pool can fail");
        AtomicBoolean away = new AtomicBoolean();
        try (Database db = place.open(folder, QueuePlace.newName(), pool -> failing(pool, away))) {
            Webhooks hooks = scene.open(db, builder -> builder);
            // A long lease, since on a slow machine the clock of the test may go far ahead.
            SubscriptionOptions options = scene.options("/hooks").timeout(Duration.ofMinutes(2));
            String id = hooks.subscribe(options).get().id();
            scene.receiver.on("/hooks").behaves(Behavior.ok().held(), Behavior.ok());
            hooks.publish("match.created", Map.of()).get();
            scene.received(1);
            away.set(true);
            assertThatThrownBy(() -> hooks.publish("match.lost", Map.of()).get())
                    .isInstanceOf(StoreException.class);
            scene.receiver.release();
            WebhookScene.eventually(() -> scene.receiver.inFlight() == 0);
            for (int i = 0; i < 20; i++) {
                scene.clock.advance(Duration.ofSeconds(1));
                scene.clock.awaitPending(1, Duration.ofSeconds(60));
            }
            assertThat(scene.finished).isEmpty();
            away.set(false);
            scene.drive(() -> scene.finished.size() == 1);
            assertThat(scene.finished.get(0).state()).isEqualTo(Delivery.State.SUCCEEDED);
            assertThat(scene.finished.get(0).attempts()).isEqualTo(1);
            assertThat(scene.receiver.count()).isEqualTo(1);
            hooks.publish("match.created", Map.of()).get();
            scene.received(2);
            assertThat(hooks.deliveries(DeliveryFilter.all().subscription(id)).stream())
                    .hasSize(2);
            hooks.close();
        }
    }

    @Test
    void close_databaseAway_ends() throws Exception {
        Assumptions.assumeTrue(place == QueuePlace.POSTGRES, "a pool can fail");
        AtomicBoolean away = new AtomicBoolean();
        try (Database db = place.open(folder, QueuePlace.newName(), pool -> failing(pool, away))) {
            Webhooks hooks = scene.open(db, builder -> builder);
            hooks.subscribe(scene.options("/hooks")).get();
            scene.receiver.on("/hooks").behaves(Behavior.ok().held());
            hooks.publish("match.created", Map.of()).get();
            scene.received(1);
            away.set(true);
            scene.receiver.release();
            hooks.close();
            assertThat(loops()).hasSize(1); // the one of the scene itself
        }
    }

    private static Set<Thread> loops() {
        Set<Thread> found = new HashSet<>(Thread.getAllStackTraces().keySet());
        found.removeIf(thread -> !thread.getName().equals("bracketwire-webhooks") || !thread.isAlive());
        return found;
    }

    private static DataSource failing(DataSource pool, AtomicBoolean away) {
        return (DataSource) Proxy.newProxyInstance(
                NodeTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (away.get()) {
                        throw new SQLException("the server is away", "08006");
                    }
                    try {
                        return method.invoke(pool, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void close_attemptUnderWay_givesItBackUnused() {
        Subscription hook = scene.subscribe();
        scene.receiver.on("/hooks").behaves(Behavior.hang());
        scene.publish("match.created");
        scene.received(1);
        scene.hooks().close();
        assertThat(loops()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("bracketwire-webhooks") && !thread.isDaemon());
        assertThat(scene.texts("SELECT lease FROM ${webhook_delivery}")).containsOnlyNulls();
        assertThat(scene.texts("SELECT attempt FROM ${webhook_delivery}")).containsExactly("0");
        scene.receiver.on("/hooks").behaves(Behavior.ok());
        reopen(builder -> builder);
        assertThat(scene.ended(hook).attempts()).isEqualTo(1);
    }

    @Test
    void close_handlerIgnoresInterrupts_ends() {
        Assumptions.assumeTrue(place == QueuePlace.FILE);
        CountDownLatch entered = new CountDownLatch(1);
        AtomicBoolean stop = new AtomicBoolean();
        reopen(builder -> builder.handler(SubscriptionOptions.handledBy("stubborn"), event -> {
            entered.countDown();
            while (!stop.get()) {
                Thread.onSpinWait();
            }
        }));
        scene.publish("match.created");
        WebhookScene.eventually(() -> entered.getCount() == 0);
        scene.hooks().close();
        assertThat(loops()).isEmpty();
        stop.set(true);
    }

    @Test
    void listener_throws_changesNothing() {
        WebhooksListener broken = new WebhooksListener() {
            @Override
            public void attempted(DeliveryAttempt attempt) {
                throw new IllegalStateException("broken listener");
            }

            @Override
            public void finished(Delivery delivery) {
                throw new AssertionError("broken listener");
            }
        };
        reopen(builder -> {
            builder.listeners.add(0, broken);
            return builder;
        });
        Subscription hook = scene.subscribe();
        scene.publish("match.created");
        scene.publish("match.created");
        scene.received(2);
        WebhookScene.eventually(() -> scene.finished.size() == 2);
        assertThat(scene.ended(hook).state()).isEqualTo(Delivery.State.SUCCEEDED);
        assertThat(scene.hooks().toString()).startsWith("Webhooks(");
    }

    @Test
    void retention_triggered_prunesByTheClientsLimits() {
        reopen(builder -> builder.keepFinished(Duration.ofDays(1)).keepDead(Duration.ofDays(2)));
        Subscription hook = scene.subscribe();
        scene.publish("match.created");
        scene.ended(hook);
        scene.clock.advance(Duration.ofDays(3));
        assertThat(ClusterTask.of(scene.db, "webhooks-retention").trigger().get())
                .isTrue();
        WebhookScene.eventually(
                () -> scene.texts("SELECT id FROM ${webhook_message}").isEmpty());
        assertThat(scene.deliveries()).isEmpty();
        assertThat(scene.texts("SELECT number FROM ${webhook_attempt}")).isEmpty();
    }

    @Test
    void open_withoutAManualClock_delivers() {
        scene.hooks().close();
        try (Webhooks hooks = Webhooks.builder(scene.db, WebhookScene.KEYS)
                .allowHttp()
                .allowPorts(443, 9443)
                .allowRange("127.0.0.0/8", scene.receiver.port())
                .userAgent("League/1")
                .open()) {
            Subscription hook =
                    hooks.subscribe(scene.options("/hooks").rate(1000)).get();
            hooks.publish("match.created", Map.of()).get();
            assertThat(scene.received(1).get(0).header("User-Agent")).contains("League/1");
            WebhookScene.eventually(() -> hooks.deliveries(DeliveryFilter.all().states(Delivery.State.SUCCEEDED))
                    .iterator()
                    .hasNext());
            assertThat(hooks.subscription(hook.id()).get().failures()).isZero();
        }
    }
}
