// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.store.DatabaseEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The steps of one part, in ascending versions. */
public record MigrationSteps(String part, List<MigrationStep> all) {
    /** The tables of our own. */
    public static final MigrationSteps OWN = new MigrationSteps("bracketwire", List.of())
            .and(MigrationStep.of(
                    "V1__lease",
                    both("CREATE TABLE ${lease} (name text PRIMARY KEY, owner text NOT NULL, token bigint NOT NULL,"
                            + " expires_at bigint NOT NULL)")))
            .and(MigrationStep.of(
                    "V2__token",
                    Map.of(
                            DatabaseEngine.SQLITE,
                                    "CREATE TABLE ${token} (name text PRIMARY KEY, sealed blob NOT NULL)",
                            DatabaseEngine.POSTGRESQL,
                                    "CREATE TABLE ${token} (name text PRIMARY KEY, sealed bytea NOT NULL)")))
            .and(MigrationStep.of(
                    "V3__task",
                    both("CREATE TABLE ${cluster_task} (name text PRIMARY KEY, due_at bigint NOT NULL,"
                            + " failures int NOT NULL, triggered int NOT NULL, paused_at bigint, pause_reason text);"
                            + " CREATE TABLE ${cluster_task_run} (task text NOT NULL, token bigint NOT NULL,"
                            + " node text NOT NULL, triggered int NOT NULL, started_at bigint NOT NULL,"
                            + " ended_at bigint, outcome text, error text, PRIMARY KEY (task, token))")));

    private static Map<DatabaseEngine, String> both(String text) {
        return Map.of(DatabaseEngine.SQLITE, text, DatabaseEngine.POSTGRESQL, text);
    }

    /** Adds a step after the others. */
    public MigrationSteps and(MigrationStep migrationStep) {
        if (!all.isEmpty() && all.get(all.size() - 1).version() >= migrationStep.version()) {
            throw new IllegalArgumentException(migrationStep.name() + " must have a higher version than "
                    + all.get(all.size() - 1).name());
        }
        List<MigrationStep> more = new ArrayList<>(all);
        more.add(migrationStep);
        return new MigrationSteps(part, List.copyOf(more));
    }

    /** What has to be there before the first step of any part, said so that it may be said again. */
    static String prelude(TableNames tableNames) {
        String table = "CREATE TABLE IF NOT EXISTS " + tableNames.table("schema_version")
                + " (part text NOT NULL, version int NOT NULL, name text NOT NULL, checksum text NOT NULL,"
                + " applied_at bigint NOT NULL, PRIMARY KEY (part, version))";
        return tableNames.databaseEngine() == DatabaseEngine.POSTGRESQL
                ? "CREATE SCHEMA IF NOT EXISTS " + tableNames.schema() + ";\n" + table
                : table;
    }

    String entry(MigrationStep migrationStep, TableNames tableNames) {
        return "INSERT INTO " + tableNames.table("schema_version")
                + " (part, version, name, checksum, applied_at) VALUES ('"
                + part + "', " + migrationStep.version() + ", '" + migrationStep.name() + "', '"
                + migrationStep.checksum(tableNames.databaseEngine()) + "', "
                + tableNames.now() + ")";
    }

    /** Writes the steps out, by their names. */
    public Map<String, String> scripts(DatabaseEngine databaseEngine, @Nullable String schema) {
        TableNames tableNames = TableNames.of(databaseEngine, schema);
        Map<String, String> scripts = new LinkedHashMap<>();
        for (MigrationStep migrationStep : all) {
            scripts.put(
                    migrationStep.name(),
                    "--liquibase formatted sql\n--changeset bracketwire:" + part + "-" + migrationStep.version()
                            + " splitStatements:false\n" + prelude(tableNames) + ";\n"
                            + tableNames
                                    .fill(migrationStep.text(databaseEngine))
                                    .strip()
                                    .replaceAll(";$", "") + ";\n" + entry(migrationStep, tableNames)
                            + ";\n");
        }
        return scripts;
    }
}
