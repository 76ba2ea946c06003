// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import dev.bracketwire.testkit.webhooks.Behavior;
import dev.bracketwire.testkit.webhooks.ReceivedWebhook;
import dev.bracketwire.webhooks.internal.DestinationRules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Tests what follows from each reply, by the table of the guide. */
class OutcomeTest extends SceneTest {
    private final Map<String, Subscription> byPath = new LinkedHashMap<>();

    private void endpoint(String path, Behavior behavior) {
        scene.receiver.on(path).behaves(behavior);
        byPath.put(path, scene.hooks().subscribe(scene.options(path)).get());
    }

    private void publishToAll() {
        scene.publish("match.created");
        byPath.values().forEach(each -> scene.afterAttempts(each, 1));
    }

    /** Asserts that the next attempt comes in this many seconds. */
    private Executable retriesIn(String path, double least, double most) {
        return () -> {
            Delivery delivery = scene.newest(Objects.requireNonNull(byPath.get(path)));
            assertThat(delivery.state()).as(path).isEqualTo(Delivery.State.PENDING);
            double wait = Duration.between(scene.clock.instant(), delivery.nextAttemptAt())
                            .toMillis()
                    / 1000.0;
            assertThat(wait).as(path).isBetween(least, most);
        };
    }

    private Executable endsAs(String path, Delivery.State state) {
        return () -> assertThat(
                        scene.newest(Objects.requireNonNull(byPath.get(path))).state())
                .as(path)
                .isEqualTo(state);
    }

    @Test
    void attempt_eachStatus_endsByTheTable() {
        List<Integer> successes = List.of(200, 201, 202, 204, 206, 299);
        List<Integer> failures = List.of(400, 401, 403, 404, 409, 413, 421, 429, 500, 501, 503, 505, 599);
        List<Integer> overloads = List.of(408, 502, 504);
        List<Integer> redirects = List.of(300, 301, 302, 303, 304, 307, 308);
        successes.forEach(status -> endpoint("/" + status, Behavior.status(status)));
        failures.forEach(status -> endpoint("/" + status, Behavior.status(status)));
        overloads.forEach(status -> endpoint("/" + status, Behavior.status(status)));
        redirects.forEach(status -> endpoint("/" + status, Behavior.redirect(status, "/target")));
        endpoint("/loop", Behavior.redirectToItself(307));
        publishToAll();
        assertAll(successes.stream().map(status -> endsAs("/" + status, Delivery.State.SUCCEEDED)));
        assertAll(failures.stream().map(status -> retriesIn("/" + status, 4, 6)));
        assertAll(redirects.stream().map(status -> retriesIn("/" + status, 4, 6)));
        assertAll(overloads.stream().map(status -> retriesIn("/" + status, 60, 60)));
        assertThat(scene.receiver.received("/target")).isEmpty();
        assertThat(scene.receiver.received("/loop")).hasSize(1);
        assertThat(scene.newest(Objects.requireNonNull(byPath.get("/302"))).reason())
                .isEqualTo("status 302: redirects are not followed");
        assertThat(scene.newest(Objects.requireNonNull(byPath.get("/404"))).status())
                .isEqualTo(404);
    }

