// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.store.internal.SqlIdentifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes some rows of a table that serves as a queue, so that no two workers take the same. On PostgreSQL, rows that
 * another worker is about to take are passed over (SKIP LOCKED); SQLite has one writer. Instances are immutable.
 *
 * <pre>{@code
 * QueueClaim due = QueueClaim.from(db, "jobs", "id")
 *         .where("state = 'due' AND due_at <= ?")
 *         .orderBy("due_at")
 *         .set("state = 'taken'");
 * List<Long> ids = db.write(
 *                 connection -> due.take(connection, 64, query -> query.setLong(1, now), row -> row.getLong("id")))
 *         .get();
 * }</pre>
 */
public final class QueueClaim {
    private final DatabaseEngine databaseEngine;
    private final SqlIdentifier table;
    private final SqlIdentifier key;
    private final String where;
    private final String order;
    private final String set;

    private QueueClaim(
            DatabaseEngine databaseEngine,
            SqlIdentifier table,
            SqlIdentifier key,
            String where,
            String order,
            String set) {
        this.databaseEngine = databaseEngine;
        this.table = table;
        this.key = key;
        this.where = where;
        this.order = order;
        this.set = set;
    }

    /** Begins one on this table of the database's, whose primary key is this column. */
    public static QueueClaim from(Database db, String table, String key) {
        SqlIdentifier name = db.identifier(table);
        SqlIdentifier column = name.column(SqlIdentifier.plain("key", key));
        return new QueueClaim(db.engine(), name, column, "1 = 1", column.toString(), "");
    }

    /** Sets which rows may be taken, as SQL; all unless said. */
    public QueueClaim where(String condition) {
        return new QueueClaim(databaseEngine, table, key, condition, order, set);
    }

    /** Sets which rows go first, as SQL; those of the lowest key unless said. */
    public QueueClaim orderBy(String columns) {
        return new QueueClaim(databaseEngine, table, key, where, columns, set);
    }

    /** Sets what marks a row as taken, as SQL. It must make the condition untrue, or rows are taken again. */
    public QueueClaim set(String assignments) {
        return new QueueClaim(databaseEngine, table, key, where, order, assignments);
    }

    /** Picked first: an IN with a LIMIT below it might be worked out anew for each row. */
    private String sql(int limit) {
        if (set.isEmpty()) {
            throw new IllegalStateException("a claim needs set(…), which marks what was taken");
        }
        String locked = databaseEngine == DatabaseEngine.POSTGRESQL ? " FOR UPDATE SKIP LOCKED" : "";
        return "WITH picked AS (SELECT " + key + " AS picked_key FROM " + table + " WHERE " + where + " ORDER BY "
                + order
                + " LIMIT " + limit + locked + ") UPDATE " + table + " SET " + set + " WHERE " + key
                + " IN (SELECT picked_key FROM picked) RETURNING *";
    }

    /**
     * Takes up to so many rows within the connection's transaction and gives them as they are now, in no order.
     *
     * @param parameters sets the parameters: those of the condition first, then those of what is set
     * @param reader reads a row; it must not move the cursor
     */
    public <R extends @Nullable Object> List<R> take(
            Connection connection, int limit, Parameters parameters, Reader<R> reader) throws SQLException {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
        List<R> taken = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql(limit))) {
            parameters.set(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    taken.add(reader.read(rows));
                }
            }
        }
        return taken;
    }

    /** Sets the parameters of a statement. */
    @FunctionalInterface
    public interface Parameters {
        /** Sets them, from 1. */
        void set(PreparedStatement statement) throws SQLException;
    }

    /**
     * Reads a row.
     *
     * @param <R> what it gives
     */
    @FunctionalInterface
    public interface Reader<R extends @Nullable Object> {
        /** Reads the row the cursor is at. */
        R read(ResultSet row) throws SQLException;
    }
}
