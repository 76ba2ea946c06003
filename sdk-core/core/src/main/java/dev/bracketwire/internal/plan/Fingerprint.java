// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests a title and what follows it; each piece with its length, so that no two lists of pieces look alike. */
public final class Fingerprint {
    private final MessageDigest digest;

    /** Begins with a title. */
    public Fingerprint(String title) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        add(title);
    }

    /** Adds a piece. */
    public void add(String piece) {
        add(piece.getBytes(UTF_8));
    }

    /** Adds a piece. */
    public void add(byte[] piece) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(piece.length).array());
        digest.update(piece);
    }

    /** The digest; nothing can be added after it. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
