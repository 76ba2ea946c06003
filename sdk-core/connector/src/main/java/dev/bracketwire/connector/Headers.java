// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Holds header lines in their order. Names are compared without regard to case. Immutable. */
public final class Headers {
    private static final Headers NONE = new Headers();

    private final String[] lines;

    private Headers(String... lines) {
        this.lines = lines;
    }

    /** Gives no headers. */
    public static Headers none() {
        return NONE;
    }

    /**
     * Gives these headers, as name, value, name, value.
     *
     * @throws IllegalArgumentException if a name or value cannot be sent; the message names the header, not its value
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("namesAndValues must be pairs, but there are " + namesAndValues.length);
        }
        for (int i = 0; i < namesAndValues.length; i += 2) {
            check(namesAndValues[i], namesAndValues[i + 1]);
        }
        return namesAndValues.length == 0 ? NONE : new Headers(namesAndValues.clone());
    }

    /** Gives header lines as an upstream sent them: they are kept as they are, even where we would not send them. */
    public static Headers received(String... namesAndValues) {
        return new Headers(namesAndValues);
    }

    /** Gives these headers and this one behind them. */
    public Headers and(String name, String value) {
        check(name, value);
        String[] more = new String[lines.length + 2];
        System.arraycopy(lines, 0, more, 0, lines.length);
        more[lines.length] = name;
        more[lines.length + 1] = value;
        return new Headers(more);
    }

    /** The first value of this name. */
    public Optional<String> first(String name) {
        return Optional.ofNullable(get(name));
    }

    /** The first value of this name, or null. */
    public @Nullable String get(String name) {
        for (int i = 0; i < lines.length; i += 2) {
            if (lines[i].equalsIgnoreCase(name)) {
                return lines[i + 1];
            }
        }
        return null;
    }

    /** All values of this name, in order. */
    public List<String> all(String name) {
        List<String> values = List.of();
        for (int i = 0; i < lines.length; i += 2) {
            if (lines[i].equalsIgnoreCase(name)) {
                values = values.isEmpty() ? new ArrayList<>(2) : values;
                values.add(lines[i + 1]);
            }
        }
        return Collections.unmodifiableList(values);
    }

    /** All headers by name; the map finds a name in any case. */
    public Map<String, List<String>> asMap() {
        Map<String, List<String>> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        forEach((name, value) ->
                map.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value));
        map.replaceAll((name, values) -> Collections.unmodifiableList(values));
        return Collections.unmodifiableMap(map);
    }

    /** Hands over each header line. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < lines.length; i += 2) {
            action.accept(lines[i], lines[i + 1]);
        }
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return lines.length == 0;
    }

    /** Refuses headers as an upstream sent them that cannot be sent. */
    void requireSendable() {
        forEach(Headers::check);
    }

    private static void check(String name, String value) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
        if (name.isEmpty()
                || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0)) {
            throw new IllegalArgumentException("header name must be a token of ASCII characters");
        }
        if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7f))) {
            throw new IllegalArgumentException("header " + name + " must be printable ASCII in one line");
        }
    }

    /** Names the headers, never their values. */
    @Override
    public String toString() {
        return "Headers" + asMap().keySet();
    }
}
