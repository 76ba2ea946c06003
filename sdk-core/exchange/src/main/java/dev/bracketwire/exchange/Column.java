// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the values of one column of a {@link TableSchema} must be. It is immutable.
 *
 * <p>A value is checked as what it says: {@code "12"} is a whole number, as it must be in CSV. An empty text counts as no
 * value.
 */
public final class Column {
    private final String name;
    private final Kind kind;
    private final boolean required;
    private final boolean unique;
    private final @Nullable Pattern pattern;
    private final @Nullable BigDecimal least;
    private final @Nullable BigDecimal most;

    private Column(
            String name,
            Kind kind,
            boolean required,
            boolean unique,
            @Nullable Pattern pattern,
            @Nullable BigDecimal least,
            @Nullable BigDecimal most) {
        this.name = name;
        this.kind = kind;
        this.required = required;
        this.unique = unique;
        this.pattern = pattern;
        this.least = least;
        this.most = most;
    }

    /** The kind of a value. */
    public enum Kind {
        /** Anything. */
        TEXT,
        /** A number without a fraction. */
        WHOLE,
        /** A number. */
        DECIMAL,
        /** True or false. */
        TRUTH,
        /** A day, such as {@code 2026-11-21}. */
        DATE,
        /** A moment with its offset, such as {@code 2026-11-21T18:30:00Z}. */
        INSTANT
    }

    /** A column of one kind, which may be empty. */
    public static Column of(String name, Kind kind) {
        return new Column(
                Objects.requireNonNull(name, "name"),
                Objects.requireNonNull(kind, "kind"),
                false,
                false,
                null,
                null,
                null);
    }

    /** A column of text. */
    public static Column text(String name) {
        return of(name, Kind.TEXT);
    }

    /** A column of whole numbers. */
    public static Column whole(String name) {
        return of(name, Kind.WHOLE);
    }

    /** A column of numbers. */
    public static Column decimal(String name) {
        return of(name, Kind.DECIMAL);
    }

    /** Asks for a value in every row. */
    public Column required() {
        return new Column(name, kind, true, unique, pattern, least, most);
    }

    /** Asks for a value that no other row has. Some sixty bytes a row are kept for it. */
    public Column unique() {
        return new Column(name, kind, required, true, pattern, least, most);
    }

    /** Asks that the whole of a value matches a regular expression. */
    public Column pattern(String regex) {
        return new Column(name, kind, required, unique, Pattern.compile(regex), least, most);
    }

    /** Asks for numbers from one to another, both included. */
    public Column between(long from, long to) {
        return between(BigDecimal.valueOf(from), BigDecimal.valueOf(to));
    }

    /**
     * Asks for numbers from one to another, both included.
     *
     * @throws IllegalArgumentException if this is no column of numbers, or nothing lies between
     */
    public Column between(BigDecimal from, BigDecimal to) {
        if (kind != Kind.WHOLE && kind != Kind.DECIMAL) {
            throw new IllegalArgumentException("column " + name + " is none of numbers, so nothing is between");
        }
        if (from.compareTo(to) > 0) {
            throw new IllegalArgumentException("column " + name + ": nothing is between " + from + " and " + to);
        }
        return new Column(name, kind, required, unique, pattern, from, to);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Returns the kind of its values. */
    public Kind kind() {
        return kind;
    }

    /** Whether every row must have a value. */
    public boolean isRequired() {
        return required;
    }

    /** Whether no two rows may have the same value. */
    public boolean isUnique() {
        return unique;
    }

    @Nullable
    Pattern regex() {
        return pattern;
    }

    @Nullable
    BigDecimal least() {
        return least;
    }

    @Nullable
    BigDecimal most() {
        return most;
    }

    @Override
    public String toString() {
        return name + ": " + kind.name().toLowerCase(Locale.ROOT) + (required ? ", required" : "")
                + (unique ? ", unique" : "") + (pattern == null ? "" : ", like " + pattern)
                + (least == null ? "" : ", from " + least + " to " + most);
    }
}
