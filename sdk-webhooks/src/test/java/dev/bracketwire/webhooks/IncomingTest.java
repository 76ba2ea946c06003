// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Secret;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.webhooks.http.WebReply;
import dev.bracketwire.webhooks.http.WebRequest;
import dev.bracketwire.webhooks.internal.PayloadErasure;
import dev.bracketwire.webhooks.internal.WebhookTables;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncomingTest extends SceneTest {
    private static final Secret SECRET = Secret.of("It's a Secret to Everybody");
    private static final String BODY = "{\"action\":\"opened\",\"number\":7}";

    private final List<IncomingEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    /** The body of the tests. */
    record Review(String action, int number) {}

    /** Opens a client that receives from GitHub, with one handler of all events. */
    @BeforeEach
    void receive() {
        receive(source -> source.on("*", this::take));
    }

    private void receive(UnaryOperator<IncomingSource> more) {
        IncomingSource github = more.apply(IncomingSource.of("github", IncomingScheme.github(SECRET))
                .retries(RetrySchedule.of(Duration.ofSeconds(10))));
        reopen(builder -> builder.receive(github).listener(new Refusals()));
    }

    private final class Refusals implements WebhooksListener {
        @Override
        public void refused(String source, String reason, WebRequest request) {
            refusals.add(source + " " + request.remote() + ": " + reason);
        }

        @Override
        public void verificationToken(String source, String token) {
            tokens.add(source + " " + token);
        }
    }

    private void take(IncomingEvent event) throws IOException {
        events.add(event);
        if (failures.getAndDecrement() > 0) {
            throw new IOException("not now");
        }
    }

    private static WebRequest request(String id, String type, String body) {
        return WebRequest.of(
                        "POST",
                        "/hooks/github",
                        Headers.of(
                                "Content-Type",
                                "application/json",
                                "X-GitHub-Event",
                                type,
                                "X-GitHub-Delivery",
                                id,
                                "X-Hub-Signature-256",
                                "sha256=" + Signing.hmac(SECRET.reveal(), body)),
                        body.getBytes(UTF_8))
                .from("192.0.2.7");
    }

    private WebReply send(String id) {
        return answer(request(id, "pull_request", BODY));
    }

    private WebReply answer(WebRequest request) {
        return scene.hooks().incoming("github").answer(request);
    }

    private void handled(int count) {
        scene.drive(() -> events.size() >= count);
    }

    @Test
    void event_verified_isStoredAndHandled() {
        assertThat(send("d-1").status()).isEqualTo(200);
        handled(1);
        IncomingEvent event = events.get(0);
        assertThat(event.source()).isEqualTo("github");
        assertThat(event.id()).isEqualTo("d-1");
        assertThat(event.type()).isEqualTo("pull_request.opened");
        assertThat(event.attempt()).isEqualTo(1);
        assertThat(event.text()).isEqualTo(BODY);
        assertThat(event.data(Review.class)).isEqualTo(new Review("opened", 7));
        assertThat(event.header("x-github-event")).contains("pull_request");
        assertThat(event.header("X-Hub-Signature-256")).isEmpty();
        assertThat(event.receivedAt()).isBeforeOrEqualTo(scene.clock.instant());
        assertThat(event).hasToString("IncomingEvent(github pull_request.opened d-1, attempt 1)");
    }

    @Test
    void event_sentAgain_isHandledOnce() {
        send("d-1");
        handled(1);
        finished(1);
        assertThat(send("d-1").status()).isEqualTo(200);
        send("d-2");
        handled(2);
        assertThat(events).extracting(IncomingEvent::id).containsExactly("d-1", "d-2");
    }

    private void finished(int count) {
        scene.drive(() -> scene.texts("SELECT id FROM ${webhook_finished}").size() >= count);
    }

    @Test
    void equalIds_atOnce_runTheHandlerOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<WebReply>> replies = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                replies.add(threads.submit(() -> {
                    start.await();
                    return send("d-1");
                }));
            }
            start.countDown();
            for (Future<WebReply> reply : replies) {
                assertThat(reply.get().status()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        handled(1);
        finished(1);
        assertThat(scene.texts("SELECT id FROM ${webhook_message}")).hasSize(1);
        assertThat(events).hasSize(1);
    }

    @Test
    void handler_thatFails_getsTheEventAgain_andTheSenderDoesNotWait() {
        failures.set(1);
        assertThat(send("d-1").status()).isEqualTo(200);
        handled(2);
        assertThat(events).extracting(IncomingEvent::attempt).containsExactly(1, 2);
        finished(1);
    }

    @Test
    void event_thatWasGivenUp_isArmedAgainBySendingItAgain() {
        failures.set(2); // both attempts of the schedule
        send("d-1");
        handled(2);
        finished(1);
        assertThat(scene.texts("SELECT state FROM ${webhook_finished}")).containsExactly("EXHAUSTED");
        assertThat(send("d-1").status()).isEqualTo(200);
        handled(3);
        finished(2);
        send("d-1");
        send("d-2");
        handled(4);
        assertThat(events).extracting(IncomingEvent::id).containsExactly("d-1", "d-1", "d-1", "d-2");
    }

    @Test
    void failures_ofManyEvents_holdUpNoOther() {
        failures.set(1000);
        for (int i = 0; i < 12; i++) {
            send("bad-" + i);
        }
        handled(12);
        failures.set(0);
        send("good");
        scene.drive(() -> events.stream().anyMatch(event -> event.id().equals("good")));
        Subscription queue = scene.hooks().subscription("incoming_github").get();
        assertThat(queue.state()).isEqualTo(Subscription.State.ACTIVE);
        assertThat(queue.heldUntil()).isNull();
    }

    @Test
    void request_forged_isRefused_andTheOperatorLearnsWhy() {
        WebRequest good = request("d-1", "push", BODY);
        WebRequest forged = WebRequest.of("POST", "/", good.headers(), (BODY + " ").getBytes(UTF_8))
                .from("192.0.2.9");
        WebReply reply = answer(forged);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.body()).isEmpty();
        assertThat(answer(WebRequest.of("POST", "/", Headers.none(), new byte[0]))
                        .status())
                .isEqualTo(401);
        assertThat(refusals)
                .containsExactly(
                        "github 192.0.2.9: the signature is wrong: another secret, or a body that was changed on its"
                                + " way",
                        "github : a header of the signature is missing");
        assertThat(scene.texts("SELECT id FROM ${webhook_message}")).isEmpty();
    }

    @Test
    void request_ofAnotherShape_isRefused() {
        WebRequest good = request("d-1", "push", BODY);
        assertThat(answer(WebRequest.of("GET", "/", good.headers(), new byte[0]))
                        .headers()
                        .first("Allow"))
                .contains("POST");
        assertThat(answer(request("d-1", "push", "no json")).status()).isEqualTo(400);
        WebRequest huge = request("d-1", "push", "\"" + "x".repeat(1024 * 1024) + "\"");
        assertThat(answer(huge).status()).isEqualTo(413);
        WebRequest longHeaders = WebRequest.of(
                "POST",
                "/",
                request("d-1", "push", BODY).headers().and("X-Long", "x".repeat(17_000)),
                BODY.getBytes(UTF_8));
        assertThat(answer(longHeaders).status()).isEqualTo(431);
        WebRequest twice = WebRequest.of(
                "POST", "/", good.headers().and("X-Hub-Signature-256", "sha256=00"), BODY.getBytes(UTF_8));
        assertThat(answer(twice).status()).isEqualTo(401);
        assertThat(scene.texts("SELECT id FROM ${webhook_message}")).isEmpty();
    }

    @Test
    void ping_andTypesWithoutHandler_areAnsweredAndNotStored() {
        receive(source -> source.on("push", this::take));
        assertThat(answer(request("d-0", "ping", "{\"zen\":\"Keep it logically awesome.\"}"))
                        .text())
                .isEqualTo("pong");
        assertThat(send("d-1").status()).isEqualTo(200);
        assertThat(scene.texts("SELECT id FROM ${webhook_message}")).isEmpty();
        answer(request("d-2", "push", "{}"));
        handled(1);
    }

    @Test
    void subscriptionsOfOthers_doNotGetIt() {
        scene.subscribe();
        scene.hooks().subscribe(scene.options("/own").types("webhooks.*")).get();
        send("d-1");
        handled(1);
        finished(1);
        assertThat(scene.receiver.count()).isZero();
        assertThat(scene.deliveries()).hasSize(1);
    }

    @Test
    void handlerInTransaction_takesEffectOnce_alsoIfTheMarkOfTheQueueIsLost() {
        scene.sql("CREATE TABLE reviews (id text)".replace("reviews", table()));
        AtomicInteger runs = new AtomicInteger();
        receive(source -> source.onInTransaction("pull_request.*", (connection, event) -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table() + " VALUES (?)")) {
                insert.setString(1, event.id());
                insert.executeUpdate();
            }
            if (runs.incrementAndGet() == 1) {
                throw new IOException("not now");
            }
        }));
        send("d-1");
        finished(1);
        assertThat(scene.texts("SELECT id FROM " + table())).containsExactly("d-1");
        assertThat(runs).hasValue(2);
        assertThat(scene.attempts.get(0).error()).contains("not now");
        // As after a crash between the commit of the handler and the mark of the queue.
        scene.sql("UPDATE ${webhook_finished} SET state = 'EXHAUSTED'");
        send("d-1");
        finished(2);
        assertThat(scene.texts("SELECT id FROM " + table())).containsExactly("d-1");
        assertThat(runs).hasValue(2);
    }

    private String table() {
        return scene.db.table("webhook_message") + "_reviews";
    }

    @Test
    void publishOnly_receives_andAnotherNodeHandles() {
        reopen(builder -> builder.receive(IncomingSource.of("github", IncomingScheme.github(SECRET))
                        .on("*", this::take))
                .publishOnly());
        assertThat(send("d-1").status()).isEqualTo(200);
        receive(source -> source.on("*", this::take));
        handled(1);
    }

    @Test
    void source_whoseQueueWasDeleted_asksTheSenderToRepeat() {
        scene.hooks().delete("incoming_github").get();
        WebReply reply = send("d-1");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers().first("Retry-After")).contains("5");
        assertThat(scene.texts("SELECT id FROM ${webhook_message}")).isEmpty();
        receive(source -> source.on("*", this::take));
        send("d-1");
        handled(1);
    }

    @Test
    void event_aboutAPerson_canBeErased() {
        receive(source -> source.on("*", this::take)
                .about(event -> List.of("user-" + event.data(Review.class).number())));
        send("d-1");
        handled(1);
        finished(1);
        assertThat(scene.hooks().erase("user-7").get()).isEqualTo(1);
        assertThat(scene.texts("SELECT id FROM ${webhook_message} WHERE length(payload) > 0"))
                .isEmpty();
        receive(source -> source.on("*", this::take).about(event -> {
            throw new IllegalStateException("cannot be told");
        }));
        assertThat(send("d-2").status()).isEqualTo(503);
    }

    @Test
    void replyWith_givesTheReply_andItsFailureTheUsualOne() {
        receive(source -> source.on("*", this::take)
                .replyWith(event -> event.id().equals("d-2")
                        ? (@Nullable WebReply) fail()
                        : WebReply.json(200, Map.of("content", event.type()))));
        assertThat(send("d-1").text()).isEqualTo("{\"content\":\"pull_request.opened\"}");
        assertThat(send("d-2").status()).isEqualTo(200);
    }

    private static WebReply fail() {
        throw new IllegalStateException("no reply");
    }

    @Test
    void notionWithoutToken_handsTheTokenOverAndTakesNoEvent() {
        reopen(builder -> builder.receive(
                        IncomingSource.of("notion", IncomingScheme.notion()).on("*", this::take))
                .listener(new Refusals()));
        String body = "{\"verification_token\":\"secret_abc\"}";
        WebRequest request = WebRequest.of("POST", "/", Headers.none(), body.getBytes(UTF_8));
        assertThat(scene.hooks().incoming("notion").answer(request).status()).isEqualTo(200);
        assertThat(tokens).containsExactly("notion secret_abc");
        WebRequest event = WebRequest.of("POST", "/", Headers.none(), "{\"id\":\"1\"}".getBytes(UTF_8));
        assertThat(scene.hooks().incoming("notion").answer(event).status()).isEqualTo(401);
        reopen(builder -> builder.receive(IncomingSource.of("notion", IncomingScheme.notion(Secret.of("secret_abc")))
                        .on("*", this::take))
                .listener(new Refusals()));
        assertThat(scene.hooks().incoming("notion").answer(request).status()).isEqualTo(401);
        assertThat(tokens).hasSize(1);
    }

    @Test
    void payload_damaged_failsThisEventOnly() {
        scene.hooks().pause("incoming_github", "").get();
        send("d-1");
        send("d-2");
        String first =
                scene.texts("SELECT id FROM ${webhook_message} ORDER BY id").get(0);
        scene.sql(
                "UPDATE ${webhook_message} SET payload = ? WHERE id = ?",
                "{\"timestamp\":\"2026-11-30T12:00:00Z\",\"data\":{\"headers\":[\"a\"]}}".getBytes(UTF_8),
                first);
        scene.hooks().resume("incoming_github").get();
        handled(1);
        scene.drive(() -> scene.texts("SELECT id FROM ${webhook_delivery}").isEmpty());
        assertThat(events).hasSize(1);
        assertThat(scene.texts("SELECT state FROM ${webhook_finished} ORDER BY state"))
                .containsExactly("EXHAUSTED", "SUCCEEDED");
    }

    @Test
    void marks_ofOldMessages_arePruned() {
        scene.sql("INSERT INTO ${webhook_handled} (message_id) VALUES ('msg_gone')");
        receive(source -> source.onInTransaction("*", (connection, event) -> events.add(event)));
        send("d-1");
        finished(1);
        assertThat(scene.texts("SELECT message_id FROM ${webhook_handled}")).hasSize(2);
        scene.clock.advance(Duration.ofSeconds(1));
        PayloadErasure erasure = new PayloadErasure(new WebhookTables(scene.db, scene.clock));
        scene.db
                .write(connection -> erasure.pruneSome(connection, Duration.ZERO, Duration.ZERO))
                .get();
        assertThat(scene.texts("SELECT message_id FROM ${webhook_handled}")).containsExactly("msg_gone");
    }

    @Test
    void builder_refusesWhatCannotWork() {
        IncomingSource source = IncomingSource.of("a", IncomingScheme.github(SECRET));
        assertThatThrownBy(() -> Webhooks.builder(scene.db, WebhookScene.KEYS).receive(source))
                .hasMessageContaining("has no handler");
        IncomingSource ready = source.on("*", this::take);
        assertThatThrownBy(() -> Webhooks.builder(scene.db, WebhookScene.KEYS)
                        .receive(ready)
                        .receive(ready))
                .hasMessageContaining("there is a source a already");
        assertThatThrownBy(() -> ready.on("*", this::take)).hasMessageContaining("a handler of * already");
        assertThatThrownBy(() -> IncomingSource.of("A b", IncomingScheme.github(SECRET)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ready.maxBody(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ready.timeout(Duration.ofHours(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ready.concurrency(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IncomingScheme.github()).hasMessageContaining("there must be a secret");
        assertThatThrownBy(() -> scene.hooks().incoming("gitlab")).hasMessageContaining("there is no source gitlab");
        assertThatThrownBy(() -> Webhooks.builder(scene.db, WebhookScene.KEYS)
                        .handler(SubscriptionOptions.handledBy("incoming_x"), event -> {}))
                .hasMessageContaining("incoming_");
        IncomingSource wrongKey = IncomingSource.of("d", IncomingScheme.discordInteractions(Secret.of("hello")))
                .on("*", this::take);
        assertThatThrownBy(() -> Webhooks.builder(scene.db, WebhookScene.KEYS).receive(wrongKey))
                .hasMessage("the secret must be hex");
        assertThat(Optional.of(ready).map(Object::toString))
                .contains("IncomingSource(a, IncomingScheme(github), 1 handlers)");
    }
}
