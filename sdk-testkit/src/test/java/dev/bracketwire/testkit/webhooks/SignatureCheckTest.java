// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureCheckTest {
    /** The vector that the reference libraries of all languages share. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static ReceivedWebhook webhook(Map<String, String> headers, String body) {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, value) -> fields.put(name, List.of(value)));
        return new ReceivedWebhook(
                1,
                1,
                Instant.EPOCH,
                new ReceivedWebhook.RequestLine("POST", "/x", null, false, fields),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static ReceivedWebhook signed(String signature, String body) {
        return webhook(
                Map.of("webhook-id", ID, "webhook-timestamp", "1614265330", "webhook-signature", signature), body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SIGNATURE,
                "v1,AAAA " + SIGNATURE,
                "v1a,AAAA v2,x v1,not-base64! " + SIGNATURE + " v1,AAAA",
            })
    void verifies_whenOneOfTheSignaturesFits_isTrue(String signatures) {
        assertThat(signed(signatures, BODY).verifies(SECRET)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1,",
                "v1,AAAA",
                "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
            })
    void verifies_whenNoSignatureFits_isFalse(String signatures) {
        assertThat(signed(signatures, BODY).verifies(SECRET)).isFalse();
    }

    @Test
    void verifies_whenAnythingSignedWasChanged_isFalse() {
        assertThat(signed(SIGNATURE, BODY + " ").verifies(SECRET)).isFalse();
        assertThat(signed(SIGNATURE, BODY).verifies("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx"))
                .isFalse();
        Map<String, String> headers = new TreeMap<>(
                Map.of("webhook-id", ID, "webhook-timestamp", "1614265330", "webhook-signature", SIGNATURE));
        headers.put("webhook-id", ID + "x");
        assertThat(webhook(headers, BODY).verifies(SECRET)).isFalse();
        headers.put("webhook-id", ID);
        headers.put("webhook-timestamp", "1614265331");
        assertThat(webhook(headers, BODY).verifies(SECRET)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void verifies_withoutAHeader_isFalse(String absent) {
        Map<String, String> headers = new TreeMap<>(
                Map.of("webhook-id", ID, "webhook-timestamp", "1614265330", "webhook-signature", SIGNATURE));
        headers.remove(absent);
        assertThat(webhook(headers, BODY).verifies(SECRET)).isFalse();
    }

    @Test
    void verifies_byAPublicKey_checksV1a() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Signature signing = Signature.getInstance("Ed25519");
        signing.initSign(keys.getPrivate());
        signing.update((ID + ".1614265330." + BODY).getBytes(StandardCharsets.UTF_8));
        String signature = "v1a," + Base64.getEncoder().encodeToString(signing.sign());
        byte[] der = keys.getPublic().getEncoded();
        String key = "whpk_" + Base64.getEncoder().encodeToString(Arrays.copyOfRange(der, der.length - 32, der.length));

        assertThat(signed(SIGNATURE + " " + signature, BODY).verifies(key)).isTrue();
        assertThat(signed(signature, BODY + " ").verifies(key)).isFalse();
        assertThat(signed("v1a,AAAA", BODY).verifies(key)).isFalse();
        assertThat(signed(SIGNATURE, BODY).verifies(key)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "v1,whsec_MfKQ", "whsec_", "whsec_!", "whpk_AAAA"})
    void verifies_byAKeyOfAWrongForm_throws(String key) {
        assertThatThrownBy(() -> signed(SIGNATURE, BODY).verifies(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void receiver_verifies_onlyIfEachWebhookDoes() throws Exception {
        try (FakeReceiver receiver = FakeReceiver.start();
                RawSender sender = new RawSender(receiver)) {
            assertThat(receiver.verifies(SECRET)).isFalse();
            sender.send("POST /x HTTP/1.1\r\nwebhook-id: " + ID + "\r\nwebhook-timestamp: 1614265330\r\n"
                            + "webhook-signature: " + SIGNATURE + "\r\nContent-Length: 20\r\n\r\n" + BODY)
                    .head();
            assertThat(receiver.verifies(SECRET)).isTrue();
            sender.post("/x", BODY).head();
            assertThat(receiver.verifies(SECRET)).isFalse();
        }
    }
}
