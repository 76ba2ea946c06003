// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.Call;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.store.DatabaseEngine;
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
public final class MigrationRunner {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final DatabaseCalls databaseCalls;
    private final SchemaMode mode;

    /** Works on a store as the mode allows. */
    public MigrationRunner(DatabaseCalls databaseCalls, SchemaMode mode) {
        this.databaseCalls = databaseCalls;
        this.mode = mode;
    }

    /** Makes a call that applies what is missing, or looks whether anything is, and gives the names of what it applied. */
    public Call<List<String>> apply(MigrationSteps migrationSteps) {
        if (mode == SchemaMode.NONE) {
            return Call.done(List.of());
        }
        return databaseCalls
                .read(connection -> missing(migrationSteps, connection))
                .then(missing -> {
                    if (mode == SchemaMode.VALIDATE && !missing.isEmpty()) {
                        return Call.failed(schema("lacks "
                                + missing.stream().map(MigrationStep::name).collect(Collectors.joining(", ")) + " of "
                                + migrationSteps.part()
                                + ": apply what Migrations.scripts() gives, or open it with SchemaMode.MIGRATE"));
                    }
                    Call<List<String>> applied = Call.done(List.of());
                    for (MigrationStep migrationStep : missing) {
                        applied = applied.then(before -> databaseCalls
                                .write(connection -> apply(migrationSteps, migrationStep, connection), LIMIT)
                                .map(did -> plus(before, migrationStep, did)));
                    }
                    return applied;
                });
    }

    private static List<String> plus(List<String> before, MigrationStep migrationStep, boolean did) {
        List<String> names = new ArrayList<>(before);
        if (did) {
            names.add(migrationStep.name());
        }
        return List.copyOf(names);
    }

    /** Applies a step, unless another node did so meanwhile. */
    private boolean apply(MigrationSteps migrationSteps, MigrationStep migrationStep, Connection connection)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (databaseCalls.engine() == DatabaseEngine.POSTGRESQL) {
                // SQLite's transaction is exclusive already.
                statement.execute("SELECT pg_advisory_xact_lock(" + lock() + ")");
            }
            statement.executeUpdate(MigrationSteps.prelude(databaseCalls.names()));
            if (!missing(migrationSteps, connection).contains(migrationStep)) {
                return false;
            }
            statement.executeUpdate(databaseCalls.names().fill(migrationStep.text(databaseCalls.engine())));
            statement.executeUpdate(migrationSteps.entry(migrationStep, databaseCalls.names()));
            return true;
        }
    }

    private long lock() {
        return 0x6272_636b_0000_0000L | (databaseCalls.names().schema().hashCode() & 0xffff_ffffL);
    }

    /** The steps that were not applied. Versions of others above ours are theirs: a newer node runs beside us. */
    private List<MigrationStep> missing(MigrationSteps migrationSteps, Connection connection) throws SQLException {
        Map<Integer, String> applied = applied(migrationSteps, connection);
        List<MigrationStep> missing = new ArrayList<>();
        int newest =
                applied.keySet().stream().mapToInt(version -> version).max().orElse(0);
        for (MigrationStep migrationStep : migrationSteps.all()) {
            String checksum = applied.get(migrationStep.version());
            if (checksum == null) {
                if (migrationStep.version() < newest) {
                    throw schema("never had " + migrationStep.name() + " of " + migrationSteps.part()
                            + ", though it has a later version (" + newest + "): give the step a version above it");
                }
                missing.add(migrationStep);
            } else if (!checksum.equals(migrationStep.checksum(databaseCalls.engine()))) {
                throw schema("has " + migrationStep.name() + " of " + migrationSteps.part()
                        + " from another text (checksum " + checksum
                        + ", here " + migrationStep.checksum(databaseCalls.engine())
                        + "): put the text back as it was, and add a step for what is new");
            }
        }
        return missing;
    }

    private Map<Integer, String> applied(MigrationSteps migrationSteps, Connection connection) throws SQLException {
        Map<Integer, String> applied = new TreeMap<>();
        if (!exists(connection)) {
            return applied;
        }
        try (PreparedStatement query = connection.prepareStatement("SELECT version, checksum FROM "
                + databaseCalls.names().identifier("schema_version") + " WHERE part = ?")) {
            query.setString(1, migrationSteps.part());
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    applied.put(rows.getInt(1), rows.getString(2));
                }
            }
        }
        return applied;
    }

    private boolean exists(Connection connection) throws SQLException {
        String query = databaseCalls.engine() == DatabaseEngine.POSTGRESQL
                ? "SELECT 1 WHERE to_regclass(?) IS NOT NULL"
                : "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?";
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, databaseCalls.names().table("schema_version"));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private StoreException schema(String what) {
        return new StoreException(Reason.SCHEMA, databaseCalls.where() + " " + what, null);
    }
}
