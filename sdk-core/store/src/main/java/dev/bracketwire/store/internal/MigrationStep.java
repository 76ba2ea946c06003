// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.store.DatabaseEngine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One step of a part's tables, in the words of each engine. */
public record MigrationStep(int version, String name, Map<DatabaseEngine, String> texts) {
    private static final Pattern NAME = Pattern.compile("V([1-9][0-9]{0,8})__[A-Za-z0-9_]{1,80}");

    /** Checks a step. */
    public static MigrationStep of(String name, Map<DatabaseEngine, String> texts) {
        Matcher parts = NAME.matcher(Objects.requireNonNull(name, "name"));
        if (!parts.matches()) {
            throw new IllegalArgumentException("a step is named like V1__players, and not " + name);
        }
        texts.forEach((databaseEngine, text) -> {
            if (TransactionStatements.isIn(text)) {
                throw new IllegalArgumentException(
                        name
                                + " must not commit, roll back or begin a transaction: each step runs in a transaction of its own");
            }
        });
        return new MigrationStep(Integer.parseInt(parts.group(1)), name, Map.copyOf(texts));
    }

    String text(DatabaseEngine databaseEngine) {
        String text = texts.get(databaseEngine);
        if (text == null) {
            throw new IllegalArgumentException(name + " has no text for " + databaseEngine.id());
        }
        return text;
    }

    /** Of the text with its holes, so that it is the same under every schema; line ends do not count. */
    String checksum(DatabaseEngine databaseEngine) {
        String text = text(databaseEngine).replace("\r\n", "\n").strip();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
