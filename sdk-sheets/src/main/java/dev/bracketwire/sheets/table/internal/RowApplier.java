// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.table.LayoutColumn;
import dev.bracketwire.sheets.table.internal.RowWrite.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Carries out planned changes of rows and reports the outcome of each. */
final class RowApplier {
    /** The number of changes that travel together. */
    static final int BATCH = 5_000;

    /** The part of a change's key that names the row which it saw; it is a hint and no address. */
    static final String ROW = "row";

    private RowApplier() {}

    static Plan<RowChange> plan(TableState state, String title, List<RowChange> changes, long ticket) {
        return Plan.builder(title, BATCH, (List<RowChange> batch) -> apply(state, batch, ticket))
                .onFailure(Plan.OnFailure.CONTINUE)
                .measuredBy(state.access.service.threads.nanos())
                .addAll(changes)
                .build();
    }

    static Call<List<Outcome<RowChange>>> apply(TableState state, List<RowChange> changes, long ticket) {
        return state.access.service.threads.callAsync(
                "apply",
                state.access.service.options.call(),
                run -> state.access.read(run).thenCompose(found -> {
                    DetectedLayout layout = state.layout(found.image());
                    List<RowWrite> writes = new ArrayList<>();
                    List<@Nullable String> refusals = new ArrayList<>();
                    for (RowChange change : changes) {
                        try {
                            writes.add(write(layout, change));
                            refusals.add(null);
                        } catch (IllegalArgumentException e) {
                            refusals.add(String.valueOf(e.getMessage()));
                        }
                    }
                    return state.write(writes, ticket, run).thenApply(results -> {
                        List<Outcome<RowChange>> outcomes = new ArrayList<>();
                        int next = 0;
                        for (int i = 0; i < changes.size(); i++) {
                            String refusal = refusals.get(i);
                            outcomes.add(
                                    refusal != null
                                            ? Outcome.failed(changes.get(i), refusal)
                                            : outcome(changes.get(i), results.get(next++)));
                        }
                        return outcomes;
                    });
                }));
    }

    private static RowWrite write(DetectedLayout layout, RowChange change) {
        String keyName = Objects.requireNonNullElse(layout.key(), "");
        String key = change.key().get(keyName);
        int row = row(change);
        Map<String, Cell> cells = new LinkedHashMap<>();
        Map<String, Object> kept = new LinkedHashMap<>();
        for (RowChange.Field field : change.fields()) {
            var column = layout.find(field.column());
            if (column == null) {
                throw new IllegalArgumentException("the table has no column " + field.column());
            }
            boolean stays = Objects.equals(field.before(), field.after());
            if (stays && field.after() != null) {
                kept.put(column.name(), field.after());
            }
            boolean adds = change.kind().equals(RowChange.ADD);
            if (adds ? field.after() == null || stays : stays && !isBlankable(change, field)) {
                continue;
            }
            Object after = change.kind().equals(RowChange.REMOVE) ? null : field.after();
            cells.put(
                    column.name(), CellObjects.cell(after == null ? RecordPlans.blank(column, field.before()) : after));
        }
        Predicate<Map<String, Cell>> expected =
                seen -> change.against(CellObjects.values(seen)).status() != Outcome.Status.STALE;
        if (change.kind().equals(RowChange.ADD)) {
            if (key == null || keyName.isEmpty()) {
                throw new IllegalArgumentException(
                        "rows of the table are told apart by " + keyName + ", which it lacks");
            }
            cells.putIfAbsent(keyName, CellObjects.cell(key));
            // A new record takes nothing over from an earlier one in a free row.
            for (LayoutColumn column : layout.columns()) {
                if (column.role() != null && !column.computed()) {
                    cells.putIfAbsent(column.name(), CellObjects.cell(RecordPlans.blank(column, null)));
                }
            }
            RowWrite add = RowWrite.add(key.strip(), row, cells, 0);
            return row < 0 ? add : add.into(seen -> isAsBefore(seen, cells.keySet(), kept));
        }
        if (key != null) {
            return RowWrite.change(key.strip(), cells, expected);
        }
        if (row < 0) {
            throw new IllegalArgumentException("rows of the table are told apart by " + keyName + ", which it lacks");
        }
        return RowWrite.at(row, cells, expected);
    }

    // To free a row clears its columns again, should they hold something by now.
    private static boolean isBlankable(RowChange change, RowChange.Field field) {
        return change.kind().equals(RowChange.REMOVE)
                && (field.before() == null || Boolean.FALSE.equals(field.before()));
    }

    /** Whether a free row is as a record has left it: its other columns hold what they held, and those of the record nothing. */
    private static boolean isAsBefore(Map<String, Cell> seen, Set<String> columns, Map<String, Object> kept) {
        return kept.entrySet().stream()
                        .allMatch(entry -> CellObjects.cell(entry.getValue())
                                .text()
                                .equals(seen.getOrDefault(entry.getKey(), Cell.clear())
                                        .text()))
                && columns.stream()
                        .map(name -> seen.getOrDefault(name, Cell.clear()))
                        .allMatch(cell -> cell.isEmpty() || cell.equals(Cell.bool(false)));
    }

    private static int row(RowChange change) {
        String row = change.key().getOrDefault(ROW, "");
        return row.length() < 10 && row.chars().allMatch(c -> c >= '0' && c <= '9') && !row.isEmpty()
                ? Integer.parseInt(row) - 1
                : -1;
    }

    static Outcome<RowChange> outcome(RowChange change, Result result) {
        return switch (result.status()) {
            case APPLIED -> new Outcome<>(change, Outcome.Status.APPLIED, result.note());
            case UNCHANGED -> Outcome.unchanged(change);
            case GONE ->
                change.kind().equals(RowChange.REMOVE)
                        ? Outcome.unchanged(change)
                        : Outcome.stale(change, result.note());
            case STALE, PRESENT -> Outcome.stale(change, result.note());
            case FAILED, FULL -> Outcome.failed(change, result.note());
            case UNKNOWN -> Outcome.unknown(change, result.note());
        };
    }
}
