// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.sheets.table.BindingChange;
import dev.bracketwire.sheets.table.BindingEvent;
import dev.bracketwire.sheets.table.SheetBinding;
import dev.bracketwire.sheets.table.SheetProblem;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.DatabaseEngine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds bindings in settings and in a database, where a stored one replaces that of the settings. */
public final class BindingStore {
    private static final String SCOPE = " WHERE tenant = ? AND mode = ? AND environment = ?";

    private final @Nullable Database db;
    private final Map<BindingScope, StoredBinding> settings;

    /** Uses tables that are there; without a database, the settings alone. */
    public BindingStore(@Nullable Database db, Map<BindingScope, StoredBinding> settings) {
        this.db = db;
        this.settings = new LinkedHashMap<>(settings);
    }

    /**
     * Holds the bindings of one tenant, mode and environment in one state of the database.
     *
     * @param binding the binding; null if there is none
     * @param problems why it cannot be used beside the other bindings
     */
    public record Found(@Nullable StoredBinding binding, List<SheetProblem> problems) {}

    /**
     * Finds a binding.
     *
     * @param wanted the binding whose problems are looked for; null for the one that is found
     */
    public Call<Found> find(BindingScope scope, @Nullable StoredBinding wanted) {
        Database database = db;
        if (database == null) {
            StoredBinding found = settings.get(scope);
            return Call.done(new Found(found, found == null ? List.of() : problems(found, settings.values())));
        }
        return database.read(connection -> {
            Rows rows = new Rows(database, connection);
            StoredBinding stored = rows.find(scope);
            StoredBinding found = stored == null ? settings.get(scope) : stored;
            StoredBinding judged = wanted == null ? found : wanted;
            return new Found(found, judged == null ? List.of() : problems(judged, rows.inSpreadsheetOf(judged)));
        });
    }

    /** Returns all bindings, or those of one tenant, in the order of their names. */
    public Call<List<SheetBinding>> all(@Nullable String tenant) {
        Database database = db;
        Map<BindingScope, StoredBinding> all = new LinkedHashMap<>();
        settings.forEach((scope, binding) -> {
            if (tenant == null || tenant.equals(scope.tenant())) {
                all.put(scope, binding);
            }
        });
        Call<List<StoredBinding>> stored = database == null
                ? Call.done(List.of())
                : database.read(connection -> {
                    Rows rows = new Rows(database, connection);
                    return tenant == null ? rows.select("") : rows.select(" WHERE tenant = ?", tenant);
                });
        return stored.map(rows -> {
            Map<BindingScope, StoredBinding> merged = new LinkedHashMap<>(all);
            rows.forEach(each -> merged.put(BindingScope.of(each.binding()), each));
            return merged.values().stream()
                    .map(StoredBinding::binding)
                    .sorted(Comparator.comparing(SheetBinding::tenant)
                            .thenComparing(SheetBinding::mode)
                            .thenComparing(SheetBinding::environment))
                    .toList();
        });
    }

    /** Returns the binding of the settings, which holds where none is stored. */
    public @Nullable SheetBinding ofSettings(BindingScope scope) {
        StoredBinding found = settings.get(scope);
        return found == null ? null : found.binding();
    }

