// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.LayoutColumn;
import dev.bracketwire.sheets.table.SheetException;
import dev.bracketwire.sheets.table.SheetProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Plans changes of the records of a table: compares wanted cells with the present ones, and refuses impossible ones. */
public final class RecordPlans {
    private final TabImage image;
    private final DetectedLayout layout;
    private final Map<String, TabRows.Row> rows = new LinkedHashMap<>();
    private final GridMap map;
    private final List<RowChange> changes = new ArrayList<>();
    private final List<SheetProblem> problems = new ArrayList<>();
    private final Set<String> newKeys = new HashSet<>();

    private RecordPlans(TableState state, TabImage image) {
        this.image = image;
        List<TabRows.Row> records = TabRows.rows(state, image);
        this.layout = state.layout(image);
        this.map = state.finder(image).map(image);
        if (layout.key() == null) {
            throw new SheetException(List.of(new SheetProblem(
                    image.tab().title(),
                    "has no column by which records are told apart",
                    "",
                    "name one by key(\"...\"), or give a role its column")));
        }
        records.forEach(row -> rows.put(row.key(), row));
    }

    static Call<Plan<RowChange>> plan(TableState state, String title, Function<RecordPlans, List<RowChange>> work) {
        return state.access.service.threads.callAsync("plan", state.access.service.options.call(), run -> {
            long ticket = state.ticket();
            return state.access.recent(RowQueue.RECENT, run).thenApply(found -> {
                RecordPlans plans = new RecordPlans(state, found.image());
                List<RowChange> changes = work.apply(plans);
                if (!plans.problems.isEmpty()) {
                    throw new SheetException(plans.problems);
                }
                return RowApplier.plan(state, title, changes, ticket);
            });
        });
    }

    /** Plans single changes; keys are stripped already. */
    public static Call<Plan<RowChange>> change(
            TableState state,
            String title,
            Map<String, Map<String, @Nullable Object>> sets,
            Map<String, Map<String, @Nullable Object>> expectations,
            List<Map<String, ? extends @Nullable Object>> additions,
            List<String> removals) {
        return plan(state, title, plans -> {
            plans.refuseContradictions(sets.keySet(), additions, removals);
            expectations.forEach(plans::expect);
            sets.forEach((key, values) -> plans.set(key, values, expectations.getOrDefault(key, Map.of())));
            additions.forEach(plans::add);
            removals.forEach(plans::remove);
            return plans.changes;
        });
    }

    /** Plans to add the rows that are not there, and to change the others where they differ. */
    public static Call<Plan<RowChange>> upsert(TableState state, String title, Iterable<?> wanted) {
        List<Map<String, ? extends @Nullable Object>> given = new ArrayList<>();
        for (Object row : wanted) {
            given.add(
                    row instanceof Map<?, ?> values
                            ? named(values)
                            : RowObjects.maps(List.of(row)).get(0));
        }
        return plan(state, title, plans -> {
            Map<String, Integer> seen = new HashMap<>();
            int number = 0;
            for (Map<String, ? extends @Nullable Object> row : given) {
                number++;
                String key = plans.keyOf(row, "row " + number);
                Integer first = key.isEmpty() ? null : seen.putIfAbsent(key, number);
                if (first != null) {
                    plans.problem("row " + number, "has the key of row " + first, key, "give each row its own key");
                } else if (plans.rows.containsKey(key)) {
                    plans.set(key, row, Map.of());
                } else if (!key.isEmpty()) {
                    plans.add(row);
                }
            }
            return plans.changes;
        });
    }

