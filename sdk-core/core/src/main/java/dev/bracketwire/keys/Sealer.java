// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import dev.bracketwire.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts bytes so that nobody without the key reads them, and nobody changes or moves them unseen (AES-256-GCM). What is
 * sealed names its key by id, so it opens as long as the {@link KeyRing} knows that id, whichever key is current.
 *
 * <p>The context says where the bytes belong, such as a table and the id of a row. It is not kept in them, and what was
 * sealed for one context does not open for another. Nonces are random: change the key before some four thousand million
 * things were sealed under it. Safe for several threads.
 *
 * <pre>{@code
 * Sealer sealer = Sealer.with(keys);
 * byte[] sealed = sealer.seal(plain, "ann");
 * byte[] opened = sealer.open(sealed, "ann");
 * }</pre>
 */
public final class Sealer {
    private static final int TAG_BITS = 128;

    private final KeyRing keys;
    private final SecureRandom random = new SecureRandom();

    private Sealer(KeyRing keys) {
        this.keys = keys;
    }

    /**
     * Makes one that asks these keys at each use.
     *
     * @throws ConfigurationException if the current key is none, with how to make one
     */
    public static Sealer with(KeyRing keys) {
        Objects.requireNonNull(keys, "keys").current().bytes();
        return new Sealer(keys);
    }

    /**
     * Seals under the current key.
     *
     * @throws ConfigurationException if there is no key now
     */
    public byte[] seal(byte[] plain, String context) {
        KeyRing.Key key = keys.current();
        byte[] nonce = new byte[SealedEnvelope.NONCE];
        random.nextBytes(nonce);
        byte[] head = SealedEnvelope.head(key.id(), nonce);
        try {
            return SealedEnvelope.of(
                    head, cipher(Cipher.ENCRYPT_MODE, key, head, nonce, context).doFinal(plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES in GCM", e);
        }
    }

    /**
     * Opens what was sealed for this context.
     *
     * @throws SealException if it cannot be opened
     * @throws ConfigurationException if the key of that id is none now
     */
    public byte[] open(byte[] sealed, String context) {
        SealedEnvelope sealedEnvelope = SealedEnvelope.parse(sealed);
        KeyRing.Key key = keys.find(sealedEnvelope.keyId)
                .orElseThrow(() -> new SealException(SealException.Reason.UNKNOWN_KEY, sealedEnvelope.keyId));
        try {
            return cipher(Cipher.DECRYPT_MODE, key, sealedEnvelope.head, sealedEnvelope.nonce, context)
                    .doFinal(sealedEnvelope.content);
        } catch (AEADBadTagException e) {
            throw new SealException(SealException.Reason.MISPLACED, sealedEnvelope.keyId);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES in GCM", e);
        }
    }

    /**
     * Whether this was sealed under the key that is current, so that nothing is won by sealing it anew.
     *
     * @throws SealException if it was not sealed at all
     */
    public boolean isCurrent(byte[] sealed) {
        return SealedEnvelope.parse(sealed).keyId.equals(keys.current().id());
    }

    private static Cipher cipher(int mode, KeyRing.Key key, byte[] head, byte[] nonce, String context)
            throws GeneralSecurityException {
        byte[] bytes = key.bytes();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(bytes, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        Arrays.fill(bytes, (byte) 0);
        cipher.updateAAD(head);
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** Names the ring, not its keys. */
    @Override
    public String toString() {
        return "Sealer[" + keys.current().id() + "]";
    }
}
