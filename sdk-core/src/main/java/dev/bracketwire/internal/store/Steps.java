// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

import dev.bracketwire.store.Engine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The steps of one part, in ascending versions. */
public record Steps(String part, List<Step> all) {
    /** The tables of our own. */
    public static final Steps OWN = new Steps("bracketwire", List.of())
            .and(Step.of(
                    "V1__lease",
                    both("CREATE TABLE ${lease} (name text PRIMARY KEY, owner text NOT NULL, token bigint NOT NULL,"
                            + " expires_at bigint NOT NULL)")))
            .and(Step.of(
                    "V2__token",
                    Map.of(
                            Engine.SQLITE, "CREATE TABLE ${token} (name text PRIMARY KEY, sealed blob NOT NULL)",
                            Engine.POSTGRESQL,
                                    "CREATE TABLE ${token} (name text PRIMARY KEY, sealed bytea NOT NULL)")));

    private static Map<Engine, String> both(String text) {
        return Map.of(Engine.SQLITE, text, Engine.POSTGRESQL, text);
    }

    /** Adds a step after the others. */
    public Steps and(Step step) {
        if (!all.isEmpty() && all.get(all.size() - 1).version() >= step.version()) {
            throw new IllegalArgumentException(step.name() + " must have a higher version than "
                    + all.get(all.size() - 1).name());
        }
        List<Step> more = new ArrayList<>(all);
        more.add(step);
        return new Steps(part, List.copyOf(more));
    }

    /** What has to be there before the first step of any part, said so that it may be said again. */
    static String prelude(Names names) {
        String table = "CREATE TABLE IF NOT EXISTS " + names.table("schema_version")
                + " (part text NOT NULL, version int NOT NULL, name text NOT NULL, checksum text NOT NULL,"
                + " applied_at bigint NOT NULL, PRIMARY KEY (part, version))";
        return names.engine() == Engine.POSTGRESQL
                ? "CREATE SCHEMA IF NOT EXISTS " + names.schema() + ";\n" + table
                : table;
    }

    String entry(Step step, Names names) {
        return "INSERT INTO " + names.table("schema_version") + " (part, version, name, checksum, applied_at) VALUES ('"
                + part + "', " + step.version() + ", '" + step.name() + "', '" + step.checksum(names.engine()) + "', "
                + names.now() + ")";
    }

    /** Writes the steps out, by their names. */
    public Map<String, String> scripts(Engine engine, @Nullable String schema) {
        Names names = Names.of(engine, schema);
        Map<String, String> scripts = new LinkedHashMap<>();
        for (Step step : all) {
            scripts.put(
                    step.name(),
                    "--liquibase formatted sql\n--changeset bracketwire:" + part + "-" + step.version()
                            + " splitStatements:false\n" + prelude(names) + ";\n"
                            + names.fill(step.text(engine)).strip().replaceAll(";$", "") + ";\n" + entry(step, names)
                            + ";\n");
        }
        return scripts;
    }
}
