// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.webhookinbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bracketwire.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Plays GitHub and Discord: signs requests by their rules, sends them, and returns status and body of the replies. */
final class ScriptedSenders {
    static final String GITHUB_SECRET = "an example's secret";
    private static final int ED25519_KEY = 32;

    private final HttpClient client = HttpClient.newHttpClient();
    private final KeyPair discordKeys;
    private int requests;

    ScriptedSenders() throws GeneralSecurityException {
        discordKeys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    /** Returns the public key in hex, as Discord shows it. The JDK writes it after a prefix. */
    Secret discordPublicKey() {
        byte[] encoded = discordKeys.getPublic().getEncoded();
        byte[] key = Arrays.copyOfRange(encoded, encoded.length - ED25519_KEY, encoded.length);
        return Secret.of(HexFormat.of().formatHex(key));
    }

    String github(URI to, String secret, String event, String id, String body)
            throws IOException, InterruptedException, GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal(body.getBytes(UTF_8));
        return send(
                to,
                body,
                "X-GitHub-Event",
                event,
                "X-GitHub-Delivery",
                id,
                "X-Hub-Signature-256",
                "sha256=" + HexFormat.of().formatHex(signature));
    }

    String discord(URI to, String body) throws IOException, InterruptedException, GeneralSecurityException {
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(discordKeys.getPrivate());
        signature.update((timestamp + body).getBytes(UTF_8));
        String hex = HexFormat.of().formatHex(signature.sign());
        return send(to, body, "X-Signature-Timestamp", timestamp, "X-Signature-Ed25519", hex);
    }

    private String send(URI to, String body, String... headers) throws IOException, InterruptedException {
        requests++;
        HttpRequest request = HttpRequest.newBuilder(to)
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/json")
                .headers(headers)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> reply = client.send(request, HttpResponse.BodyHandlers.ofString());
        return (reply.statusCode() + " " + reply.body()).strip();
    }

    int requests() {
        return requests;
    }
}
