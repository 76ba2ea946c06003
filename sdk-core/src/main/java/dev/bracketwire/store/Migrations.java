// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.internal.store.Names;
import dev.bracketwire.internal.store.Step;
import dev.bracketwire.internal.store.Steps;
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
    final Steps steps;

    private Migrations(Steps steps) {
        this.steps = steps;
    }

    /** Begins a list without steps, under a name that tells it from the lists of other parts. */
    public static Migrations named(String part) {
        return new Migrations(new Steps(Names.checked("part", part), List.of()));
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
            Map<Engine, String> texts = new EnumMap<>(Engine.class);
            for (Engine engine : Engine.values()) {
                String own = text(files, stem + "." + engine.id() + ".sql");
                if (own != null || any != null) {
                    texts.put(engine, own != null ? own : Objects.requireNonNull(any));
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
        return new Migrations(Steps.OWN);
    }

    /** Adds a step that reads the same on both engines. */
    public Migrations step(String name, String sql) {
        return with(name, Map.of(Engine.SQLITE, sql, Engine.POSTGRESQL, sql));
    }

    /** Adds a step in the words of each engine. */
    public Migrations step(String name, String sqlite, String postgresql) {
        return with(name, Map.of(Engine.SQLITE, sqlite, Engine.POSTGRESQL, postgresql));
    }

    private Migrations with(String name, Map<Engine, String> texts) {
        return new Migrations(steps.and(Step.of(name, texts)));
    }

    /** The name of the list. */
    public String part() {
        return steps.part();
    }

    /** The names of the steps. */
    public List<String> names() {
        return steps.all().stream().map(Step::name).toList();
    }

    /**
     * Writes the steps out for a host that runs them by Flyway, Liquibase or hand, with the entries by which
     * {@link SchemaMode#VALIDATE} finds that they were applied. Each begins as a changeset of Liquibase does, which is a
     * comment to all others.
     */
    public List<Script> scripts(Engine engine) {
        return scripts(engine, null);
    }

    /** Writes the steps out for tables in another schema, as {@link DatabaseBuilder#schema} sets it. */
    public List<Script> scripts(Engine engine, @Nullable String schema) {
        String checked = schema == null ? null : Names.checked("schema", schema);
        return steps.scripts(engine, checked).entrySet().stream()
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
