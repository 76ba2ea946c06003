// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.keys.SealException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealerTest {
    private static final byte[] PLAIN = "canary-plain-31f0".getBytes(UTF_8);

    private static String key(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Secret secret(int fill) {
        return Secret.of(key(fill));
    }

    private final Sealer sealer = Sealer.with(KeyRing.of("a", secret(1)));

    @Test
    void open_sameContext_givesThePlainBytes() {
        byte[] sealed = sealer.seal(PLAIN, "ann");
        assertThat(new String(sealed, UTF_8)).startsWith("BWS\u0001\u0001a").doesNotContain("canary");
        assertThat(sealer.open(sealed, "ann")).isEqualTo(PLAIN);
        assertThat(sealer.open(sealer.seal(new byte[0], ""), "")).isEmpty();
    }

    @Test
    void seal_twice_isNeverTheSame() {
        assertThat(sealer.seal(PLAIN, "ann")).isNotEqualTo(sealer.seal(PLAIN, "ann"));
    }

    @Test
    void open_otherContext_isMisplaced() {
        byte[] sealed = sealer.seal(PLAIN, "ann");
        var failure = catchThrowableOfType(SealException.class, () -> sealer.open(sealed, "ben"));
        assertThat(failure.reason()).isEqualTo(Reason.MISPLACED);
        assertThat(failure.keyId()).isEqualTo("a");
        assertThat(failure).hasMessageNotContaining("canary");
    }

    @Test
    void open_otherKeyOfTheSameId_isMisplaced() {
        byte[] sealed = sealer.seal(PLAIN, "ann");
        Sealer other = Sealer.with(KeyRing.of("a", secret(2)));
        assertThat(catchThrowableOfType(SealException.class, () -> other.open(sealed, "ann"))
                        .reason())
                .isEqualTo(Reason.MISPLACED);
    }

    @Test
    void open_anyBitChangedOrAnyByteMissing_isRefused() {
        byte[] sealed = sealer.seal(PLAIN, "ann");
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= (byte) (1 << (i % 8));
            assertThat(catchThrowableOfType(SealException.class, () -> sealer.open(changed, "ann"))
                            .reason())
                    .isEqualTo(Reason.DAMAGED);
            byte[] cut = Arrays.copyOf(sealed, i);
            assertThatThrownBy(() -> sealer.open(cut, "ann")).isInstanceOf(SealException.class);
        }
    }

    @Test
    void open_headForged_isRefused() {
        Sealer both = Sealer.with(KeyRing.of("a", secret(1)).and("b", secret(1)));
        SealedEnvelope sealedEnvelope = SealedEnvelope.parse(both.seal(PLAIN, "ann"));
        byte[] forged = SealedEnvelope.of(SealedEnvelope.head("b", sealedEnvelope.nonce), sealedEnvelope.content);
        assertThat(catchThrowableOfType(SealException.class, () -> both.open(forged, "ann"))
                        .reason())
                .isEqualTo(Reason.MISPLACED);
        byte[] noId = SealedEnvelope.of(SealedEnvelope.head("", sealedEnvelope.nonce), new byte[20]);
        byte[] longId = SealedEnvelope.of(SealedEnvelope.head("x", sealedEnvelope.nonce), new byte[20]);
        longId[4] = 100;
        byte[] resealed = SealedEnvelope.of(Arrays.copyOf(longId, longId.length - 4), new byte[0]);
        assertThatThrownBy(() -> both.open(noId, "ann")).hasMessageContaining("damaged");
        assertThatThrownBy(() -> both.open(resealed, "ann")).hasMessageContaining("damaged");
    }

    @Test
    void keys_rotated_openTheOldAndSealUnderTheNew() {
        byte[] old = sealer.seal(PLAIN, "ann");
        Sealer rotated = Sealer.with(KeyRing.of("b", secret(2)).and("a", secret(1)));
        assertThat(rotated.open(old, "ann")).isEqualTo(PLAIN);
        assertThat(rotated.isCurrent(old)).isFalse();
        byte[] anew = rotated.seal(PLAIN, "ann");
        assertThat(rotated.isCurrent(anew)).isTrue();
        var failure = catchThrowableOfType(SealException.class, () -> sealer.open(anew, "ann"));
        assertThat(failure.reason()).isEqualTo(Reason.UNKNOWN_KEY);
        assertThat(failure).hasMessageContaining("key b").hasMessageContaining("KeyRing.and");
    }

    @Test
    void keys_changedWhileInUse_areAskedAtEachUse() {
        KeyRing[] ring = {KeyRing.of("a", secret(1))};
        Sealer live = Sealer.with(new KeyRing() {
            @Override
            public Key current() {
                return ring[0].current();
            }

            @Override
            public Optional<Key> find(String id) {
                return ring[0].find(id);
            }
        });
        byte[] old = live.seal(PLAIN, "ann");
        ring[0] = KeyRing.of("b", secret(2)).and("a", secret(1));
        assertThat(live.open(old, "ann")).isEqualTo(PLAIN);
        assertThat(live).hasToString("Sealer[b]");
        ring[0] = KeyRing.of("b", secret(2));
        assertThatThrownBy(() -> live.open(old, "ann")).hasMessageContaining("key a, which is not in the key ring");
    }

    @Test
    void file_lineAddedOnTop_rotatesWithoutARestart(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("keys"), "# ours\n\na " + key(1) + "\n");
        Sealer live = Sealer.with(KeyRing.file(file));
        byte[] old = live.seal(PLAIN, "ann");
        Files.writeString(file, "b   " + key(2) + "\r\na " + key(1) + "\n");
        assertThat(live.open(old, "ann")).isEqualTo(PLAIN);
        assertThat(live.isCurrent(old)).isFalse();
        assertThat(KeyRing.file(file)).hasToString("KeyRing[" + file + "]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "a\n", "a b c\n", "ä AAAA\n"})
    void file_withoutAKeyInIt_saysWhatIsMissing(String text, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("keys"), text);
        assertThatThrownBy(() -> Sealer.with(KeyRing.file(file)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void file_missing_isNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> Sealer.with(KeyRing.file(folder.resolve("none"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none cannot be read as a file of keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c2hvcnQtY2FuYXJ5", "canary!", "Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LWNhbmFyeQ=="})
    void with_keyOfAnotherSize_saysHowToMakeOne(String base64) {
        assertThatThrownBy(() -> Sealer.with(KeyRing.of("a", Secret.of(base64))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("key a ")
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining(base64)
                .hasNoCause();
    }

    @Test
    void key_idThatDoesNotFit_isRefused() {
        assertThatThrownBy(() -> KeyRing.of("a b", secret(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KeyRing.of("a", secret(1)).and("x".repeat(65), secret(2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(KeyRing.of("a", secret(1)).current().toString()).doesNotContain(key(1));
    }
}