    /** Carries a change out if the binding that it saw is still there. */
    public Call<Outcome<BindingChange>> apply(BindingChange change, Instant at) {
        Database database = database();
        SheetBinding after = change.after();
        boolean removes = change.kind().equals(BindingChange.UNBIND);
        BindingScope scope = BindingScope.of(after != null ? after : Objects.requireNonNull(change.before()));
        return database.write(connection -> {
            Rows rows = new Rows(database, connection);
            rows.lock();
            StoredBinding now = rows.find(scope);
            if ((now == null ? 0 : now.version()) != change.seen()) {
                return isDone(change, now)
                        ? Outcome.unchanged(change)
                        : Outcome.stale(
                                change,
                                now == null
                                        ? "somebody has unbound it since: plan again"
                                        : "somebody has bound it since, " + now.binding() + ": plan again");
            }
            StoredBinding then = after == null ? null : new StoredBinding(after, change.sheetId(), 0);
            List<SheetProblem> problems = then == null ? List.of() : problems(then, rows.inSpreadsheetOf(then));
            if (!problems.isEmpty()) {
                return Outcome.failed(change, problems.get(0).toString());
            }
            long version = rows.note(change, removes ? Objects.requireNonNull(change.before()) : after(change), at);
            if (removes) {
                rows.delete(scope);
            } else {
                rows.put(new StoredBinding(after(change), change.sheetId(), version));
            }
            return Outcome.applied(change);
        });
    }

    private static SheetBinding after(BindingChange change) {
        return Objects.requireNonNull(change.after(), "after");
    }

    private static boolean isDone(BindingChange change, @Nullable StoredBinding now) {
        return switch (change.kind()) {
            case BindingChange.UNBIND -> now == null;
            case BindingChange.DETECT -> false;
            default -> now != null && now.binding().equals(change.after());
        };
    }

    /** Returns the changes of one binding, the oldest first. */
    public Call<List<BindingEvent>> history(BindingScope scope) {
        Database database = database();
        return database.read(connection -> new Rows(database, connection).history(scope));
    }

    /**
     * Returns the database.
     *
     * @throws IllegalStateException if there is none
     */
    public Database database() {
        Database database = db;
        if (database == null) {
            throw new IllegalStateException("these bindings come from settings alone: name a database to change them");
        }
        return database;
    }

    /** Returns why a binding cannot stand beside others. */
    private static List<SheetProblem> problems(StoredBinding wanted, Iterable<StoredBinding> others) {
        BindingScope scope = BindingScope.of(wanted.binding());
        List<SheetProblem> problems = new ArrayList<>();
        for (StoredBinding other : others) {
            if (!scope.equals(BindingScope.of(other.binding())) && wanted.sharesTab(other) && !wanted.mayShare(other)) {
                problems.add(problem(wanted.binding(), other.binding()));
            }
        }
        return problems;
    }

    // An organiser of one tenant does not learn the name of another.
    private static SheetProblem problem(SheetBinding wanted, SheetBinding other) {
        boolean own = wanted.tenant().equals(other.tenant());
        return new SheetProblem(
                wanted.tab(),
                own
                        ? "is bound to " + BindingScope.of(other) + " already, and environments never share a tab"
                        : "is bound to another tenant already, and tenants never share a tab",
                "",
                own
                        ? "bind another tab, or unbind the other environment first"
                        : "bind another tab, or have the other tenant unbound first");
    }

    /** The rows, in one transaction. */
    private final class Rows {
        private final Database database;
        private final Connection connection;
        private final String bindings;
        private final String events;

        Rows(Database database, Connection connection) {
            this.database = database;
            this.connection = connection;
            this.bindings = database.table("sheet_binding");
            this.events = database.table("sheet_binding_event");
        }

        /** Lets one transaction at a time compare a binding with all others and store it. */
        void lock() throws SQLException {
            if (database.engine() != DatabaseEngine.POSTGRESQL) {
                return; // SQLite has one writer
            }
            try (PreparedStatement lock = prepare("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", bindings)) {
                lock.executeQuery().close();
            }
        }

        @Nullable
        StoredBinding find(BindingScope scope) throws SQLException {
            return select(SCOPE, scope.tenant(), scope.mode(), scope.environment()).stream()
                    .findFirst()
                    .orElse(null);
        }

