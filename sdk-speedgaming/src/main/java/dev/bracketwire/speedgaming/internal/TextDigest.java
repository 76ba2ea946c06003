// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Makes the SHA-256 of values, each with its length, so that no two lists of values look alike. */
final class TextDigest {
    private static final HexFormat HEX = HexFormat.of();

    private final StringBuilder text = new StringBuilder(200);

    TextDigest add(@Nullable Object value) {
        String piece = String.valueOf(value);
        text.append(piece.length()).append(':').append(piece);
        return this;
    }

    String hex() {
        try {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
