// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.ClaimResult;
import dev.bracketwire.sheets.table.ColumnRole;
import dev.bracketwire.sheets.table.LayoutColumn;
import dev.bracketwire.sheets.table.SheetException;
import dev.bracketwire.sheets.table.SheetProblem;
import dev.bracketwire.sheets.table.internal.RowWrite.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Fills and empties the rows that are prepared for people. */
public final class PreparedRows {
    private final TableState state;

    /** Works in this table. */
    public PreparedRows(TableState state) {
        this.state = state;
    }

    /** Gives a person the first free row. */
    public Call<ClaimResult> claim(Map<String, ? extends @Nullable Object> person, int capacity) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(person);
        return state.access.service.threads.callAsync("claim", state.access.service.options.call(), run -> {
            long ticket = state.ticket(); // the first to ask is the first to get a row
            return state.access.read(run).thenCompose(found -> {
                RowWrite write = claim(found.image(), values, capacity);
                return state.write(List.of(write), ticket, run).thenApply(results -> claimed(write, results.get(0)));
            });
        });
    }

    private ClaimResult claimed(RowWrite write, Result result) {
        checkFormulas(result);
        return switch (result.status()) {
            case APPLIED, UNCHANGED -> new ClaimResult.Registered(write.key(), result.row() + 1);
            case PRESENT -> new ClaimResult.AlreadyThere(write.key(), result.row() + 1);
            case FULL -> new ClaimResult.Full(write.capacity());
            default -> throw failure(result);
        };
    }

    private void checkFormulas(Result result) {
        if (result.status() == RowWrite.Status.APPLIED && !result.note().isEmpty()) {
            throw new SheetException(List.of(new SheetProblem(
                    state.access.title(), "was changed, but " + result.note(), "", "write the formulas again")));
        }
    }

    private RuntimeException failure(Result result) {
        return result.failure() != null
                ? result.failure()
                : new SheetException(List.of(new SheetProblem(state.access.title(), result.note(), "", "")));
    }

    private RowWrite claim(TabImage image, Map<String, ? extends @Nullable Object> person, int capacity) {
        DetectedLayout layout = keyed(image);
        List<SheetProblem> problems = new ArrayList<>();
        Map<String, Cell> cells = new LinkedHashMap<>();
        for (LayoutColumn column : layout.columns()) {
            if (column.role() != null && !column.computed()) {
                cells.put(column.name(), unset(column));
            }
        }
        person.forEach((name, value) -> {
            LayoutColumn column = layout.find(name);
            if (column == null || column.computed()) {
                String rule = column == null ? "has no column of this name" : "fills this column by formulas";
                problems.add(
                        new SheetProblem(image.tab().title(), rule, name, "leave it out, or set its role by hand"));
                return;
            }
            try {
                Cell cell = CellObjects.cell(column, value);
                cells.put(column.name(), cell.isEmpty() ? blank(column) : cell);
            } catch (IllegalArgumentException e) {
                problems.add(new SheetProblem(
                        name, "cannot hold this value: " + e.getMessage(), Objects.toString(value, ""), ""));
            }
        });
        String keyName = Objects.requireNonNull(layout.key(), "checked before");
        Cell keyCell = cells.getOrDefault(keyName, Cell.clear());
        String key = keyCell.text().strip();
        if (key.isEmpty() && problems.isEmpty()) {
            problems.add(new SheetProblem(
                    keyName, "is missing, and people are told apart by it", "", "give it with the person"));
        }
        if (!problems.isEmpty()) {
            throw new SheetException(problems);
        }
        return RowWrite.add(key, -1, cells, capacity);
    }

    private DetectedLayout keyed(TabImage image) {
        List<SheetProblem> problems = TabRows.moved(state, image);
        DetectedLayout layout = state.layout(image);
        if (problems.isEmpty() && layout.key() == null) {
            problems = List.of(new SheetProblem(
                    image.tab().title(),
                    "has no column by which people are told apart",
                    "",
                    "name one by key(\"...\"), or give a role its column"));
        }
        if (!problems.isEmpty()) {
            throw new SheetException(problems);
        }
        return layout;
    }

    private static Cell unset(LayoutColumn column) {
        return ColumnRole.REGISTERED.name().equals(column.role()) ? Cell.bool(true) : blank(column);
    }

    private static Cell blank(LayoutColumn column) {
        return column.checkbox() ? Cell.bool(false) : Cell.clear();
    }

    /** Empties the cells of all roles in the row of a person. Returns whether there was one. */
    public Call<Boolean> release(String key) {
        return state.access.service.threads.callAsync(
                "release",
                state.access.service.options.call(),
                run -> state.access.read(run).thenCompose(found -> {
                    DetectedLayout layout = keyed(found.image());
                    Map<String, Cell> cells = new LinkedHashMap<>();
                    for (LayoutColumn column : layout.columns()) {
                        boolean isKey = column.name().equals(layout.key());
                        if ((column.role() != null || isKey) && !column.computed()) {
                            cells.put(column.name(), blank(column));
                        }
                    }
                    return state.write(List.of(RowWrite.change(key.strip(), cells, null)), state.ticket(), run)
                            .thenApply(results -> released(results.get(0)));
                }));
    }

    private boolean released(Result result) {
        checkFormulas(result);
        return switch (result.status()) {
            case APPLIED, UNCHANGED -> true;
            case GONE -> false;
            default -> throw failure(result);
        };
    }

    /** Plans to empty the cells of all roles in all rows. */
    public Call<Plan<RowChange>> planReset() {
        return RecordPlans.clear(
                state,
                "reset of the registration in " + state.access.title(),
                layout -> layout.columns().stream()
                        .filter(column -> column.role() != null || column.name().equals(layout.key()))
                        .toList());
    }

    /** Plans to empty the cells of one role in all rows. */
    public Call<Plan<RowChange>> planReset(String role) {
        return RecordPlans.clear(state, "reset of " + role + " in " + state.access.title(), layout -> {
            LayoutColumn column = layout.find(role);
            if (column == null) {
                throw new SheetException(List.of(new SheetProblem(
                        state.access.title(),
                        "has no column for the role " + role,
                        "",
                        "set it by column(role, ...)")));
            }
            return List.of(column);
        });
    }
}
