// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

import dev.bracketwire.Call;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.store.Engine;
import dev.bracketwire.store.SchemaMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Brings a part's tables to where its steps say: each step in a transaction of its own, which one node at a time has. */
public final class Migrator {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Store store;
    private final SchemaMode mode;

    /** Works on a store as the mode allows. */
    public Migrator(Store store, SchemaMode mode) {
        this.store = store;
        this.mode = mode;
    }

    /** Makes a call that applies what is missing, or looks whether anything is, and gives the names of what it applied. */
    public Call<List<String>> apply(Steps steps) {
        if (mode == SchemaMode.NONE) {
            return Call.done(List.of());
        }
        return store.read(connection -> missing(steps, connection)).then(missing -> {
            if (mode == SchemaMode.VALIDATE && !missing.isEmpty()) {
                return Call.failed(schema("lacks "
                        + missing.stream().map(Step::name).collect(Collectors.joining(", ")) + " of " + steps.part()
                        + ": apply what Migrations.scripts() gives, or open it with SchemaMode.MIGRATE"));
            }
            Call<List<String>> applied = Call.done(List.of());
            for (Step step : missing) {
                applied = applied.then(before -> store.write(connection -> apply(steps, step, connection), LIMIT)
                        .map(did -> plus(before, step, did)));
            }
            return applied;
        });
    }

    private static List<String> plus(List<String> before, Step step, boolean did) {
        List<String> names = new ArrayList<>(before);
        if (did) {
            names.add(step.name());
        }
        return List.copyOf(names);
    }

    /** Applies a step, unless another node did so meanwhile. */
    private boolean apply(Steps steps, Step step, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (store.engine() == Engine.POSTGRESQL) {
                // SQLite's transaction is exclusive already.
                statement.execute("SELECT pg_advisory_xact_lock(" + lock() + ")");
            }
            statement.executeUpdate(Steps.prelude(store.names()));
            if (!missing(steps, connection).contains(step)) {
                return false;
            }
            statement.executeUpdate(store.names().fill(step.text(store.engine())));
            statement.executeUpdate(steps.entry(step, store.names()));
            return true;
        }
    }

    private long lock() {
        return 0x6272_636b_0000_0000L | (store.names().schema().hashCode() & 0xffff_ffffL);
    }

    /** The steps that were not applied. Versions of others above ours are theirs: a newer node runs beside us. */
    private List<Step> missing(Steps steps, Connection connection) throws SQLException {
        Map<Integer, String> applied = applied(steps, connection);
        List<Step> missing = new ArrayList<>();
        int newest =
                applied.keySet().stream().mapToInt(version -> version).max().orElse(0);
        for (Step step : steps.all()) {
            String checksum = applied.get(step.version());
            if (checksum == null) {
                if (step.version() < newest) {
                    throw schema("never had " + step.name() + " of " + steps.part()
                            + ", though it has a later version (" + newest + "): give the step a version above it");
                }
                missing.add(step);
            } else if (!checksum.equals(step.checksum(store.engine()))) {
                throw schema("has " + step.name() + " of " + steps.part() + " from another text (checksum " + checksum
                        + ", here " + step.checksum(store.engine())
                        + "): put the text back as it was, and add a step for what is new");
            }
        }
        return missing;
    }

    private Map<Integer, String> applied(Steps steps, Connection connection) throws SQLException {
        Map<Integer, String> applied = new TreeMap<>();
        if (!exists(connection)) {
            return applied;
        }
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT version, checksum FROM " + store.names().identifier("schema_version") + " WHERE part = ?")) {
            query.setString(1, steps.part());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    applied.put(rows.getInt(1), rows.getString(2));
                }
            }
        }
        return applied;
    }

    private boolean exists(Connection connection) throws SQLException {
        String query = store.engine() == Engine.POSTGRESQL
                ? "SELECT 1 WHERE to_regclass(?) IS NOT NULL"
                : "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, store.names().table("schema_version"));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private StoreException schema(String what) {
        return new StoreException(Reason.SCHEMA, store.where() + " " + what, null);
    }
}
