// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.store.internal.RowCursor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows as maps of their columns, however many there are, for {@link dev.bracketwire.exchange.Transfer} and whatever
 * else does not know the table. Instances are immutable.
 *
 * <pre>{@code
 * Query strong = Query.of("SELECT id, name FROM " + db.table("players") + " WHERE rating > ?", 1800);
 * TransferReport report = db.read(connection -> Transfer.from(strong.rows(connection))
 *                 .to(Path.of("strong.csv"), Format.csv())
 *                 .get())
 *         .within(Duration.ofMinutes(10))
 *         .get();
 * }</pre>
 */
public final class Query {
    private final String sql;
    private final List<@Nullable Object> parameters;

    private Query(String sql, List<@Nullable Object> parameters) {
        this.sql = sql;
        this.parameters = parameters;
    }

    /** Says what to read, with a value for each {@code ?}. */
    public static Query of(String sql, @Nullable Object... parameters) {
        List<@Nullable Object> given = new ArrayList<>();
        Collections.addAll(given, parameters);
        return new Query(Objects.requireNonNull(sql, "sql"), Collections.unmodifiableList(given));
    }

    /**
     * Gives the rows, once, as they are asked for; they end with the work that the connection was given to.
     *
     * <p>A column is text, a number, a boolean or null; dates are as ISO 8601 writes them, and bytes are Base64, so that
     * each row can become JSON or CSV and {@link Upsert} takes it again. Whatever else PostgreSQL has, such as
     * {@code infinity}, is text as the server writes it.
     *
     * @param connection the one that the work of {@link Database#read} or {@link Database#write} was given
     */
    public Iterable<Map<String, @Nullable Object>> rows(Connection connection) throws SQLException {
        return new RowCursor(connection, sql, parameters);
    }

    /** Shows the SQL, without its parameters. */
    @Override
    public String toString() {
        return "Query(" + sql + ")";
    }
}
