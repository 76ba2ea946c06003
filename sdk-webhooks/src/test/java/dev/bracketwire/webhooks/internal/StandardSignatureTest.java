// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.webhooks.SigningSecret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandardSignatureTest {
    private static final long NOW = 1_614_265_330;
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(UTF_8);
    private static final String WRONG = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";

    private final SigningSecret secret = SigningSecret.generate();
    private final SigningSecret older = SigningSecret.generate();
    private final SigningSecret asymmetric = SigningSecret.generateEd25519();

    private static VerificationKey key(SigningSecret secret) {
        return VerificationKey.parse(secret.publicKey().orElseGet(secret::reveal));
    }

    private static Headers headers(String id, String timestamp, String signature) {
        return Headers.received("webhook-id", id, "webhook-timestamp", timestamp, "webhook-signature", signature);
    }

    private SignatureVerdict verify(SigningSecret by, Headers headers) {
        return StandardSignature.verify(List.of(key(by)), headers, BODY, NOW, StandardSignature.TOLERANCE);
    }

    @Test
    void verify_ownSignature_isValidForEachSecret() {
        String signature = StandardSignature.header(List.of(secret, older, asymmetric), "m1", NOW, BODY);
        assertThat(signature.split(" ")).hasSize(3);
        Headers headers = headers("m1", Long.toString(NOW), signature);
        for (SigningSecret each : List.of(secret, older, asymmetric)) {
            assertThat(verify(each, headers)).isEqualTo(SignatureVerdict.VALID);
        }
        assertThat(verify(SigningSecret.generate(), headers)).isEqualTo(SignatureVerdict.NO_MATCH);
        assertThat(verify(SigningSecret.generateEd25519(), headers)).isEqualTo(SignatureVerdict.NO_MATCH);
    }

    @Test
    void verify_severalKeys_oneIsEnough() {
        Headers headers = headers("m1", Long.toString(NOW), StandardSignature.sign(older, "m1", NOW, BODY));
        List<VerificationKey> keys = List.of(key(asymmetric), key(secret), key(older));
        assertThat(StandardSignature.verify(keys, headers, BODY, NOW, StandardSignature.TOLERANCE))
                .isEqualTo(SignatureVerdict.VALID);
    }

    @Test
    void verify_headersOfSvix_areTaken() {
        Headers headers = Headers.of(
                "svix-id", "m1",
                "svix-timestamp", Long.toString(NOW),
                "svix-signature", StandardSignature.sign(secret, "m1", NOW, BODY));
        assertThat(verify(secret, headers)).isEqualTo(SignatureVerdict.VALID);
    }

    @Test
    void verify_familiesMixed_areNotJoined() {
        Headers headers = Headers.of(
                "svix-id", "m1",
                "webhook-timestamp", Long.toString(NOW),
                "webhook-signature", StandardSignature.sign(secret, "m1", NOW, BODY));
        assertThat(verify(secret, headers)).isEqualTo(SignatureVerdict.MISSING_HEADER);
    }

    @ParameterizedTest
    @CsvSource({"-301,TOO_NEW", "-300,VALID", "0,VALID", "300,VALID", "301,TOO_OLD"})
    void verify_age_isBoundedBothWays(long age, SignatureVerdict verdict) {
        long sent = NOW - age;
        Headers headers = headers("m1", Long.toString(sent), StandardSignature.sign(secret, "m1", sent, BODY));
        assertThat(verify(secret, headers)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+1614265330",
                "-1",
                "1614265330abc",
                " 1614265330",
                "1614265330.0",
                "1e9",
                "1234567890123",
                "١٦١٤٢٦٥٣٣٠"
            })
    void verify_timestampThatIsNone_isMalformed(String timestamp) {
        assertThat(verify(secret, headers("m1", timestamp, WRONG))).isEqualTo(SignatureVerdict.MALFORMED_TIMESTAMP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a b", "é"})
    void verify_idThatIsNone_isMalformed(String id) {
        assertThat(verify(secret, headers(id, Long.toString(NOW), WRONG))).isEqualTo(SignatureVerdict.MALFORMED_ID);
        assertThatThrownBy(() -> StandardSignature.sign(secret, id, NOW, BODY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StandardSignature.header(List.of(secret), id, NOW, BODY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sign_idOf257Characters_isRefused() {
        assertThat(StandardSignature.sign(secret, "a".repeat(256), NOW, BODY)).startsWith("v1,");
        assertThatThrownBy(() -> StandardSignature.sign(secret, "a".repeat(257), NOW, BODY))
                .hasMessageContaining("256");
    }

    @Test
    void verify_headerTwice_isRefused() {
        String right = StandardSignature.sign(secret, "m1", NOW, BODY);
        Headers headers = headers("m1", Long.toString(NOW), right);
        for (String name : List.of("webhook-id", "Webhook-Timestamp", "webhook-signature")) {
            assertThat(verify(secret, headers.and(name, "x"))).isEqualTo(SignatureVerdict.REPEATED_HEADER);
        }
    }

    @Test
    void verify_otherVersionsOnly_areSkipped() {
        String right = StandardSignature.sign(secret, "m1", NOW, BODY);
        for (String signatures : List.of("v2" + right.substring(2), "", " ", "v1", ",", right.replace(',', '='))) {
            assertThat(verify(secret, headers("m1", Long.toString(NOW), signatures)))
                    .as(signatures)
                    .isEqualTo(SignatureVerdict.NO_KNOWN_VERSION);
        }
        assertThat(verify(secret, headers("m1", Long.toString(NOW), "v9,x " + WRONG + " v1a,?? " + right)))
                .isEqualTo(SignatureVerdict.VALID);
    }

    @Test
    void verify_rightSignatureBehindSixteen_isNotLookedAt() {
        String right = StandardSignature.sign(secret, "m1", NOW, BODY);
        String fifteen = (WRONG + " ").repeat(15);
        assertThat(verify(secret, headers("m1", Long.toString(NOW), fifteen + right)))
                .isEqualTo(SignatureVerdict.VALID);
        assertThat(verify(secret, headers("m1", Long.toString(NOW), fifteen + WRONG + " " + right)))
                .isEqualTo(SignatureVerdict.NO_MATCH);
        assertThat(verify(secret, headers("m1", Long.toString(NOW), (WRONG + " ").repeat(10_000))))
                .isEqualTo(SignatureVerdict.NO_MATCH);
    }

    @Test
    void verify_anyByteOfTheBodyChanged_isNoMatch() {
        for (SigningSecret each : List.of(secret, asymmetric)) {
            Headers headers = headers("m1", Long.toString(NOW), StandardSignature.sign(each, "m1", NOW, BODY));
            for (int i = 0; i < BODY.length; i++) {
                byte[] other = BODY.clone();
                other[i] ^= 1;
                assertThat(StandardSignature.verify(
                                List.of(key(each)), headers, other, NOW, StandardSignature.TOLERANCE))
                        .isEqualTo(SignatureVerdict.NO_MATCH);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|24 to 75 bytes, not 0",
                "whsec_c2hvcnQ=|24 to 75 bytes, not 5",
                "whpk_c2hvcnQ=|32 bytes, not 5",
                "whpk_***|base64",
                "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=|private"
            })
    void parse_keyThatIsNone_isRefused(String text, String reason) {
        assertThatThrownBy(() -> VerificationKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }
}