        /** Returns all bindings of a spreadsheet, and those of the settings which are not replaced. */
        List<StoredBinding> inSpreadsheetOf(StoredBinding wanted) throws SQLException {
            List<StoredBinding> found = new ArrayList<>();
            try (PreparedStatement query = prepare(
                            "SELECT tenant, mode, environment, tab, sheet_id FROM " + bindings
                                    + " WHERE spreadsheet = ?",
                            wanted.binding().spreadsheet().value());
                    ResultSet row = query.executeQuery()) {
                // Without its layout: one that is damaged is no concern of another tenant.
                while (row.next()) {
                    SheetBinding binding = SheetBinding.of(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            wanted.binding().spreadsheet(),
                            row.getString(4));
                    int sheetId = row.getInt(5);
                    found.add(new StoredBinding(binding, row.wasNull() ? null : sheetId, 0));
                }
            }
            for (Map.Entry<BindingScope, StoredBinding> each : settings.entrySet()) {
                if (each.getValue().sharesTab(wanted) && find(each.getKey()) == null) {
                    found.add(each.getValue());
                }
            }
            return found;
        }

        List<StoredBinding> select(String condition, Object... values) throws SQLException {
            List<StoredBinding> found = new ArrayList<>();
            try (PreparedStatement query = prepare(
                            "SELECT tenant, mode, environment, spreadsheet, tab, layout, sheet_id, version FROM "
                                    + bindings + condition,
                            values);
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    SheetBinding binding = binding(row);
                    int sheetId = row.getInt(7);
                    found.add(new StoredBinding(binding, row.wasNull() ? null : sheetId, row.getLong(8)));
                }
            }
            return found;
        }

        private SheetBinding binding(ResultSet row) throws SQLException {
            return BindingLayout.read(
                    new BindingScope(row.getString(1), row.getString(2), row.getString(3)),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6));
        }

        void put(StoredBinding stored) throws SQLException {
            SheetBinding binding = stored.binding();
            try (PreparedStatement statement = prepare(
                    "INSERT INTO " + bindings
                            + " (tenant, mode, environment, spreadsheet, tab, layout, sheet_id, version)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, mode, environment) DO UPDATE SET"
                            + " spreadsheet = excluded.spreadsheet, tab = excluded.tab, layout = excluded.layout,"
                            + " sheet_id = excluded.sheet_id, version = excluded.version",
                    binding.tenant(),
                    binding.mode(),
                    binding.environment(),
                    binding.spreadsheet().value(),
                    binding.tab(),
                    BindingLayout.write(binding),
                    stored.sheetId(),
                    stored.version())) {
                statement.executeUpdate();
            }
        }

        void delete(BindingScope scope) throws SQLException {
            try (PreparedStatement statement =
                    prepare("DELETE FROM " + bindings + SCOPE, scope.tenant(), scope.mode(), scope.environment())) {
                statement.executeUpdate();
            }
        }

        /** Writes an entry of the history, and returns its number. */
        long note(BindingChange change, SheetBinding binding, Instant at) throws SQLException {
            try (PreparedStatement statement = prepare(
                            "INSERT INTO " + events
                                    + " (tenant, mode, environment, kind, spreadsheet, tab, layout, actor, at)"
                                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                            binding.tenant(),
                            binding.mode(),
                            binding.environment(),
                            change.kind(),
                            binding.spreadsheet().value(),
                            binding.tab(),
                            BindingLayout.write(binding),
                            change.actor(),
                            at.toEpochMilli());
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }

        List<BindingEvent> history(BindingScope scope) throws SQLException {
            List<BindingEvent> history = new ArrayList<>();
            try (PreparedStatement query = prepare(
                            "SELECT tenant, mode, environment, spreadsheet, tab, layout, kind, actor, at FROM " + events
                                    + SCOPE + " ORDER BY id",
                            scope.tenant(),
                            scope.mode(),
                            scope.environment());
                    ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    history.add(new BindingEvent(
                            row.getString(7), binding(row), row.getString(8), Instant.ofEpochMilli(row.getLong(9))));
                }
            }
            return history;
        }

        private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
            PreparedStatement statement = connection.prepareStatement(sql);
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement;
        }
    }
}
