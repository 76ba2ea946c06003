// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.bracketwire.Secret;
import dev.bracketwire.config.Settings;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.webhooks.DeliveryFilter;
import dev.bracketwire.webhooks.IncomingScheme;
import dev.bracketwire.webhooks.IncomingSource;
import dev.bracketwire.webhooks.SigningSecret;
import dev.bracketwire.webhooks.Webhooks;
import dev.bracketwire.webhooks.WebhooksBuilder;
import dev.bracketwire.webhooks.WebhooksListener;
import dev.bracketwire.webhooks.api.WebhookApi;
import dev.bracketwire.webhooks.http.JdkRoutes;
import dev.bracketwire.webhooks.http.WebRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Receives webhooks that the senders' own libraries signed, over a socket: the genuine ones, and each with one byte changed in
 * the body, the id, the timestamp, the URL or the signature, whatever its sender signs. A changed one must be refused for its
 * signature, not for its age. A linter judges the document of the HTTP API.
 */
class WebhookSendersE2e {
    private static final Secret SECRET = Secret.of("hush-hush-hush");

    private final Queue<String> handled = new ConcurrentLinkedQueue<>();
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();

    @Test
    void sendersLibraries_signWhatIsAccepted_andOneChangedByteIsRefused() throws Exception {
        Path folder = NodeClient.install("webhook-senders");
        Path document = Files.writeString(folder.resolve("openapi.json"), WebhookApi.openApi());
        KeyPair discord = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String seed = last32(discord.getPrivate().getEncoded());
        String publicKey = last32(discord.getPublic().getEncoded());
        String standard = SigningSecret.generate().reveal();
        Map<String, IncomingScheme> schemes = new LinkedHashMap<>();
        schemes.put("github", IncomingScheme.github(SECRET));
        schemes.put("slack", IncomingScheme.slack(SECRET));
        schemes.put("stripe", IncomingScheme.stripe(SECRET));
        schemes.put("standard", IncomingScheme.standard(Secret.of(standard)));
        schemes.put("discord", IncomingScheme.discordInteractions(Secret.of(publicKey)));
        schemes.put("twilio", twilio());
        KeyRing keys = KeyRing.of("2026-11", Secret.of(Base64.getEncoder().encodeToString(new byte[32])));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (Database db = Database.inMemory();
                Webhooks hooks = receiving(Webhooks.builder(db, keys), schemes).open()) {
            schemes.keySet().forEach(name -> server.createContext("/" + name, JdkRoutes.handler(hooks.incoming(name))));
            server.createContext("/stored", exchange -> answerStored(exchange, hooks));
            server.setExecutor(threads);
            server.start();

            String judged = NodeClient.run(
                    folder,
                    Map.of(
                            "BASE", "http://127.0.0.1:" + server.getAddress().getPort(),
                            "STANDARD_SECRET", standard,
                            "DISCORD_SEED", seed,
                            "DISCORD_KEY", publicKey,
                            "DOCUMENT", document.toString()));

            judged.lines().filter(line -> line.startsWith("senders: ")).forEach(System.out::println);
            assertThat(judged.lines()).contains("senders: 7 accepted, 22 refused", "document: no problems");
            Awaitility.await().until(() -> handled.size() >= 7);
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
        assertThat(refused).hasSize(22).allMatch(reason -> reason.startsWith("the signature is wrong"));
        assertThat(handled)
                .containsExactlyInAnyOrder(
                        "github issues.opened gh-1",
                        "slack app_mention Ev1",
                        "stripe invoice.paid evt_1",
                        "standard match.created msg_svix",
                        "standard match.created msg_1",
                        "discord command 77",
                        "twilio event SM1");
    }

    /** Answers the number of events that are stored. */
    private static void answerStored(HttpExchange exchange, Webhooks hooks) throws IOException {
        try (exchange) {
            long stored = hooks.deliveries(DeliveryFilter.all()).stream().count();
            byte[] body = Long.toString(stored).getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private WebhooksBuilder receiving(WebhooksBuilder builder, Map<String, IncomingScheme> schemes) {
        builder.listener(new WebhooksListener() {
            @Override
            public void refused(String source, String reason, WebRequest request) {
                refused.add(reason);
            }
        });
        schemes.forEach((name, scheme) -> builder.receive(IncomingSource.of(name, scheme)
                .on("*", event -> handled.add(event.source() + " " + event.type() + " " + event.id()))));
        return builder;
    }

    private static IncomingScheme twilio() {
        return IncomingScheme.of(Settings.builder()
                .set("secret", SECRET.reveal())
                .set("signature.header", "X-Twilio-Signature")
                .set("signature.algorithm", "hmac-sha1")
                .set("signature.encoding", "base64")
                .set("signature.content", "{url}{form}")
                .set("origin", "https://bot.example")
                .set("id.field", "MessageSid")
                .build());
    }

    private static String last32(byte[] encoded) {
        return HexFormat.of().formatHex(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }
}
