// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SigningSecretTest {
    private static final String PRIVATE =
            "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==";
    private static final String PUBLIC = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    @Test
    void generate_twice_givesDifferentSecretsOf32Bytes() {
        SigningSecret secret = SigningSecret.generate();
        assertThat(secret.reveal()).startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(secret.reveal().substring(6))).hasSize(32);
        assertThat(secret).isNotEqualTo(SigningSecret.generate());
        assertThat(secret.publicKey()).isEmpty();
    }

    @Test
    void generateEd25519_twice_givesDifferentKeys() {
        SigningSecret key = SigningSecret.generateEd25519();
        assertThat(Base64.getDecoder().decode(key.reveal().substring(5))).hasSize(64);
        assertThat(key.publicKey()).get().asString().startsWith("whpk_");
        assertThat(key).isNotEqualTo(SigningSecret.generateEd25519());
        assertThat(SigningSecret.parse(key.reveal()).publicKey()).isEqualTo(key.publicKey());
    }

    @Test
    void parse_revealed_isEqual() {
        for (SigningSecret secret : new SigningSecret[] {SigningSecret.generate(), SigningSecret.generateEd25519()}) {
            assertThat(SigningSecret.parse(secret.reveal())).isEqualTo(secret).hasSameHashCodeAs(secret);
        }
        assertThat(SigningSecret.generate()).isNotEqualTo("text");
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 32, 64, 75})
    void parse_symmetric_takes24To75Bytes(int bytes) {
        assertThat(SigningSecret.parse("whsec_" + base64(bytes)).reveal()).isEqualTo("whsec_" + base64(bytes));
    }

    @Test
    void parse_privateKey_knowsItsPublicKey() {
        assertThat(SigningSecret.parse(PRIVATE).publicKey()).hasValue(PUBLIC);
        assertThat(SigningSecret.parse(PRIVATE).reveal()).isEqualTo(PRIVATE);
    }

    @Test
    void parse_seedAlone_isTheSameKey() {
        byte[] both = Base64.getDecoder().decode(PRIVATE.substring(5));
        String seed = Base64.getEncoder().encodeToString(java.util.Arrays.copyOf(both, 32));
        assertThat(SigningSecret.parse("whsk_" + seed)).isEqualTo(SigningSecret.parse(PRIVATE));
    }

    @Test
    void parse_publicKeyOfAnotherSeed_isRefused() {
        byte[] both = Base64.getDecoder().decode(PRIVATE.substring(5));
        both[63] ^= 1;
        String text = "whsk_" + Base64.getEncoder().encodeToString(both);
        assertThatThrownBy(() -> SigningSecret.parse(text)).hasMessageContaining("does not belong to its seed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|is empty",
                "'  '|is empty",
                "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=|is a signature",
                "v1a,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=|is a signature",
                "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=|is a public key",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw|must begin with whsec_ or whsk_",
                "whsec_|must hold 24 to 75 bytes, not 0",
                "whsec_c2hvcnQ=|must hold 24 to 75 bytes, not 5",
                "whsec_not*base64*at*all*but*long*enough|must have base64",
                "'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw '|must have base64",
                "whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw|must hold 32 or 64 bytes"
            })
    void parse_other_isRefusedWithoutShowingIt(String text, String reason) {
        assertThatThrownBy(() -> SigningSecret.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("MfKQ")
                .hasMessageNotContaining("c2hv");
    }

    @ParameterizedTest
    @ValueSource(ints = {23, 76})
    void parse_symmetricOfAnotherLength_isRefused(int bytes) {
        assertThatThrownBy(() -> SigningSecret.parse("whsec_" + base64(bytes))).hasMessageContaining("not " + bytes);
    }

    @Test
    void toString_hidesTheValue() {
        assertThat(SigningSecret.parse(PRIVATE)).hasToString("SigningSecret(Ed25519)");
        assertThat(SigningSecret.generate()).hasToString("SigningSecret(HMAC-SHA256)");
    }

    @Test
    void sign_bySeveralThreads_isRight() {
        SigningSecret secret = SigningSecret.parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        byte[] content = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}".getBytes(UTF_8);
        assertThat(java.util.stream.IntStream.range(0, 2_000)
                        .parallel()
                        .mapToObj(i -> secret.sign(content))
                        .distinct())
                .containsExactly("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
