// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.conformance.Suite;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.webhooks.SigningSecret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureConformance {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void signatures_ofOthers_areJudgedAsTheyAre() throws Exception {
        Suite.run("webhooks/signature-vectors", "webhooks", suite -> {
            Path file = suite.folder().resolve("signature-vectors.json");
            for (JsonNode each : cases(file)) {
                String scheme = each.path("scheme").asText();
                if (scheme.startsWith("standard-webhooks") && each.path("valid").isBoolean()) {
                    String name = scheme + " " + each.path("name").asText();
                    suite.check(file, name, each.path("valid").asBoolean(), () -> verified(each));
                    if (each.has("secretKey")) {
                        suite.check(
                                file,
                                name + " signed",
                                each.at("/headers/webhook-signature").asText(),
                                () -> signed(each));
                    }
                }
            }
        });
    }

    private static boolean verified(JsonNode each) {
        VerificationKey key = VerificationKey.parse(
                each.path(each.has("publicKey") ? "publicKey" : "secret").asText());
        List<String> lines = new ArrayList<>();
        each.path("headers").properties().forEach(header -> {
            lines.add(header.getKey());
            lines.add(header.getValue().asText());
        });
        Headers headers = Headers.received(lines.toArray(String[]::new));
        return StandardSignature.verify(
                        List.of(key), headers, body(each), each.path("now").asLong(), StandardSignature.TOLERANCE)
                == SignatureVerdict.VALID;
    }

    private static String signed(JsonNode each) {
        SigningSecret secret = SigningSecret.parse(each.path("secretKey").asText());
        JsonNode headers = each.path("headers");
        return StandardSignature.sign(
                secret,
                headers.path("webhook-id").asText(),
                headers.path("webhook-timestamp").asLong(),
                body(each));
    }

    private static byte[] body(JsonNode each) {
        return each.has("bodyHex")
                ? HEX.parseHex(each.path("bodyHex").asText())
                : each.path("body").asText().getBytes(UTF_8);
    }

    @Test
    void hmacSha256_vectors_areExact() throws Exception {
        Suite.run("webhooks/wycheproof-hmac_sha256_test", "webhooks", suite -> {
            Path file = suite.folder().resolve("wycheproof-hmac_sha256_test.json");
            for (JsonNode each : cases(file)) {
                byte[] tag = HEX.parseHex(each.path("tag").asText());
                HmacKey key = HmacKey.of(HEX.parseHex(each.path("key").asText()));
                int length = each.at("/group/tagSize").asInt() / 8;
                suite.check(
                        file,
                        "tcId " + each.path("tcId").asInt(),
                        isValid(each),
                        () -> Arrays.equals(
                                tag,
                                Arrays.copyOf(
                                        key.sign(HEX.parseHex(each.path("msg").asText())), length)));
            }
        });
    }

    @Test
    void ed25519_vectors_areExact() throws Exception {
        Suite.run("webhooks/wycheproof-ed25519_test", "webhooks", suite -> {
            Path file = suite.folder().resolve("wycheproof-ed25519_test.json");
            for (JsonNode each : cases(file)) {
                byte[] key = HEX.parseHex(each.at("/group/publicKey/pk").asText());
                suite.check(
                        file,
                        "tcId " + each.path("tcId").asInt(),
                        isValid(each),
                        () -> Ed25519Keys.verifies(
                                Ed25519Keys.publicKey(key),
                                HEX.parseHex(each.path("msg").asText()),
                                HEX.parseHex(each.path("sig").asText())));
            }
        });
    }

    private static boolean isValid(JsonNode each) {
        return each.path("result").asText().equals("valid");
    }

    static JsonNode cases(Path file) throws java.io.IOException {
        return new ObjectMapper().readTree(file.toFile()).path("cases");
    }

    @SuppressWarnings("SystemOut") // the line belongs to the result
    static void print(String line) {
        System.out.println(line);
    }
}
