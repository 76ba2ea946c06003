// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.Secret;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import dev.bracketwire.testkit.webhooks.ReceivedWebhook;
import dev.bracketwire.webhooks.SigningSecret;
import dev.bracketwire.webhooks.Subscription;
import dev.bracketwire.webhooks.SubscriptionOptions;
import dev.bracketwire.webhooks.Webhooks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Lets the receiver libraries that others wrote judge requests that the webhooks module sent over a socket: the genuine ones,
 * and the same with one byte changed in the body, the id, the timestamp or the signature.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookJudgesE2e {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> HEADERS = List.of("webhook-id", "webhook-timestamp", "webhook-signature");

    private final List<Case> cases = new ArrayList<>();

    /** One request, as a judge gets it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Case(String name, String secret, Map<String, String> headers, byte[] body, boolean genuine) {
        Case with(String change, Map<String, String> otherHeaders, byte[] otherBody) {
            return new Case(name + ", " + change, secret, otherHeaders, otherBody, false);
        }
    }

    @BeforeAll
    void send() {
        KeyRing keys = KeyRing.of("2026-11", Secret.of(Base64.getEncoder().encodeToString(new byte[32])));
        try (FakeReceiver receiver = FakeReceiver.start();
                Database db = Database.inMemory();
                Webhooks hooks = Webhooks.builder(db, keys)
                        .allowHttp()
                        .allowRange("127.0.0.1/32", receiver.port())
                        .open()) {
            Subscription league = hooks.subscribe(SubscriptionOptions.to(receiver.uri("/hooks")))
                    .get();
            SigningSecret first = hooks.secret(league.id()).get();
            hooks.publish("match.created", Map.of("match", 7)).get();
            receiver.await(1, Duration.ofMinutes(1));
            hooks.publish("match.created", Map.of("players", List.of("Zoë", "Jürgen", "王", "🏆")))
                    .get();
            List<ReceivedWebhook> received = receiver.await(2, Duration.ofMinutes(1));
            add("plain", received.get(0), first);
            add("beyond ASCII", received.get(1), first);
            SigningSecret second =
                    hooks.rotateSecret(league.id(), Duration.ofDays(1)).get();
            hooks.publish("match.created", Map.of("match", 8)).get();
            ReceivedWebhook rotated = receiver.await(3, Duration.ofMinutes(1)).get(2);
            cases.add(genuine("the old secret in the overlap", rotated, first));
            cases.add(genuine("the new secret in the overlap", rotated, second));
            cases.add(new Case(
                    "a foreign secret", SigningSecret.generate().reveal(), headers(rotated), rotated.body(), false));
        }
    }

    private void add(String name, ReceivedWebhook webhook, SigningSecret secret) {
        Case genuine = genuine(name, webhook, secret);
        cases.add(genuine);
        byte[] body = genuine.body.clone();
        body[body.length / 2] ^= 1;
        cases.add(genuine.with("a byte of the body", genuine.headers, body));
        for (String header : HEADERS) {
            Map<String, String> changed = new LinkedHashMap<>(genuine.headers);
            // The last character of base64 may hold bits that no decoder reads.
            int distance = header.equals("webhook-signature") ? 6 : 1;
            changed.compute(header, (key, value) -> flipped(value, distance));
            cases.add(genuine.with("a byte of " + header, changed, genuine.body));
        }
    }

    private static Case genuine(String name, ReceivedWebhook webhook, SigningSecret secret) {
        return new Case(name, secret.reveal(), headers(webhook), webhook.body(), true);
    }

    private static Map<String, String> headers(ReceivedWebhook webhook) {
        Map<String, String> headers = new LinkedHashMap<>();
        HEADERS.forEach(name -> headers.put(name, webhook.header(name).orElseThrow()));
        return headers;
    }

    /** Changes the last digit so far from the end by one, so that a timestamp stays within the tolerance. */
    private static String flipped(String text, int fromEnd) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        int at = bytes.length - fromEnd;
        while (!Character.isDigit(bytes[at])) {
            at--;
        }
        bytes[at] ^= 1;
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void javaLibrary_acceptsTheGenuineOnesOnly() throws Exception {
        assertThat(cases).hasSize(13);
        for (Case each : cases) {
            Map<String, List<String>> headers = new LinkedHashMap<>();
            each.headers.forEach((name, value) -> headers.put(name, List.of(value)));
            assertThat(new StandardReceiver(each.secret).isGenuine(each.body, headers))
                    .as(each.name)
                    .isEqualTo(each.genuine);
        }
    }

    @Test
    void nodeLibraries_acceptTheGenuineOnesOnly() throws Exception {
        Path folder = NodeClient.install("webhook-receivers");
        List<String> lines = new ArrayList<>();
        for (Case each : cases) {
            ObjectNode line = JSON.createObjectNode();
            line.put("name", each.name).put("secret", each.secret).put("genuine", each.genuine);
            line.put("body", each.body);
            ObjectNode headers = line.putObject("headers");
            each.headers.forEach(headers::put);
            lines.add(line.toString());
        }
        Path file = folder.resolve("webhooks.jsonl");
        Files.write(file, lines);

        String judged = NodeClient.run(folder, Map.of("WEBHOOKS", file.toString()));

        assertThat(judged).contains("judged " + cases.size());
    }
}
