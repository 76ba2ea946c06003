// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.exchange.Column;
import dev.bracketwire.exchange.Column.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Works out what the columns of a sample hold. */
public final class ColumnInference {
    private static final Pattern TRUTH = Pattern.compile("(?i)true|false");
    private static final Pattern ID = Pattern.compile("[+-]?(0\\d.*|\\d{16,}.*|\\+.*)");

    private final Map<String, Seen> columns = new LinkedHashMap<>();
    private long rows;

    private static final class Seen {
        final Set<Kind> possible = EnumSet.allOf(Kind.class);
        long values;
    }

    /** Looks at a row. */
    public void add(Map<String, ? extends @Nullable Object> row) {
        rows++;
        row.forEach((name, value) -> {
            Seen seen = columns.computeIfAbsent(name, fresh -> new Seen());
            String text = value == null ? "" : ValueText.text(value);
            if (!text.isEmpty()) {
                seen.values++;
                seen.possible.removeIf(kind -> !is(kind, text));
            }
        });
    }

    private static boolean is(Kind kind, String text) {
        return switch (kind) {
            case TEXT -> true;
            case TRUTH -> TRUTH.matcher(text).matches();
            case WHOLE, DECIMAL -> !ID.matcher(text).matches() && ValueKinds.rule(kind, text) == null;
            case DATE, INSTANT -> ValueKinds.rule(kind, text) == null;
        };
    }

    /** What was found. */
    public List<Column> columns() {
        List<Column> found = new ArrayList<>();
        columns.forEach((name, seen) -> {
            Kind kind = seen.values == 0 ? Kind.TEXT : narrowest(seen.possible);
            Column column = Column.of(name, kind);
            found.add(seen.values == rows ? column.required() : column);
        });
        return found;
    }

    private static Kind narrowest(Set<Kind> possible) {
        for (Kind kind : List.of(Kind.TRUTH, Kind.WHOLE, Kind.DECIMAL, Kind.DATE, Kind.INSTANT)) {
            if (possible.contains(kind)) {
                return kind;
            }
        }
        return Kind.TEXT;
    }
}
