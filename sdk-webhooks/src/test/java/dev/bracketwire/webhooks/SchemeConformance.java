// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.Secret;
import dev.bracketwire.config.Settings;
import dev.bracketwire.conformance.Suite;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.webhooks.http.WebRequest;
import dev.bracketwire.webhooks.internal.SignatureVerdict;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Judges the schemes of other senders by cases from outside. */
class SchemeConformance {
    @Test
    void signatures_ofOtherSenders_areJudgedAsTheyAre() throws Exception {
        Suite.run("webhooks/sender-signatures", "webhooks", suite -> {
            Path file = suite.folder().resolve("signature-vectors.json");
            for (JsonNode each : new ObjectMapper().readTree(file.toFile()).path("cases")) {
                String scheme = each.path("scheme").asText();
                if (!scheme.startsWith("standard-webhooks")
                        && each.path("valid").isBoolean()) {
                    String name = scheme + " " + each.path("name").asText();
                    suite.check(file, name, each.path("valid").asBoolean(), () -> isValid(scheme, each));
                }
            }
        });
    }

    private static boolean isValid(String scheme, JsonNode each) {
        Secret secret = Secret.of(
                each.path(each.has("publicKey") ? "publicKey" : "secret").asText());
        IncomingScheme judged = switch (scheme) {
            case "github" -> IncomingScheme.github(secret);
            case "slack" -> IncomingScheme.slack(secret);
            case "stripe" -> IncomingScheme.stripe(secret);
            case "discord" -> IncomingScheme.discordInteractions(secret);
            case "twitch" -> IncomingScheme.twitch(secret);
            case "notion" -> IncomingScheme.notion(secret);
            case "shopify" ->
                settings(Map.of("signature.header", "X-Shopify-Hmac-Sha256", "signature.encoding", "base64"), each);
            case "twilio" -> twilio(each);
            default -> throw new IllegalArgumentException("the scheme " + scheme + " is not known here");
        };
        WebRequest request = request(each);
        String signedAt = each.at("/headers/X-Signature-Timestamp").asText();
        long now = each.has("now") ? each.path("now").asLong() : signedAt.isEmpty() ? 0 : Long.parseLong(signedAt);
        return judged.verifier().verify(request, request.body(), Instant.ofEpochSecond(now)) == SignatureVerdict.VALID;
    }

    private static IncomingScheme twilio(JsonNode each) {
        URI url = URI.create(each.path("url").asText());
        return settings(
                Map.of(
                        "signature.header", "X-Twilio-Signature",
                        "signature.algorithm", "hmac-sha1",
                        "signature.encoding", "base64",
                        "signature.content", "{url}{form}",
                        "origin", url.getScheme() + "://" + url.getAuthority()),
                each);
    }

    private static IncomingScheme settings(Map<String, String> values, JsonNode each) {
        var builder = Settings.builder().set("secret", each.path("secret").asText());
        values.forEach(builder::set);
        return IncomingScheme.of(builder.build());
    }

    private static WebRequest request(JsonNode each) {
        List<String> lines = new ArrayList<>();
        each.path("headers").properties().forEach(header -> {
            lines.add(header.getKey());
            lines.add(header.getValue().asText());
        });
        String body = each.path("body").asText();
        if (each.has("params")) {
            lines.add("Content-Type");
            lines.add("application/x-www-form-urlencoded");
            List<String> pairs = new ArrayList<>();
            each.path("params")
                    .properties()
                    .forEach(pair -> pairs.add(URLEncoder.encode(pair.getKey(), UTF_8) + "="
                            + URLEncoder.encode(pair.getValue().asText(), UTF_8)));
            body = String.join("&", pairs);
        }
        URI url = URI.create(each.path("url").asText("/"));
        String target = url.getRawQuery() == null ? url.getRawPath() : url.getRawPath() + "?" + url.getRawQuery();
        return WebRequest.of("POST", target, Headers.received(lines.toArray(String[]::new)), body.getBytes(UTF_8));
    }

    @Test
    void payloads_ofGitHub_areReceivedOnceEach() throws Exception {
        Suite.run("webhooks/github-webhook-payload-samples", "webhooks", suite -> {
            Path file = suite.folder().resolve("github-webhook-payload-samples.json");
            List<IncomingEvent> events = new CopyOnWriteArrayList<>();
            ManualClock clock = ManualClock.at(Instant.parse("2026-11-30T12:00:00Z"));
            Secret secret = Secret.of("hush");
            try (Database db = Database.inMemory();
                    Webhooks hooks = Webhooks.builder(db, WebhookScene.KEYS)
                            .clock(clock)
                            .receive(IncomingSource.of("github", IncomingScheme.github(secret))
                                    .on("*", events::add))
                            .open()) {
                int number = 0;
                for (JsonNode each : new ObjectMapper().readTree(file.toFile()).path("cases")) {
                    String event = each.path("event").asText(each.path("name").asText());
                    String body = each.path("payload").toString();
                    String id = "delivery-" + number++;
                    WebRequest request = WebRequest.of(
                            "POST",
                            "/",
                            Headers.of(
                                    "Content-Type",
                                    "application/json",
                                    "X-GitHub-Event",
                                    event,
                                    "X-GitHub-Delivery",
                                    id,
                                    "X-Hub-Signature-256",
                                    "sha256=" + Signing.hmac("hush", body)),
                            body.getBytes(UTF_8));
                    suite.check(
                            file,
                            id + " " + event,
                            List.of(200, 200),
                            () -> List.of(
                                    hooks.incoming("github").answer(request).status(),
                                    hooks.incoming("github").answer(request).status()));
                    if (!event.equals("ping")) {
                        Awaitility.await()
                                .atMost(60, TimeUnit.SECONDS)
                                .until(() -> events.stream()
                                        .anyMatch(taken -> taken.id().equals(id)));
                        suite.check(
                                file,
                                id + " body",
                                body,
                                () -> events.stream()
                                        .filter(taken -> taken.id().equals(id))
                                        .findFirst()
                                        .orElseThrow()
                                        .text());
                    }
                }
                assertThat(events.stream().map(IncomingEvent::id).distinct().count())
                        .isEqualTo(events.size());
            }
        });
    }
}
