// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

import dev.bracketwire.store.Engine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One step of a part's tables, in the words of each engine. */
public record Step(int version, String name, Map<Engine, String> texts) {
    private static final Pattern NAME = Pattern.compile("V([1-9][0-9]{0,8})__[A-Za-z0-9_]{1,80}");

    /** Checks a step. */
    public static Step of(String name, Map<Engine, String> texts) {
        Matcher parts = NAME.matcher(Objects.requireNonNull(name, "name"));
        if (!parts.matches()) {
            throw new IllegalArgumentException("a step is named like V1__players, and not " + name);
        }
        texts.forEach((engine, text) -> {
            if (TransactionControl.isIn(text)) {
                throw new IllegalArgumentException(
                        name
                                + " must not commit, roll back or begin a transaction: each step runs in a transaction of its own");
            }
        });
        return new Step(Integer.parseInt(parts.group(1)), name, Map.copyOf(texts));
    }

    String text(Engine engine) {
        String text = texts.get(engine);
        if (text == null) {
            throw new IllegalArgumentException(name + " has no text for " + engine.id());
        }
        return text;
    }

    /** Of the text with its holes, so that it is the same under every schema; line ends do not count. */
    String checksum(Engine engine) {
        String text = text(engine).replace("\r\n", "\n").strip();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
