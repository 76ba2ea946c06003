// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.webhooks.Behavior;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tests secrets, hostile names and hostile payloads. */
class HostileEventTest extends SceneTest {
    private static final List<String> HOSTILE = List.of(
            "'; DROP TABLE webhook_delivery; --",
            "\"quoted\" \\ back",
            "a\nb\tc",
            "\u202eright to left",
            "\ud83c\udfc6 cup",
            "${webhook_message} ? :x $1",
            "x".repeat(256));

    @Test
    void keysChannelsAndSubjects_hostile_areKeptAndFound() {
        scene.subscribe(
                options -> options.channels(HOSTILE.toArray(String[]::new)).ordered());
        for (String text : HOSTILE) {
            Event event = Event.of("match.created", Map.of(text, text))
                    .idempotencyKey(text)
                    .orderKey(text)
                    .channels(text)
                    .about(text);
            Published published = scene.hooks().publish(event).get();
            assertThat(published.deliveries()).as(text).isEqualTo(1);
            assertThat(scene.hooks().publish(event).get().id()).isEqualTo(published.id());
            assertThat(scene.hooks().messagesAbout(text).get())
                    .extracting(EventMessage::id)
                    .containsExactly(published.id());
        }
        scene.received(HOSTILE.size());
        WebhookScene.eventually(() -> scene.finished.size() == HOSTILE.size());
        HOSTILE.forEach(text -> assertThat(scene.hooks().erase(text).get()).isEqualTo(1));
    }

