// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.store.internal.MigrationStep;
import dev.bracketwire.store.internal.MigrationSteps;
import dev.bracketwire.store.internal.TableNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists the steps by which the tables of one part of an application come to be, in ascending versions. A step that was
 * applied anywhere is never changed again; a new one is added.
 *
 * <p>A step is named like {@code V1__players} and is SQL, several statements if need be, which run in one transaction of
 * their own. In it <code>${players}</code> stands for {@link Database#table}, and <code>#{players_by_name}</code> for the
 * name of an index, which takes no schema. Instances are immutable.
 *
 * <pre>{@code
 * Migrations league = Migrations.named("league")
 *         .step("V1__players", "CREATE TABLE ${players} (id bigint PRIMARY KEY, name text NOT NULL)")
 *         .step("V2__rating", "ALTER TABLE ${players} ADD COLUMN rating int NOT NULL DEFAULT 1500");
 * }</pre>
 */
public final class Migrations {
    final MigrationSteps migrationSteps;

    private Migrations(MigrationSteps migrationSteps) {
        this.migrationSteps = migrationSteps;
    }

    /** Begins a list without steps, under a name that tells it from the lists of other parts. */
    public static Migrations named(String part) {
        return new Migrations(new MigrationSteps(TableNames.checked("part", part), List.of()));
    }

    /**
     * Reads the steps from files such as {@code V1__players.sql}; where {@code V1__players.sqlite.sql} or
     * {@code V1__players.postgresql.sql} is there too, that engine takes it instead.
     *
     * @param files opens a file, or gives null if there is none; most often {@code MyApp.class::getResourceAsStream}
     * @throws ConfigurationException if a file is missing or misnamed, with all of them
     */
    public static Migrations of(String part, Function<String, ? extends @Nullable InputStream> files, String... names) {
        Migrations read = named(part);
        List<Problem> problems = new ArrayList<>();
        for (String name : names) {
            String stem = name.endsWith(".sql") ? name.substring(0, name.length() - ".sql".length()) : name;
            String any = text(files, stem + ".sql");
            Map<DatabaseEngine, String> texts = new EnumMap<>(DatabaseEngine.class);
            for (DatabaseEngine databaseEngine : DatabaseEngine.values()) {
                String own = text(files, stem + "." + databaseEngine.id() + ".sql");
                if (own != null || any != null) {
                    texts.put(databaseEngine, own != null ? own : Objects.requireNonNull(any));
                }
            }
            try {
                read = texts.isEmpty() ? read : read.with(stem, texts);
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(name, String.valueOf(e.getMessage())));
            }
            if (texts.isEmpty()) {
                problems.add(new Problem(name, "is not there"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return read;
    }

    /** The steps by which our own tables come to be, for hosts that apply scripts themselves. */
    public static Migrations own() {
        return new Migrations(MigrationSteps.OWN);
    }

    /** Adds a step that reads the same on both engines. */
    public Migrations step(String name, String sql) {
        return with(name, Map.of(DatabaseEngine.SQLITE, sql, DatabaseEngine.POSTGRESQL, sql));
    }

    /** Adds a step in the words of each engine. */
    public Migrations step(String name, String sqlite, String postgresql) {
        return with(name, Map.of(DatabaseEngine.SQLITE, sqlite, DatabaseEngine.POSTGRESQL, postgresql));
    }

    private Migrations with(String name, Map<DatabaseEngine, String> texts) {
        return new Migrations(migrationSteps.and(MigrationStep.of(name, texts)));
    }

    /** The name of the list. */
    public String part() {
        return migrationSteps.part();
    }

    /** The names of the steps. */
    public List<String> names() {
        return migrationSteps.all().stream().map(MigrationStep::name).toList();
    }

    /**
     * Writes the steps out for a host that runs them by Flyway, Liquibase or hand, with the entries by which
     * {@link SchemaMode#VALIDATE} finds that they were applied. Each begins as a changeset of Liquibase does, which is a
     * comment to all others.
     */
    public List<Script> scripts(DatabaseEngine databaseEngine) {
        return scripts(databaseEngine, null);
    }

    /** Writes the steps out for tables in another schema, as {@link DatabaseBuilder#schema} sets it. */
    public List<Script> scripts(DatabaseEngine databaseEngine, @Nullable String schema) {
        String checked = schema == null ? null : TableNames.checked("schema", schema);
        return migrationSteps.scripts(databaseEngine, checked).entrySet().stream()
                .map(script -> new Script(script.getKey(), script.getValue()))
                .toList();
    }

    private static @Nullable String text(Function<String, ? extends @Nullable InputStream> files, String name) {
        try (InputStream in = files.apply(name)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    /** Names the list and its steps. */
    @Override
    public String toString() {
        return part() + names();
    }

    /**
     * A step, written out.
     *
     * @param name the step's, such as {@code V1__players}
     * @param sql what to run, in one transaction
     */
    public record Script(String name, String sql) {}
}
