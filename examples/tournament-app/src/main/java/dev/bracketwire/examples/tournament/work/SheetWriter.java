// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.Outcome;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.table.LayoutColumn;
import dev.bracketwire.sheets.table.RegistrationList;
import dev.bracketwire.sheets.table.SheetException;
import dev.bracketwire.sheets.table.SheetProblem;
import dev.bracketwire.sheets.table.SheetTable;
import dev.bracketwire.sheets.table.TableChanges;
import dev.bracketwire.sheets.table.TableLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the changes of the store to a sheet, all at the same time, so that they travel in one request. A person that
 * gets the place of another also gets the row, so prepared rows are used before rows are added below. Columns without a
 * role, such as notes, are left alone.
 */
final class SheetWriter {
    /** The rows as they were written, by person. */
    final Map<String, SheetRow> written = new LinkedHashMap<>();

    /** The people whose rows were freed. */
    final Set<String> freed = new LinkedHashSet<>();

    /** The rows that could not be written, as sentences. */
    final List<String> problems = new ArrayList<>();

    private final SheetTable table;
    private final RegistrationList list;
    private final TableLayout layout;
    private final String keyColumn;

    SheetWriter(SheetTable table, int places, TableLayout layout) {
        this.table = table;
        this.list = table.registration(places);
        this.layout = layout;
        this.keyColumn = layout.key().map(LayoutColumn::name).orElse("discord");
    }

    void write(SheetComparison comparison) {
        List<RowStep> steps = new ArrayList<>();
        for (SheetComparison.Update update : comparison.updates) {
            steps.add(update(update));
        }
        Deque<Map.Entry<String, String>> removals = new ArrayDeque<>(comparison.removals.entrySet());
        comparison.additions.forEach((person, row) ->
                steps.add(removals.isEmpty() ? addition(person, row) : replacement(removals.remove(), person, row)));
        Map<String, CompletableFuture<Boolean>> releases = new LinkedHashMap<>();
        for (Map.Entry<String, String> left : removals) {
            releases.put(left.getKey(), list.release(left.getValue()).start());
        }
        apply(steps);
        releases.forEach(this::await);
    }

    private void await(String person, CompletableFuture<Boolean> release) {
        try {
            release.join();
            freed.add(person);
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof SheetException refused)) {
                throw e.getCause() instanceof RuntimeException failure ? failure : e;
            }
            refused.problems().stream().map(SheetProblem::toString).forEach(problems::add);
        }
    }

    private RowStep update(SheetComparison.Update update) {
        String key = update.row().key();
        return new RowStep(
                key,
                change -> {
                    update.values().forEach((role, value) -> {
                        change.expect(key, role, cell(update.row().values().get(role)));
                        change.set(key, role, cell(value));
                    });
                    if (update.newKey() != null) {
                        change.set(key, keyColumn, update.newKey());
                    }
                },
                () -> written.put(update.person(), update.after()));
    }

    private RowStep addition(String person, SheetRow row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put(keyColumn, row.key());
        forPerson(row).forEach((role, value) -> {
            if (isWritten(role)) {
                values.put(role, value);
            }
        });
        return new RowStep(row.key(), change -> change.add(values), () -> written.put(person, shown(row)));
    }

    private RowStep replacement(Map.Entry<String, String> left, String person, SheetRow row) {
        String key = left.getValue();
        return new RowStep(
                key,
                change -> {
                    Map<String, @Nullable Object> values = forPerson(row);
                    for (LayoutColumn column : layout.columns()) {
                        if (column.role() != null && !column.computed()) {
                            change.set(key, column.name(), values.get(column.role()));
                        }
                    }
                    change.set(key, keyColumn, row.key());
                },
                () -> {
                    freed.add(left.getKey());
                    written.put(person, shown(row));
                });
    }

    private static Map<String, @Nullable Object> forPerson(SheetRow row) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        SheetRow.FIELDS.forEach(role -> values.put(role, cell(row.values().get(role))));
        values.put(SheetRow.REGISTERED, true);
        return values;
    }

    /** Returns the row without the values that have no column now, so that they are written once they have one. */
    private SheetRow shown(SheetRow row) {
        Map<String, Object> values = new LinkedHashMap<>(row.values());
        values.keySet().removeIf(role -> layout.findColumn(role).isEmpty());
        return new SheetRow(row.key(), values);
    }

    private boolean isWritten(String role) {
        return layout.findColumn(role).filter(column -> !column.computed()).isPresent();
    }

    private static @Nullable Object cell(@Nullable Object value) {
        return "".equals(value) ? null : value;
    }

    /** Applies the steps at once. If the sheet refuses them, halves them until the row is found that it refuses. */
    private void apply(List<RowStep> steps) {
        if (steps.isEmpty()) {
            return;
        }
        Report<RowChange> report;
        try {
            report = table.change(change -> steps.forEach(step -> step.change.accept(change)))
                    .get();
        } catch (SheetException e) {
            if (steps.size() == 1) {
                e.problems().stream().map(SheetProblem::toString).forEach(problems::add);
                return;
            }
            apply(steps.subList(0, steps.size() / 2));
            apply(steps.subList(steps.size() / 2, steps.size()));
            return;
        }
        Map<String, String> failed = new LinkedHashMap<>();
        report.outcomes()
                .filter(outcome -> !outcome.good())
                .forEach(outcome -> failed.put(String.valueOf(key(outcome)), outcome.note()));
        for (RowStep step : steps) {
            if (!failed.containsKey(step.key)) {
                step.done.run();
            } else {
                problems.add("The row \"" + step.key + "\" could not be written: " + failed.get(step.key)
                        + ". That is tried again.");
            }
        }
    }

    private @Nullable String key(Outcome<RowChange> outcome) {
        return outcome.change().key().get(keyColumn);
    }

    private record RowStep(String key, Consumer<TableChanges> change, Runnable done) {}
}
