// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.internal.run.TimeSpans;
import dev.bracketwire.store.internal.SqlIdentifier;
import dev.bracketwire.store.internal.TableNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says which rows of a table are about a person, how long they are kept, and what erasing them means. Instances are
 * immutable.
 *
 * <pre>{@code
 * PersonalTable chat = PersonalTable.of("chat", "author_id").keptFor(Duration.ofDays(90), "sent_at");
 * PersonalTable results = PersonalTable.of("results", "player_id").blanking("player_name", "country");
 * }</pre>
 */
public final class PersonalTable {
    private final String table;
    private final SqlIdentifier person;
    private final List<SqlIdentifier> blanked;
    private final List<SealedColumn> sealed;
    private final @Nullable Duration kept;
    private final @Nullable SqlIdentifier since;

    private PersonalTable(
            String table,
            SqlIdentifier person,
            List<SqlIdentifier> blanked,
            List<SealedColumn> sealed,
            @Nullable Duration kept,
            @Nullable SqlIdentifier since) {
        this.table = table;
        this.person = person;
        this.blanked = blanked;
        this.sealed = sealed;
        this.kept = kept;
        this.since = since;
    }

    /**
     * Begins with a table, as {@link Database#table} takes its name, and the column that holds whom a row is about. Erasing
     * deletes the rows, and they are kept for ever.
     */
    public static PersonalTable of(String table, String person) {
        return new PersonalTable(
                TableNames.checked("table", table),
                SqlIdentifier.plain("person", person),
                List.of(),
                List.of(),
                null,
                null);
    }

    /** Erases by setting these columns to null, where the rest of a row has to stay, such as the score of a match. */
    public PersonalTable blanking(String... columns) {
        List<SqlIdentifier> names = Stream.of(columns)
                .map(name -> SqlIdentifier.plain("column", name))
                .toList();
        if (names.isEmpty()) {
            throw new IllegalArgumentException("columns must name at least one");
        }
        return new PersonalTable(table, person, names, sealed, kept, since);
    }

    /**
     * Sets how long rows are kept, counted from the time in this column: milliseconds since 1970 in a {@code bigint}, or a
     * {@code timestamp} on PostgreSQL, which is UTC if it has no zone.
     */
    public PersonalTable keptFor(Duration time, String sinceColumn) {
        Duration capped = TimeSpans.notNegative("time", time);
        return new PersonalTable(
                table, person, blanked, sealed, capped, SqlIdentifier.plain("sinceColumn", sinceColumn));
    }

    /** Marks a column as one that is encrypted, so that an export can open it. */
    public PersonalTable sealed(SealedColumn column) {
        if (!column.table().equals(table)) {
            throw new IllegalArgumentException(
                    "column must be of the table " + table + ", and is of " + column.table());
        }
        List<SealedColumn> more = new ArrayList<>(sealed);
        more.add(column);
        return new PersonalTable(table, person, blanked, List.copyOf(more), kept, since);
    }

    String table() {
        return table;
    }

    SqlIdentifier person() {
        return person;
    }

    List<SqlIdentifier> blanked() {
        return blanked;
    }

    List<SealedColumn> sealedColumns() {
        return sealed;
    }

    @Nullable
    Duration kept() {
        return kept;
    }

    @Nullable
    SqlIdentifier since() {
        return since;
    }

    /** Names the table. */
    @Override
    public String toString() {
        return "PersonalTable(" + table + ")";
    }
}
