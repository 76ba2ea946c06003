// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.Call;
import dev.bracketwire.exchange.ExchangeException;
import dev.bracketwire.exchange.TableProblem;
import dev.bracketwire.exchange.internal.ExactTable;
import dev.bracketwire.store.internal.ExactSql;
import dev.bracketwire.store.internal.ExactSql.Filling;
import dev.bracketwire.store.internal.ExactSql.Layout;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads, replaces and proves the tables of one database together, for backups. */
final class ExactTables implements ExactTable.Group {
    private final Database db;
    private final ExactSql sql;

    ExactTables(Database db) {
        this.db = db;
        this.sql = ExactSql.of(db.engine());
    }

    @Override
    public String form() {
        return db.engine().id();
    }

    @Override
    public Call<List<ExactTable.Copy>> copy(List<ExactTable> tables) {
        return db.read(connection -> {
            sql.begin(connection, true);
            List<Layout> layouts = layouts(connection, tables);
            List<ExactTable.Copy> copies = new ArrayList<>();
            try {
                for (Layout layout : layouts) {
                    copies.add(copy(connection, layout));
                }
                return copies;
            } catch (SQLException | RuntimeException | Error e) {
                copies.forEach(copy -> ((SpilledRows) copy.rows()).close());
                throw e;
            }
        });
    }

    private ExactTable.Copy copy(Connection connection, Layout layout) throws SQLException {
        Map<String, Long> counters = sql.counters(connection, layout);
        try (Statement statement = connection.createStatement()) {
            return new ExactTable.Copy(
                    SpilledRows.of(layout.table().name(), layout.names(), sql.rows(statement, layout)), counters);
        }
    }

    private List<Layout> layouts(Connection connection, List<ExactTable> tables) throws SQLException {
        List<Layout> layouts = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (ExactTable table : tables) {
            Layout layout = ((StoreTable) table).layout(connection, sql);
            layouts.add(layout);
            problems.addAll(layout.problems());
        }
        if (!problems.isEmpty()) {
            throw new ExchangeException("a backup cannot keep this: " + String.join("; ", problems), null);
        }
        return layouts;
    }

    private List<Filling> fillings(Connection connection, List<ExactTable.Source> sources) throws SQLException {
        List<Layout> layouts = layouts(
                connection, sources.stream().map(ExactTable.Source::table).toList());
        List<Filling> fillings = new ArrayList<>();
        for (int i = 0; i < layouts.size(); i++) {
            ExactTable.Source source = sources.get(i);
            fillings.add(new Filling(layouts.get(i), source.rows(), source.counters()));
        }
        return fillings;
    }

    @Override
    public Call<Integer> replace(List<ExactTable.Source> sources) {
        return db.write(connection -> {
            sql.replace(connection, fillings(connection, sources));
            return sources.size();
        });
    }

    @Override
    public Call<List<TableProblem>> prove(List<ExactTable.Source> sources) {
        return sql.provesInPlace()
                ? db.write(connection -> sql.prove(connection, fillings(connection, sources)))
                : db.read(connection -> sql.scratch(connection, fillings(connection, sources)))
                        .map(ExactSql.Scratch::prove);
    }
}
