// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.exchange.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Takes row changes from outside: those of a report, to undo them, and those of a synchronisation. */
public final class RowExchange {
    private RowExchange() {}

    /** Plans to take back the changes of a report. */
    public static Call<Plan<RowChange>> undo(TableState state, Report<RowChange> report) {
        List<RowChange> back = new ArrayList<>();
        report.outcomes()
                .filter(outcome ->
                        outcome.status() == Outcome.Status.APPLIED || outcome.status() == Outcome.Status.UNKNOWN)
                .forEach(outcome -> back.add(0, reversed(outcome.change())));
        return RecordPlans.plan(state, "undo of " + report.title(), plans -> back);
    }

    private static RowChange reversed(RowChange change) {
        List<RowChange.Field> fields = change.fields().stream()
                .map(field -> new RowChange.Field(field.column(), field.after(), field.before()))
                .toList();
        Map<String, String> key = new LinkedHashMap<>(change.key());
        for (RowChange.Field field : fields) {
            if (key.containsKey(field.column()) && change.kind().equals(RowChange.CHANGE)) {
                String now = Objects.toString(field.before(), "").strip();
                if (now.isEmpty()) {
                    key.remove(field.column());
                } else {
                    key.put(field.column(), now);
                }
            }
        }
        boolean keyed = key.keySet().stream().anyMatch(name -> !name.equals(RowApplier.ROW));
        String kind = switch (change.kind()) {
            case RowChange.ADD -> RowChange.REMOVE;
            case RowChange.REMOVE -> keyed ? RowChange.ADD : RowChange.CHANGE;
            default -> change.kind();
        };
        return new RowChange(change.table(), kind, key, fields);
    }

    /** Returns the sheet as a table to exchange rows with. */
    public static Table table(TableState state) {
        return new Table() {
            @Override
            public String name() {
                return state.access.title();
            }

            @Override
            public Call<? extends Iterable<?>> rows() {
                return TabRows.read(
                                state,
                                (image, rows) -> rows.stream()
                                        .filter(row -> !row.key().isEmpty())
                                        .map(row -> CellObjects.values(row.cells()))
                                        .toList())
                        .fresh();
            }

            @Override
            public Call<List<Outcome<RowChange>>> apply(List<RowChange> changes) {
                return RowApplier.apply(state, changes, state.ticket());
            }

            @Override
            public int batch() {
                return RowApplier.BATCH;
            }
        };
    }
}
