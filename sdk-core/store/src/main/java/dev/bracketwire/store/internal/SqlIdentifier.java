// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names a table, a column or a type in SQL. The name is always quoted, so it stays one name whatever characters it has.
 *
 * <p>An identifier comes from the database's own metadata, see {@link TableColumns}, or from the program's code, see
 * {@link #plain}. A text from a file or a platform is looked up in the metadata; it never becomes an identifier.
 */
public final class SqlIdentifier {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");
    private static final Pattern QUOTED_PAIR = Pattern.compile("\"([^\"]+)\"\\.\"([^\"]+)\"");

    private final List<String> parts;

    private SqlIdentifier(List<String> parts) {
        this.parts = parts;
    }

    /** Names what the database's metadata or a checked list gives by exactly this name. */
    static SqlIdentifier exact(String... parts) {
        return new SqlIdentifier(List.of(parts));
    }

    /**
     * Names what the program's code calls by a plain word, or by two with a dot between. As in SQL without quotes,
     * PostgreSQL takes the word in lower case, and SQLite in any case.
     *
     * @throws IllegalArgumentException if the word is not plain
     */
    public static SqlIdentifier plain(String what, String word) {
        if (!PLAIN.matcher(Objects.requireNonNull(word, what)).matches()) {
            throw new IllegalArgumentException(what + " must be a plain name, and " + word + " is not");
        }
        return new SqlIdentifier(List.of(word.toLowerCase(Locale.ROOT).split("\\.")));
    }

    /** Names a type as a driver gives it: one name, or a schema and a name that are quoted already. */
    static SqlIdentifier type(String driverName) {
        Matcher pair = QUOTED_PAIR.matcher(driverName);
        return pair.matches() ? exact(pair.group(1), pair.group(2)) : exact(driverName);
    }

    /**
     * Names a column of this table together with the table. SQLite reads a quoted name that no column has as a text,
     * unless the table stands before it.
     */
    public SqlIdentifier column(SqlIdentifier column) {
        return new SqlIdentifier(
                Stream.concat(parts.stream(), column.parts.stream()).toList());
    }

    /** Returns the identifiers with commas between them. */
    public static String list(Collection<SqlIdentifier> identifiers) {
        return identifiers.stream().map(SqlIdentifier::toString).collect(Collectors.joining(", "));
    }

    /** Returns the name without quotes, for messages. */
    public String name() {
        return String.join(".", parts);
    }

    /** Returns the quoted name, ready to be part of a statement. */
    @Override
    public String toString() {
        return parts.stream()
                .map(part -> '"' + part.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining("."));
    }
}
