// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Plan;
import dev.bracketwire.PlanBuilder;
import dev.bracketwire.WorkRun;
import dev.bracketwire.exchange.internal.CanonicalValues;
import dev.bracketwire.internal.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One making of a plan: both tables are sorted by their keys and merged, and the changes are sorted by their rows. */
final class SyncRun implements AutoCloseable {
    private static final byte[] ROWS = {0};
    private static final byte[] REMOVALS = {1};

    private final Sync sync;
    private final KeyedRows left;
    private final KeyedRows right;

    SyncRun(Sync sync, WorkRun work) {
        this.sync = sync;
        this.left = new KeyedRows(sync.left, sync.keys, work);
        this.right = new KeyedRows(sync.right, sync.keys, work);
    }

    Plan<RowChange> plan() {
        try {
            left.open(sync.left.rows());
            right.open(sync.right instanceof FileTable file ? file.rowsIfAny() : sync.right.rows());
            left.read((row, number) -> right.checkColumns(wanted(row).keySet(), sync.left.name(), number));
            right.read((row, number) -> {
                if (sync.bothWays) {
                    left.checkColumns(wanted(row).keySet(), sync.right.name(), number);
                }
            });
            merge();
            String names = sync.left.name() + (sync.bothWays ? " and " : " into ") + sync.right.name();
            Plan<RowChange> toRight = plan(right, names);
            return sync.bothWays
                    ? Plan.join(names, List.of(toRight, plan(left, sync.right.name() + " into " + sync.left.name())))
                    : toRight;
        } catch (IOException e) {
            throw new ExchangeException(
                    "the temporary file of a plan failed: look for space in " + System.getProperty("java.io.tmpdir"),
                    e);
        }
    }

    private static Plan<RowChange> plan(KeyedRows to, String title) throws IOException {
        Table table = to.table();
        PlanBuilder<RowChange> plan = Plan.builder(title, table.batch(), table::apply);
        to.changes().sorted().forEachRemaining(change -> plan.add(read(change.value())));
        return plan.build();
    }

    private static RowChange read(byte[] change) {
        return (RowChange) Json.read(Json.reader(RowChange.class), change, 0);
    }

    private void merge() throws IOException {
        Iterator<KeyedRows.Row> ls = left.sorted();
        Iterator<KeyedRows.Row> rs = right.sorted();
        KeyedRows.Row l = next(ls);
        KeyedRows.Row r = next(rs);
        while (l != null || r != null) {
            int order = l == null ? 1 : r == null ? -1 : l.against(r);
            if (l != null && order < 0) {
                add(right, l);
            } else if (r != null && order > 0) {
                onlyRight(r);
            } else if (l != null && r != null) {
                both(l, r);
            }
            l = order <= 0 ? next(ls) : l;
            r = order >= 0 ? next(rs) : r;
        }
    }

    private static KeyedRows.@Nullable Row next(Iterator<KeyedRows.Row> rows) {
        return rows.hasNext() ? rows.next() : null;
    }

    private void onlyRight(KeyedRows.Row row) throws IOException {
        if (sync.bothWays) {
            add(left, row);
        } else if (sync.removing) {
            List<RowChange.Field> fields = new ArrayList<>();
            row.values().forEach((column, value) -> fields.add(new RowChange.Field(column, value, null)));
            put(right, REMOVALS, row.order(), change(right, RowChange.REMOVE, row, fields));
        }
    }

    private void add(KeyedRows to, KeyedRows.Row row) throws IOException {
        List<RowChange.Field> fields = new ArrayList<>();
        wanted(row.values()).forEach((column, value) -> fields.add(new RowChange.Field(column, null, value)));
        put(to, ROWS, row.order(), change(to, RowChange.ADD, row, fields));
    }

    private void both(KeyedRows.Row l, KeyedRows.Row r) throws IOException {
        if (l.isSameAs(r)) {
            return;
        }
        boolean rightIsRight = differences(r.values(), wanted(l.values())).isEmpty();
        if (rightIsRight
                && (!sync.bothWays
                        || differences(l.values(), wanted(r.values())).isEmpty())) {
            return;
        }
        Map<String, @Nullable Object> settled = CanonicalValues.row(sync.onConflict.settle(l.values(), r.values()));
        if (sync.bothWays) {
            // Else what one row has and the other has not would be settled again the next time.
            Map<String, @Nullable Object> whole = new LinkedHashMap<>(r.values());
            whole.putAll(l.values());
            whole.putAll(settled);
            change(right, r, l, wanted(whole));
            change(left, l, l, wanted(whole));
        } else {
            change(right, r, l, wanted(settled));
        }
    }

    private void change(KeyedRows to, KeyedRows.Row is, KeyedRows.Row from, Map<String, @Nullable Object> should)
            throws IOException {
        to.checkColumns(should.keySet(), "what onConflict settled", from.order());
        List<RowChange.Field> fields = differences(is.values(), should);
        if (!fields.isEmpty()) {
            put(to, ROWS, from.order(), change(to, RowChange.CHANGE, is, fields));
        }
    }

    private static List<RowChange.Field> differences(
            Map<String, @Nullable Object> is, Map<String, @Nullable Object> should) {
        List<RowChange.Field> fields = new ArrayList<>();
        should.forEach((column, value) -> {
            Object now = is.get(column);
            if (!CanonicalValues.same(now).equals(CanonicalValues.same(value))) {
                fields.add(new RowChange.Field(column, now, value));
            }
        });
        return fields;
    }

    private Map<String, @Nullable Object> wanted(Map<String, @Nullable Object> row) {
        if (sync.columns.isEmpty()) {
            return row;
        }
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>(row);
        Set<String> names = Set.copyOf(sync.columns);
        wanted.keySet().removeIf(name -> !names.contains(name) && !sync.keys.contains(name));
        return wanted;
    }

    private RowChange change(KeyedRows to, String kind, KeyedRows.Row row, List<RowChange.Field> fields) {
        Map<String, String> key = new LinkedHashMap<>();
        sync.keys.forEach(
                column -> key.put(column, CanonicalValues.same(row.values().get(column))));
        return new RowChange(to.table().name(), kind, key, fields);
    }

    private static void put(KeyedRows to, byte[] first, long order, RowChange change) throws IOException {
        to.changes().add(first, order, Json.write(change));
    }

    @Override
    public void close() {
        try (left;
                right) {
            // Their temporary files go.
        }
    }
}
