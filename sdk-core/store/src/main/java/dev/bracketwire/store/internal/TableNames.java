// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.store.DatabaseEngine;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How our tables are called: by schema on PostgreSQL, by prefix on SQLite, which has no schemas. */
public record TableNames(DatabaseEngine databaseEngine, String schema, String prefix) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,40}");
    private static final Pattern HOLE = Pattern.compile("([$#])\\{([^}]*)}");

    static TableNames of(DatabaseEngine databaseEngine, @Nullable String schema) {
        return new TableNames(
                databaseEngine,
                schema == null ? "bracketwire" : schema,
                databaseEngine == DatabaseEngine.POSTGRESQL ? "" : schema == null ? "bw_" : schema + "_");
    }

    /** Refuses what would have to be quoted. */
    public static String checked(String what, String name) {
        if (!NAME.matcher(Objects.requireNonNull(name, what)).matches()) {
            throw new IllegalArgumentException(what + " must match " + NAME + ", and " + name + " does not");
        }
        return name;
    }

    /** Returns the name of a table for people, and for SQL of the program, which needs no quotes as it is checked. */
    public String table(String name) {
        return databaseEngine == DatabaseEngine.POSTGRESQL ? schema + "." + name : prefix + name;
    }

    /** Names a table in a statement of ours. */
    public SqlIdentifier identifier(String name) {
        return databaseEngine == DatabaseEngine.POSTGRESQL
                ? SqlIdentifier.exact(schema, name)
                : SqlIdentifier.exact(prefix + name);
    }

    /** Fills in <code>${table}</code>, and <code>#{name}</code> for what goes without its schema. */
    public String fill(String script) {
        return HOLE.matcher(script).replaceAll(hole -> {
            String name = checked("a name in " + hole.group(), hole.group(2));
            return Matcher.quoteReplacement(hole.group(1).equals("$") ? table(name) : prefix + name);
        });
    }

    /** The milliseconds since 1970 by the database's clock, also within a long transaction. */
    public String now() {
        return databaseEngine == DatabaseEngine.POSTGRESQL
                ? "(extract(epoch from clock_timestamp()) * 1000)::bigint"
                : "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";
    }
}