    @Test
    void attempt_retryAfter_holdsTheSubscription() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                scene.clock.instant().plusSeconds(300).atOffset(ZoneOffset.UTC));
        String past = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                scene.clock.instant().minusSeconds(300).atOffset(ZoneOffset.UTC));
        Map<String, Long> held = Map.of("120", 120L, "120.5", 121L, date, 300L, "99999999999", 86_400L, "7", 7L);
        int i = 0;
        Map<String, Long> paths = new LinkedHashMap<>();
        for (int status : List.of(429, 503)) {
            for (Map.Entry<String, Long> each : held.entrySet()) {
                String path = "/held" + i++;
                paths.put(path, each.getValue());
                endpoint(path, Behavior.status(status).retryAfter(each.getKey()));
            }
            for (String ignored : List.of("0", past, "soon", "-5", "1e3", "")) {
                String path = "/ignored" + i++;
                paths.put(path, 0L);
                endpoint(path, Behavior.status(status).retryAfter(ignored));
            }
        }
        endpoint("/500", Behavior.status(500).retryAfter("120")); // no status that Retry-After belongs to
        paths.put("/500", 0L);
        publishToAll();
        assertAll(paths.entrySet().stream()
                .map(each -> retriesIn(
                        each.getKey(), (double) (each.getValue() == 0 ? 4 : Math.max(4, each.getValue())), (double)
                                Math.max(6, each.getValue()))));
        assertAll(paths.entrySet().stream().map(each -> () -> {
            Instant until = scene.hooks()
                    .subscription(
                            Objects.requireNonNull(byPath.get(each.getKey())).id())
                    .get()
                    .heldUntil();
            assertThat(until)
                    .as(each.getKey())
                    .isEqualTo(
                            each.getValue() == 0 ? null : scene.clock.instant().plusSeconds(each.getValue()));
        }));
        assertThat(scene.receiver.count()).isEqualTo(paths.size()); // OkHttp repeats a 503 with Retry-After: 0
    }

    @Test
    void publish_whileHeldByRetryAfter_waitsWithoutAnAttempt() {
        Subscription hook = scene.subscribe();
        scene.receiver.on("/hooks").behaves(Behavior.status(503).retryAfter("120"), Behavior.ok());
        scene.publish("match.created");
        scene.afterAttempts(hook, 1);
        scene.publish("match.second");
        scene.assertQuiet(Duration.ofSeconds(110));
        assertThat(scene.newest(hook).attempts()).isZero();
        scene.drive(() -> scene.deliveries().stream().allMatch(Delivery::isFinished));
        assertThat(scene.receiver.count()).isEqualTo(3);
    }

    @Test
    void attempt_misbehavingReceiver_failsOrSucceedsWithinBounds() {
        Map<String, Behavior> failing = new LinkedHashMap<>();
        failing.put("/closes", Behavior.closesBeforeHead());
        failing.put("/resets", Behavior.resets());
        failing.put("/half-head", Behavior.status(200).closesInsideHead());
        failing.put("/half-body", Behavior.status(200).body("hello world").closesInsideBody());
        failing.put("/head-10mb", Behavior.headersOf(10_000_000));
        failing.put("/head-endless", Behavior.endlessHeaders());
        failing.put("/no-http", Behavior.raw("220 mail.example ESMTP\r\n"));
        Map<String, Behavior> fine = new LinkedHashMap<>();
        fine.put("/big", Behavior.status(200).stream(1_000_000_000));
        fine.put("/big-chunked", Behavior.status(200).stream(1_000_000_000).chunked());
        fine.put("/bomb", Behavior.gzipBomb(200_000_000));
        fine.put("/length", Behavior.status(200).body("x").contentLength("many"));
        fine.put("/http10", Behavior.status(200).body("x").http10());
        fine.put("/continue", Behavior.ok().informational(100, 2));
        fine.put("/hints", Behavior.ok().informational(103, 3));
        failing.forEach(this::endpoint);
        fine.forEach(this::endpoint);
        publishToAll();
        assertAll(failing.keySet().stream().map(path -> retriesIn(path, 4, 6)));
        assertAll(fine.keySet().stream().map(path -> endsAs(path, Delivery.State.SUCCEEDED)));
        assertAll(byPath.values().stream().map(each -> () -> {
            DeliveryAttempt attempt =
                    scene.hooks().attempts(scene.newest(each).id()).get().get(0);
            assertThat(attempt.replyBody().length()).isLessThanOrEqualTo(16 * 1024);
            assertThat(attempt.error().length()).isLessThanOrEqualTo(300);
        }));
        assertThat(scene.receiver.received("/resets")).hasSize(1);
    }

    @Test
    void attempt_receiverDoesNotListen_fails() {
        Subscription hook = scene.subscribe();
        scene.receiver.stopListening();
        scene.publish("match.created");
        Delivery failed = scene.afterAttempts(hook, 1);
        assertThat(failed.status()).isNull();
        assertThat(failed.reason()).isNotEmpty();
        scene.receiver.listenAgain();
        assertThat(scene.nextAttempt(hook).state()).isEqualTo(Delivery.State.SUCCEEDED);
    }

    @Test
    void attempt_timeout_waitsAMinuteAndHalvesTheConcurrency() {
        Subscription hook = scene.subscribe(options -> options.concurrency(4));
        scene.receiver.on("/hooks").behaves(Behavior.hang());
        for (int i = 0; i < 4; i++) {
            scene.publish("match.created");
        }
        WebhookScene.eventually(() -> scene.receiver.inFlight() == 4);
        scene.clock.advance(Duration.ofSeconds(20));
        WebhookScene.eventually(() -> scene.attempts.size() == 4);
        Instant ended = scene.clock.instant();
        assertThat(scene.deliveries()).allSatisfy(each -> {
            assertThat(each.nextAttemptAt()).isEqualTo(ended.plusSeconds(60));
            assertThat(each.reason()).isEqualTo("no complete reply within 20000 ms");
        });
        scene.receiver.release();
        WebhookScene.eventually(() -> scene.receiver.inFlight() == 0);
        scene.clock.advance(Duration.ofSeconds(61));
        scene.drive(() -> scene.receiver.inFlight() > 0);
        scene.assertQuiet(Duration.ofSeconds(2));
        assertThat(scene.receiver.inFlight()).isEqualTo(1); // 4, 2, 1, 1
        assertThat(scene.newest(hook).attempts()).isLessThan(3);
    }

    @Test
    void attempt_tricklingReply_endsByTheTimeout() {
        Subscription slow = scene.subscribe(options -> options.timeout(Duration.ofSeconds(3)));
        scene.receiver.on("/hooks").behaves(Behavior.status(200).stream(100_000).trickle(Duration.ofMillis(200)));
        scene.publish("match.created");
        scene.received(1);
        scene.drive(
                () -> scene.newest(slow).attempts() == 1 && scene.newest(slow).state() == Delivery.State.PENDING);
        assertThat(scene.newest(slow).reason()).isEqualTo("no complete reply within 3000 ms");
    }

    @Test
    void attempt_gone_disablesAndCancelsTheQueue() {
        Subscription hook = scene.subscribe(options -> options.concurrency(2));
        scene.receiver.on("/hooks").behaves(Behavior.status(410).held());
        for (int i = 0; i < 6; i++) {
            scene.publish("match.created");
        }
        WebhookScene.eventually(() -> scene.receiver.inFlight() == 2);
        scene.receiver.release();
        scene.drive(() -> scene.deliveries().stream().allMatch(Delivery::isFinished));
        assertThat(scene.deliveries()).extracting(Delivery::state).containsOnly(Delivery.State.CANCELLED);
        assertThat(scene.receiver.count()).isEqualTo(2);
        Subscription gone = scene.hooks().subscription(hook.id()).get();
        assertThat(gone.state()).isEqualTo(Subscription.State.DISABLED);
        assertThat(gone.reason()).isEqualTo("the receiver asked to get nothing more");
        assertThat(scene.kinds(1)).containsExactly(SubscriptionAlert.Kind.DISABLED);
        assertThat(scene.publish("match.created").deliveries()).isZero();
    }

    @Test
    void attempt_controlHeader_countsOnlyIfObeyed() {
        Behavior abort = Behavior.status(500).header("webhook-delivery", "abort-message");
        Behavior disable = Behavior.status(200).header("webhook-delivery", "disable");
        scene.receiver.on("/abort").behaves(abort);
        scene.receiver.on("/disable").behaves(disable);
        scene.receiver.on("/abort-ok").behaves(Behavior.ok().header("webhook-delivery", "Abort-Message"));
        Subscription deaf = scene.hooks().subscribe(scene.options("/abort")).get();
        Subscription deafToo =
                scene.hooks().subscribe(scene.options("/disable")).get();
        Subscription aborts = scene.hooks()
                .subscribe(scene.options("/abort").obeyReceiver(true))
                .get();
        Subscription disables = scene.hooks()
                .subscribe(scene.options("/disable").obeyReceiver(true))
                .get();
        Subscription delivered = scene.hooks()
                .subscribe(scene.options("/abort-ok").obeyReceiver(true))
                .get();
        scene.publish("match.created");
        assertThat(scene.afterAttempts(deaf, 1).state()).isEqualTo(Delivery.State.PENDING);
        assertThat(scene.ended(deafToo).state()).isEqualTo(Delivery.State.SUCCEEDED);
        assertThat(scene.ended(aborts).state()).isEqualTo(Delivery.State.CANCELLED);
        assertThat(scene.ended(aborts).reason()).contains("no more attempts");
        assertThat(scene.ended(disables).state()).isEqualTo(Delivery.State.CANCELLED);
        assertThat(scene.ended(delivered).state()).isEqualTo(Delivery.State.SUCCEEDED);
        assertThat(scene.hooks().subscription(disables.id()).get().state()).isEqualTo(Subscription.State.DISABLED);
        assertThat(scene.hooks().subscription(deafToo.id()).get().state()).isEqualTo(Subscription.State.ACTIVE);
        assertThat(scene.hooks().subscription(aborts.id()).get().state()).isEqualTo(Subscription.State.ACTIVE);
    }

    @Test
    void attempt_addressBlockedSince_isExhaustedAfterThreeAttempts() {
        Subscription hook = scene.subscribe();
        reopen(builder -> {
            builder.rules = DestinationRules.standard().allowHttp();
            return builder;
        });
        scene.publish("match.created");
        scene.afterAttempts(hook, 1);
        scene.nextAttempt(hook);
        Delivery last = scene.nextAttempt(hook);
        assertThat(last.state()).isEqualTo(Delivery.State.EXHAUSTED);
        assertThat(last.attempts()).isEqualTo(3);
        assertThat(scene.kinds(1)).containsExactly(SubscriptionAlert.Kind.MISCONFIGURED);
        assertThat(scene.alerts.get(0).text()).contains("address that is refused");
        assertThat(scene.receiver.connections()).isZero();
    }

    @Test
    void attempt_failsAlways_followsTheScheduleToTheDeadLetter() {
        Subscription hook = scene.subscribe();
        scene.receiver.on("/hooks").behaves(Behavior.status(500));
        Published published = scene.publish("match.created");
        Delivery delivery = scene.afterAttempts(hook, 1);
        List<Duration> waits = RetrySchedule.standard().waits();
        for (Duration wait : waits) {
            Instant ended = scene.clock.instant();
            assertThat(Duration.between(ended, delivery.nextAttemptAt()).toMillis())
                    .isBetween(wait.toMillis() * 8 / 10, wait.toMillis() * 12 / 10);
            delivery = scene.nextAttempt(hook);
        }
        assertThat(delivery.state()).isEqualTo(Delivery.State.EXHAUSTED);
        assertThat(delivery.attempts()).isEqualTo(10);
        List<ReceivedWebhook> all = scene.received(10);
        assertThat(all).extracting(ReceivedWebhook::id).containsOnly(java.util.Optional.of(published.id()));
        assertThat(all).extracting(ReceivedWebhook::timestamp).doesNotHaveDuplicates();
        assertThat(scene.receiver.verifies(scene.hooks().secret(hook.id()).get().reveal()))
                .isTrue();
        assertThat(scene.hooks().attempts(delivery.id()).get())
                .extracting(DeliveryAttempt::number)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(scene.kinds(2)).contains(SubscriptionAlert.Kind.FAILING, SubscriptionAlert.Kind.EXHAUSTED);
        assertThat(scene.hooks().deliveries(DeliveryFilter.dead()).toList(10).get())
                .hasSize(1);
    }
}