    private static Map<String, @Nullable Object> named(Map<?, ?> values) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        values.forEach((name, value) -> row.put(Objects.toString(name), value));
        return row;
    }

    /** Plans to empty columns of all rows, also of those without a key. */
    static Call<Plan<RowChange>> clear(
            TableState state, String title, Function<DetectedLayout, List<LayoutColumn>> columns) {
        return plan(state, title, plans -> plans.clear(columns.apply(plans.layout)));
    }

    private List<RowChange> clear(List<LayoutColumn> columns) {
        boolean frees = columns.stream().anyMatch(column -> column.name().equals(layout.key()));
        for (int row = map.firstRow();
                row < Math.min(map.endRow(), image.values().rowCount());
                row++) {
            Map<String, Cell> cells = TabRows.cells(image, map, row);
            String key = map.key(row);
            List<RowChange.Field> fields = new ArrayList<>();
            boolean isChange = false;
            for (LayoutColumn column : columns) {
                Object before = CellObjects.value(cells.getOrDefault(column.name(), Cell.clear()));
                Object after = blank(column, before);
                if (!column.computed() && !isFormula(row, column)) {
                    // Empty cells are compared too: one that is filled before the plan is applied makes it stale.
                    fields.add(new RowChange.Field(column.name(), before, after));
                    isChange |= !Objects.equals(before, after);
                }
            }
            if (isChange) {
                boolean unique = map.rows().containsKey(key);
                if (!unique && !frees) {
                    // The number of a row is no address, so its key is compared too.
                    fields.add(new RowChange.Field(
                            Objects.requireNonNull(layout.key()),
                            key.isEmpty() ? null : key,
                            key.isEmpty() ? null : key));
                }
                if (frees) {
                    keepOthers(row, cells, columns, fields);
                }
                changes.add(change(frees ? RowChange.REMOVE : RowChange.CHANGE, unique ? key : "", row, fields));
            }
        }
        return changes;
    }

    /** Adds the columns that stay, by which an undo finds the row again. */
    private void keepOthers(
            int row, Map<String, Cell> cells, List<LayoutColumn> columns, List<RowChange.Field> fields) {
        for (LayoutColumn column : layout.columns()) {
            if (!columns.contains(column) && !column.computed() && !isFormula(row, column)) {
                Object stays = CellObjects.value(cells.getOrDefault(column.name(), Cell.clear()));
                fields.add(new RowChange.Field(column.name(), stays, stays));
            }
        }
    }

    private void expect(String key, Map<String, @Nullable Object> cells) {
        TabRows.Row row = row(key);
        cells.forEach((name, value) -> {
            LayoutColumn column = column(name);
            if (row == null || column == null) {
                return;
            }
            Cell present = row.cells().getOrDefault(column.name(), Cell.clear());
            Cell expected = cell(column, value);
            if (expected != null && !present.text().equals(expected.text())) {
                problem(
                        place(row.row(), column),
                        "is not " + (expected.isEmpty() ? "empty" : '"' + expected.text() + '"') + " as expected",
                        present.text(),
                        "read the record again");
            }
        });
    }

    /** Refuses a plan that does several things to one record. */
    private void refuseContradictions(
            Set<String> sets, List<Map<String, ? extends @Nullable Object>> additions, List<String> removals) {
        List<String> keys = new ArrayList<>(sets);
        keys.addAll(removals);
        for (Map<String, ? extends @Nullable Object> addition : additions) {
            addition.forEach((name, value) -> {
                LayoutColumn column = layout.find(name);
                if (column != null && column.name().equals(layout.key())) {
                    keys.add(Objects.toString(value, "").strip());
                }
            });
        }
        Set<String> seen = new HashSet<>();
        Set<String> named = new HashSet<>();
        for (String key : keys) {
            if (!seen.add(key) && named.add(key)) {
                problem(image.tab().title(), "would be changed twice by one plan", key, "make two plans");
            }
        }
    }

    private void set(
            String key,
            Map<String, ? extends @Nullable Object> values,
            Map<String, ? extends @Nullable Object> expectations) {
        TabRows.Row row = row(key);
        if (row == null) {
            return;
        }
        List<RowChange.Field> fields = new ArrayList<>();
        values.forEach((name, value) -> {
            LayoutColumn column = column(name);
            Cell wanted = column == null ? null : cell(column, value);
            if (column == null || wanted == null) {
                return;
            }
            Cell present = row.cells().getOrDefault(column.name(), Cell.clear());
            Object after = wanted.isEmpty() ? blank(column, CellObjects.value(present)) : CellObjects.value(wanted);
            if (present.text()
                    .equals(Objects.toString(
                            after == null ? "" : CellObjects.cell(after).text()))) {
                return;
            }
            if (isFormula(row.row(), column)) {
                problem(
                        place(row.row(), column),
                        "holds a formula",
                        present.text(),
                        "records never overwrite formulas");
                return;
            }
            if (column.name().equals(layout.key())) {
                checkNewKey(row, column, Objects.toString(after, ""));
            }
            fields.add(new RowChange.Field(column.name(), CellObjects.value(present), after));
        });
        if (fields.isEmpty()) {
            return;
        }
        // Compared again when the plan is applied.
        for (String name : expectations.keySet()) {
            LayoutColumn column = layout.find(name);
            boolean isSet = column == null
                    || fields.stream().anyMatch(field -> field.column().equals(column.name()));
            if (column != null && !isSet) {
                Object seen = CellObjects.value(row.cells().getOrDefault(column.name(), Cell.clear()));
                fields.add(new RowChange.Field(column.name(), seen, seen));
            }
        }
        changes.add(change(RowChange.CHANGE, key, row.row(), fields));
    }

    private void checkNewKey(TabRows.Row row, LayoutColumn column, String key) {
        if (key.isBlank()) {
            problem(place(row.row(), column), "is the key, which cannot be emptied alone", key, "remove the record");
        } else if (map.rows().containsKey(key.strip())
                || map.repeated().contains(key.strip())
                || !newKeys.add(key.strip())) {
            problem(place(row.row(), column), "would get a key that another row has", key, "give it another key");
        }
    }

    private void add(Map<String, ? extends @Nullable Object> values) {
        String key = keyOf(values, "a new record");
        if (key.isEmpty()) {
            return;
        }
        if (map.rows().containsKey(key) || map.repeated().contains(key) || !newKeys.add(key)) {
            problem(image.tab().title(), "has a row of this key already", key, "change that record instead");
            return;
        }
        Map<String, RowChange.Field> fields = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            LayoutColumn column = column(name);
            Cell cell = column == null ? null : cell(column, value);
            if (column == null || cell == null || cell.isEmpty()) {
                return;
            }
            if (column.computed()) {
                problem(column.letters(), "is filled by formulas", column.name(), "leave it out of new records");
                return;
            }
            fields.put(column.name(), new RowChange.Field(column.name(), null, CellObjects.value(cell)));
        });
        for (LayoutColumn column : layout.columns()) {
            if (column.role() != null && !column.computed()) {
                fields.putIfAbsent(column.name(), new RowChange.Field(column.name(), null, blank(column, null)));
            }
        }
        changes.add(new RowChange(
                image.tab().title(),
                RowChange.ADD,
                Map.of(Objects.requireNonNull(layout.key()), key),
                List.copyOf(fields.values())));
    }

    private void remove(String key) {
        TabRows.Row row = row(key);
        if (row == null) {
            return;
        }
        List<RowChange.Field> fields = new ArrayList<>();
        for (LayoutColumn column : layout.columns()) {
            Object before = CellObjects.value(row.cells().getOrDefault(column.name(), Cell.clear()));
            if (!column.computed() && !isFormula(row.row(), column)) {
                fields.add(new RowChange.Field(column.name(), before, blank(column, before)));
            }
        }
        changes.add(change(RowChange.REMOVE, key, row.row(), fields));
    }

    private RowChange change(String kind, String key, int row, List<RowChange.Field> fields) {
        Map<String, String> named = new LinkedHashMap<>();
        if (!key.isEmpty()) {
            named.put(Objects.requireNonNull(layout.key()), key);
        }
        if (layout.find(RowApplier.ROW) == null) {
            named.put(RowApplier.ROW, Integer.toString(row + 1));
        }
        return new RowChange(image.tab().title(), kind, named, fields);
    }

    private TabRows.@Nullable Row row(String key) {
        if (map.repeated().contains(key)) {
            problem(image.tab().title(), "has several rows of this key", key, "delete all but one");
            return null;
        }
        TabRows.Row row = rows.get(key);
        if (row == null) {
            problem(image.tab().title(), "has no row of this key", key, "read the records again");
        }
        return row;
    }

    private @Nullable LayoutColumn column(String name) {
        LayoutColumn column = layout.find(name);
        if (column == null || !map.columns().containsKey(column.name())) {
            problem(
                    image.tab().title(),
                    "has no column of this name, only "
                            + String.join(", ", map.columns().keySet()),
                    name,
                    "");
            return null;
        }
        return column;
    }

    private @Nullable Cell cell(LayoutColumn column, @Nullable Object value) {
        try {
            return CellObjects.cell(column, value);
        } catch (IllegalArgumentException e) {
            problem(column.letters(), "cannot hold this value: " + e.getMessage(), Objects.toString(value), "");
            return null;
        }
    }

    private String keyOf(Map<String, ? extends @Nullable Object> values, String where) {
        for (Map.Entry<String, ? extends @Nullable Object> entry : values.entrySet()) {
            LayoutColumn column = layout.find(entry.getKey());
            if (column != null && column.name().equals(layout.key())) {
                Cell key = cell(column, entry.getValue());
                if (key == null || !key.text().isBlank()) {
                    return key == null ? "" : key.text().strip();
                }
            }
        }
        problem(where, "has no " + layout.key() + ", by which records are told apart", "", "give it one");
        return "";
    }

    private boolean isFormula(int row, LayoutColumn column) {
        Integer place = map.columns().get(column.name());
        return place != null && image.isFormula(row, place);
    }

    private String place(int row, LayoutColumn column) {
        int place = map.columns().getOrDefault(column.name(), column.index());
        return ProblemList.cell(image.tab().title(), row, place);
    }

    /** Returns the value of an emptied cell: FALSE for a checkbox. */
    static @Nullable Object blank(LayoutColumn column, @Nullable Object before) {
        return (column.checkbox() || before instanceof Boolean) ? Boolean.FALSE : null;
    }

    private void problem(String place, String rule, String value, String advice) {
        problems.add(new SheetProblem(place, rule, value, advice));
    }
}
