// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.Call;
import dev.bracketwire.Change;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Knows where people are in a database: gives one of them all that is kept, erases one, and erases what was kept for long
 * enough. Each is a {@link Plan} that tells the tables and how many rows, and no name and no id. Instances are immutable.
 *
 * <pre>{@code
 * PersonalData people = PersonalData.of(
 *         db,
 *         PersonalTable.of("chat", "author_id").keptFor(Duration.ofDays(90), "sent_at"),
 *         PersonalTable.of("results", "player_id").blanking("player_name"),
 *         PersonalTable.of("players", "id").sealed(email));
 * people.export(42, Path.of("person-42.json")).get();
 * people.erase(42).get().orThrow();
 * people.expire().get().orThrow();
 * }</pre>
 */
public final class PersonalData {
    private final Database db;
    private final List<PersonalRows> tables;

    private PersonalData(Database db, List<PersonalRows> tables) {
        this.db = db;
        this.tables = tables;
    }

    /** Takes the tables in the order in which rows may be deleted: those that refer to another before that one. */
    public static PersonalData of(Database db, PersonalTable... tables) {
        if (tables.length == 0) {
            throw new IllegalArgumentException("tables must be at least one");
        }
        return new PersonalData(
                db,
                List.of(tables).stream()
                        .map(table -> new PersonalRows(db, table))
                        .toList());
    }

    /**
     * Looks how many rows would be written into a file for a person.
     *
     * @param person as the columns hold it, a number or text
     */
    public Call<Plan<TableChange>> planExport(Object person, Path file) {
        Objects.requireNonNull(file, "file");
        return planned(
                connection -> counts("export", connection, person),
                changes -> plan(
                        "export of one person",
                        changes,
                        all -> db.read(connection -> {
                            PersonalFile.write(file, connection, tables, person);
                            return applied(all);
                        })));
    }

    /**
     * Writes all that is kept about a person into a JSON file, sealed columns opened, by one state of the database. The
     * file is there whole or not at all; where nothing is kept the report has no outcome, and there is no file.
     */
    public Call<Report<TableChange>> export(Object person, Path file) {
        return planExport(person, file).then(Plan::apply);
    }

    /** Looks how many rows would be deleted, or blanked, for a person. */
    public Call<Plan<TableChange>> planErase(Object person) {
        return planned(
                connection -> counts("erase", connection, person),
                changes -> plan(
                        "erasure of one person",
                        changes,
                        all -> db.write(connection -> {
                            for (PersonalRows rows : tables) {
                                rows.erase(connection, person);
                            }
                            return applied(all);
                        })));
    }

    /** Erases a person in one transaction: also rows that came since it was planned. */
    public Call<Report<TableChange>> erase(Object person) {
        return planErase(person).then(Plan::apply);
    }

    /** Looks how many rows were kept for long enough, by the clock of the database. */
    public Call<Plan<TableChange>> planExpire() {
        return planned(
                this::expired,
                changes -> Plan.builder(
                                "expiry of what was kept for long enough", (TableChange change) -> expire(change))
                        .addAll(changes)
                        .build());
    }

    /** Erases what was kept for long enough, a transaction for each table. */
    public Call<Report<TableChange>> expire() {
        return planExpire().then(Plan::apply);
    }

    private Call<Plan<TableChange>> planned(
            Database.Work<List<TableChange>> look, Function<List<TableChange>, Plan<TableChange>> plan) {
        return db.read(look).map(plan);
    }

    private static Plan<TableChange> plan(
            String title,
            List<TableChange> changes,
            Function<List<TableChange>, Call<List<Outcome<TableChange>>>> all) {
        return Plan.builder(title, Math.max(1, changes.size()), all)
                .addAll(changes)
                .build();
    }

    private static List<Outcome<TableChange>> applied(List<TableChange> changes) {
        return changes.stream().map(Outcome::applied).toList();
    }

    private List<TableChange> counts(String kind, Connection connection, Object person) throws SQLException {
        List<TableChange> changes = new ArrayList<>();
        for (PersonalRows rows : tables) {
            long count = rows.of(connection, person);
            if (count > 0) {
                changes.add(new TableChange(kind, rows.table(), count, 0));
            }
        }
        return changes;
    }

    private List<TableChange> expired(Connection connection) throws SQLException {
        long now = PersonalRows.now(connection, db);
        List<TableChange> changes = new ArrayList<>();
        for (PersonalRows rows : tables) {
            Duration kept = rows.kept();
            if (kept != null) {
                long before = now - kept.toMillis();
                long count = rows.expired(connection, before);
                if (count > 0) {
                    changes.add(new TableChange("expire", rows.table(), count, before));
                }
            }
        }
        return changes;
    }

    private Call<Outcome<TableChange>> expire(TableChange change) {
        PersonalRows table = tables.stream()
                .filter(rows -> rows.kept() != null && rows.table().equals(change.table()))
                .findFirst()
                .orElseThrow();
        return db.write(connection -> table.expire(connection, change.before()))
                .map(count -> count > 0 ? Outcome.applied(change) : Outcome.unchanged(change));
    }

    /**
     * What becomes of a table.
     *
     * @param kind {@code export}, {@code erase} or {@code expire}
     * @param table the table, as SQL finds it
     * @param rows how many rows there were when it was planned
     * @param before in milliseconds since 1970, what is older expires; 0 where age does not matter
     */
    public record TableChange(String kind, String table, long rows, long before) implements Change {}
}
