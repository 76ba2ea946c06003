// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.exchange.Table;
import dev.bracketwire.exchange.Written;
import dev.bracketwire.internal.store.TableColumns;
import dev.bracketwire.internal.store.TableRows;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of the database's as others see tables. */
final class StoreTable implements Table {
    private static final int BATCH = 500;

    private final Database db;
    private final TableRows rows;

    StoreTable(Database db, String table, List<String> key) {
        this.db = db;
        this.rows = new TableRows(db.identifier(table), key, db.engine() == Engine.POSTGRESQL);
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
        return db.write(connection -> new Written(rows.replace(connection, all), 0));
    }

    /** Names the table. */
    @Override
    public String toString() {
        return "Table(" + name() + ")";
    }
}
