// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.exchange.internal.ValueKinds;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks rows against columns, and remembers a digest of each value that must be unique. */
final class TableChecker implements Schema.Checker {
    private final List<Column> columns;
    private final Map<String, Set<UUID>> seen = new HashMap<>();

    TableChecker(List<Column> columns) {
        this.columns = columns;
    }

    @Override
    public List<Schema.Problem> check(Map<String, ? extends @Nullable Object> row) {
        List<Schema.Problem> problems = new ArrayList<>();
        for (Column column : columns) {
            Object value = row.get(column.name());
            String text = value == null ? "" : ValueKinds.text(value);
            String rule = text.isEmpty() ? column.isRequired() ? "is missing" : null : rule(column, text);
            if (rule != null) {
                problems.add(new Schema.Problem(column.name(), rule, text));
            }
        }
        return problems;
    }

    private @Nullable String rule(Column column, String text) {
        String kind = ValueKinds.rule(column.kind(), text);
        if (kind != null) {
            return kind;
        }
        if (column.regex() != null && !column.regex().matcher(text).matches()) {
            return "is not like " + column.regex();
        }
        BigDecimal least = column.least();
        BigDecimal most = column.most();
        if (least != null && most != null) {
            BigDecimal number = new BigDecimal(text.strip());
            if (number.compareTo(least) < 0 || number.compareTo(most) > 0) {
                return "is not between " + least + " and " + most;
            }
        }
        boolean again = column.isUnique()
                && !seen.computeIfAbsent(column.name(), name -> new HashSet<>()).add(digest(text));
        return again ? "was there before, and should be unique" : null;
    }

    private static UUID digest(String text) {
        try {
            ByteBuffer digest =
                    ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
            return new UUID(digest.getLong(), digest.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
