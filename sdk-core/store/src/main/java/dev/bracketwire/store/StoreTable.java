// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.exchange.Written;
import dev.bracketwire.exchange.internal.ExactTable;
import dev.bracketwire.store.internal.ExactSql;
import dev.bracketwire.store.internal.TableColumns;
import dev.bracketwire.store.internal.TableRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of the database's as others see tables. */
final class StoreTable implements ExactTable {
    private static final int BATCH = 500;

    private final Database db;
    private final List<String> key;
    private final TableRows rows;

    StoreTable(Database db, String table, List<String> key) {
        this.db = db;
        this.key = key;
        this.rows = new TableRows(db.exactIdentifier(table), key, db.engine() == DatabaseEngine.POSTGRESQL);
    }

    @Override
    public String name() {
        return rows.table().name();
    }

    @Override
    public Call<? extends Iterable<?>> rows() {
        return db.read(connection -> {
            TableColumns columns = rows.columns(connection);
            return SpilledRows.of(name(), columns.names(), rows.all(connection, columns));
        });
    }

    @Override
    public Group group() {
        return db.exactTables();
    }

    /** Asks the database how the table is made. */
    ExactSql.Layout layout(Connection connection, ExactSql sql) throws SQLException {
        return sql.layout(connection, rows.table(), key);
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public Call<List<Outcome<RowChange>>> apply(List<RowChange> changes) {
        return db.write(connection -> {
            TableColumns columns = rows.columns(connection);
            List<Outcome<RowChange>> outcomes = new ArrayList<>();
            for (RowChange change : changes) {
                Savepoint before = connection.setSavepoint();
                try {
                    Outcome<RowChange> outcome = change.against(rows.find(connection, columns, change.key()));
                    if (outcome.status() == Outcome.Status.APPLIED) {
                        rows.carryOut(connection, columns, change);
                    }
                    outcomes.add(outcome);
                    connection.releaseSavepoint(before);
                } catch (SQLException e) {
                    connection.rollback(before);
                    outcomes.add(Outcome.failed(change, rows.refused(e)));
                }
            }
            return outcomes;
        });
    }

    @Override
    public Call<Written> replace(Iterable<Map<String, @Nullable Object>> all) {
        return db.write(connection -> {
            ExactSql sql = ExactSql.of(db.engine());
            ExactSql.Layout layout = layout(connection, sql);
            long count = rows.replace(connection, all, layout.names());
            sql.advance(connection, layout, Map.of());
            return new Written(count, 0);
        });
    }

    /** Names the table. */
    @Override
    public String toString() {
        return "Table(" + name() + ")";
    }
}
