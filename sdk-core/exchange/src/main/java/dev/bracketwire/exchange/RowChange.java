// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.bracketwire.Change;
import dev.bracketwire.Outcome;
import dev.bracketwire.exchange.internal.CanonicalValues;
import dev.bracketwire.exchange.internal.FieldReader;
import dev.bracketwire.internal.text.ForeignText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One row that a {@link Sync} would add, change or remove, field by field.
 *
 * <p>A value is text, a {@code Long}, {@code BigInteger}, {@code BigDecimal} or {@code Boolean}, a list or a map of those,
 * or null.
 *
 * @param table the table that changes
 * @param kind {@link #ADD}, {@link #CHANGE} or {@link #REMOVE}
 * @param key by what the row is told from others, as text
 * @param fields what was seen and what should be: all fields of a row that is added or removed, and of one that changes
 *     those that do. One whose values are equal is compared only, and not printed
 */
public record RowChange(String table, String kind, Map<String, String> key, List<Field> fields) implements Change {
    /** A row that is not there. */
    public static final String ADD = "add";

    /** A row that is there and has other values. */
    public static final String CHANGE = "change";

    /** A row that should not be there. */
    public static final String REMOVE = "remove";

    private static final int SHOWN = 40;

    /** Copies the key and the fields. */
    public RowChange {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(kind, "kind");
        key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
        fields = List.copyOf(fields);
    }

    /**
     * One field.
     *
     * @param column the column
     * @param before what was seen; null where nothing was
     * @param after what should be; null where nothing should
     */
    @JsonDeserialize(using = FieldReader.class)
    public record Field(
            String column,
            @Nullable Object before,
            @Nullable Object after) {
        /** Refuses a column without a name. */
        public Field {
            Objects.requireNonNull(column, "column");
        }

        @Override
        public String toString() {
            return column + " " + shown(before) + " → " + shown(after);
        }
    }

    /** The fields as they should be: the row to add, or what to change of it; empty if it should go. */
    public Map<String, @Nullable Object> after() {
        Map<String, @Nullable Object> after = new LinkedHashMap<>();
        if (!kind.equals(REMOVE)) {
            fields.forEach(field -> after.put(field.column, field.after));
        }
        return Collections.unmodifiableMap(after);
    }

    /**
     * Compares with the row that is there now, as whoever carries a change out must: {@code APPLIED} says that it may be
     * carried out, {@code UNCHANGED} that there is nothing left to do, and {@code STALE} that the row is another by now.
     *
     * @param now the row of the key; null if there is none
     */
    public Outcome<RowChange> against(@Nullable Map<String, ? extends @Nullable Object> now) {
        if (now == null) {
            return switch (kind) {
                case ADD -> Outcome.applied(this);
                case REMOVE -> Outcome.unchanged(this);
                default -> Outcome.stale(this, "the row is gone: plan again");
            };
        }
        if (!kind.equals(REMOVE) && is(now, Field::after)) {
            return Outcome.unchanged(this);
        }
        return kind.equals(ADD) || !is(now, Field::before)
                ? Outcome.stale(this, "the row is another now: plan again")
                : Outcome.applied(this);
    }

    private boolean is(Map<String, ? extends @Nullable Object> row, Function<Field, @Nullable Object> value) {
        return fields.stream()
                .allMatch(field ->
                        CanonicalValues.same(row.get(field.column)).equals(CanonicalValues.same(value.apply(field))));
    }

    private static String shown(@Nullable Object value) {
        String text = value instanceof String said ? '"' + said + '"' : String.valueOf(value);
        return ForeignText.shown(text, SHOWN);
    }

    /** One line, such as {@code players, id 7: score 12 → 15}. */
    @Override
    public String toString() {
        String who = key.entrySet().stream()
                .map(part -> part.getKey() + " " + ForeignText.shown(part.getValue(), SHOWN))
                .collect(Collectors.joining(", "));
        String what = fields.stream()
                .filter(field -> !Objects.equals(field.before, field.after)
                        && (kind.equals(CHANGE) || !key.containsKey(field.column)))
                .map(field -> switch (kind) {
                    case ADD -> field.column + " " + shown(field.after);
                    case REMOVE -> field.column + " " + shown(field.before);
                    default -> field.toString();
                })
                .collect(Collectors.joining(", "));
        return table + ", " + who + ": " + what;
    }
}