    @Test
    void event_impossibleTexts_areRefused() {
        Event event = Event.of("match.created", 1);
        for (String text : List.of("", "a\0b", "\ud800", "x\udc00y", "x".repeat(257))) {
            assertThatThrownBy(() -> event.idempotencyKey(text)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> event.orderKey(text)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> event.channels("ok", text)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> event.about(text)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Event.of(text, 1)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String type :
                List.of(".", "a.", ".a", "a..b", "a-b", "a b", "a\n", "*", "\u00e9", "a.".repeat(20) + "a")) {
            assertThatThrownBy(() -> Event.of(type, 1)).as(type).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> event.traceParent("00-x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> event.about(new String[101])).isInstanceOf(RuntimeException.class);
        assertThat(event.at(scene.clock.instant()).toString()).isEqualTo("Event(match.created)");
    }

    @Test
    void headers_hostile_areRefused() {
        SubscriptionOptions options = scene.options("/hooks");
        for (String name : List.of(
                "Host",
                "content-length",
                "Transfer-Encoding",
                "webhook-signature",
                "Webhook-Id",
                "traceparent",
                "Proxy-Authorization",
                "Connection",
                "Expect",
                "X-A: b",
                "X A",
                "",
                "X\r\nY",
                "\u00e4")) {
            assertThatThrownBy(() -> options.header(name, "v")).as(name).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> options.secretHeader(name, Secret.of("canary-value")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("canary-value");
        }
        for (String value : List.of("", " a", "a ", "a\r\nHost: b", "a\nb", "\0", "\u00e4", "x".repeat(4097))) {
            assertThatThrownBy(() -> options.header("X-A", value)).isInstanceOf(IllegalArgumentException.class);
        }
        SubscriptionOptions many = options;
        for (int i = 0; i < 50; i++) {
            many = many.header("X-" + i, "v");
        }
        SubscriptionOptions full = many;
        assertThatThrownBy(() -> full.header("X-50", "v")).hasMessageContaining("50");
        assertThat(full.header("x-1", "w").headers()).hasSize(50);
    }

    @Test
    void options_outsideTheirLimits_areRefused() {
        SubscriptionOptions options = scene.options("/hooks");
        List<org.assertj.core.api.ThrowableAssert.ThrowingCallable> wrong = List.of(
                () -> options.rate(-1),
                () -> options.rate(Double.NaN),
                () -> options.concurrency(0),
                () -> options.concurrency(1001),
                () -> options.timeout(Duration.ZERO),
                () -> options.timeout(Duration.ofMinutes(3)),
                () -> options.orderedUntil(0),
                () -> options.types(new String[0]),
                () -> options.types("a.**"),
                () -> options.types("a b"),
                () -> options.description("x".repeat(1001)),
                () -> options.description("\ud800"),
                () -> RetrySchedule.of(Duration.ofDays(31)),
                () -> RetrySchedule.of(Duration.ofSeconds(-1)),
                () -> new RetrySchedule(java.util.Collections.nCopies(51, Duration.ZERO)),
                () -> Webhooks.builder(scene.db, WebhookScene.KEYS).maxPayload(10),
                () -> Webhooks.builder(scene.db, WebhookScene.KEYS).concurrency(1),
                () -> Webhooks.builder(scene.db, WebhookScene.KEYS).disableAfter(Duration.ofHours(1)),
                () -> Webhooks.builder(scene.db, WebhookScene.KEYS).keepDead(Duration.ofSeconds(-1)),
                () -> Webhooks.builder(scene.db, WebhookScene.KEYS).userAgent("a\r\nb"));
        for (int i = 0; i < wrong.size(); i++) {
            assertThat(catchThrowable(wrong.get(i))).as("case %s", i).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> SubscriptionOptions.handledBy("a").url(scene.receiver.uri("/")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void payload_hostileTexts_arriveAsTheyWerePublished() {
        scene.subscribe();
        String text = String.join("|", HOSTILE.subList(0, 6)) + "\0\u0001</script>";
        Published published = scene.hooks().publish("match.created", text).get();
        String body = scene.received(1).get(0).text();
        assertThat(body).isEqualTo(scene.hooks().message(published.id()).get().payload());
        assertThat(body).contains("\\u0000").contains("\\uD83C\\uDFC6").doesNotContain("\0");
    }

    @Test
    void payload_tooDeepOrNoJson_isRefusedAndNothingIsStored() {
        scene.subscribe();
        List<Object> deep = new ArrayList<>();
        List<Object> inner = deep;
        for (int i = 0; i < 100_000; i++) {
            List<Object> next = new ArrayList<>();
            inner.add(next);
            inner = next;
        }
        assertThatThrownBy(() -> scene.hooks().publish("match.created", deep).get())
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() ->
                        scene.hooks().publish("match.created", new Object()).get())
                .isInstanceOf(RuntimeException.class);
        assertThat(scene.texts("SELECT id FROM ${webhook_message}")).isEmpty();
        scene.publish("match.created");
        scene.received(1);
    }

    @Test
    void secrets_ofSubscription_areNowhereInLogsRowsAndTexts() {
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Logger ours = (Logger) LoggerFactory.getLogger("dev.bracketwire");
        Level before = ours.getLevel();
        appender.setContext(root.getLoggerContext());
        appender.start();
        ours.setLevel(Level.TRACE);
        ours.addAppender(appender);
        try {
            Subscription hook = scene.subscribe(options -> options.secretHeader("X-Team", Secret.of("canary-header"))
                    .header("authorization", "Bearer canary-bearer")
                    .header("X-Api-Key", "canary-key")
                    .retries(RetrySchedule.of(Duration.ofSeconds(1))));
            scene.receiver
                    .on("/hooks")
                    .behaves(Behavior.status(500)
                            .header("Set-Cookie", "id=canary-cookie")
                            .header("X-Auth-Token", "canary-token")
                            .header("X-Shown", "shown"));
            scene.publish("match.created");
            Delivery delivery = scene.afterAttempts(hook, 1);
            scene.nextAttempt(hook);
            String secret = scene.hooks().secret(hook.id()).get().reveal();
            List<String> canaries = new ArrayList<>(
                    List.of("canary-header", "canary-cookie", "canary-token", secret.substring("whsec_".length())));
            scene.received(2)
                    .forEach(each -> canaries.add(
                            each.header("webhook-signature").orElseThrow().substring(3)));
            assertThat(scene.received(2).get(0).header("X-Team")).contains("canary-header");

            List<String> shown = new ArrayList<>();
            scene.hooks().attempts(delivery.id()).get().forEach(each -> shown.add(each.toString()));
            assertThat(shown).hasSize(2);
            assertThat(shown.get(0)).contains("X-Shown").contains("(secret)");
            assertThat(shown.get(0)).doesNotContain("canary-bearer").doesNotContain("canary-key");
            shown.add(scene.attempts.toString() + scene.finished + scene.alerts);
            shown.add(scene.hooks().subscription(hook.id()).get().toString());
            shown.add(scene.hooks().test(hook.id()).get().toString());
            shown.add(scene.hooks().message(delivery.messageId()).get().toString());
            shown.addAll(scene.texts("SELECT url || request_headers || reply_headers || reply_body || error"
                    + " FROM ${webhook_attempt}"));
            shown.addAll(scene.texts("SELECT options FROM ${webhook_subscription}"));
            appender.list.forEach(each -> shown.add(each.getFormattedMessage() + each.getThrowableProxy()));
            assertThat(scene.hooks().curl(delivery.id()).get()).doesNotContain("canary-header");
            for (String canary : canaries) {
                assertThat(shown).noneMatch(text -> text.contains(canary));
            }
        } finally {
            ours.detachAppender(appender);
            ours.setLevel(before);
        }
    }

    @Test
    void curl_hostilePayloadAndHeaders_isOneCommandOfWords() throws Exception {
        String hostile = "'; touch /tmp/never; echo '$(id)`id`\\ \"x\" !! \n @file";
        scene.subscribe(options -> options.header("X-Quote", "it's $(id) `id`"));
        Published published = scene.hooks()
                .publish(Event.of("match.created", hostile)
                        .traceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
                .get();
        scene.received(1);
        String command = scene.hooks().curl(scene.deliveries().get(0).id()).get();
        Process shell = new ProcessBuilder("sh", "-c", "curl() { printf '%s\\n\\001' \"$@\"; }\n" + command)
                .redirectErrorStream(true)
                .start();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        List<String> words = List.of(out.split("\n\u0001"));
        String payload = scene.hooks().message(published.id()).get().payload();
        assertThat(words)
                .contains(scene.receiver.uri("/hooks").toString(), "X-Quote: it's $(id) `id`", payload)
                .contains("webhook-id: " + published.id())
                .contains("traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(words.get(words.size() - 2)).isEqualTo("--data-raw");
    }
}
