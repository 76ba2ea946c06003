// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Outcome;
import dev.bracketwire.exchange.internal.CanonicalValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes on their way into rows that pass by. */
final class RowEdits {
    private final List<RowChange> changes;
    private final List<String> columns;
    private final Map<List<String>, Integer> byKey = new HashMap<>();
    private final @Nullable Outcome<RowChange>[] outcomes;

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no generics
    RowEdits(List<RowChange> changes) {
        this.changes = changes;
        this.columns = List.copyOf(changes.get(0).key().keySet());
        this.outcomes = new Outcome[changes.size()];
        for (int i = 0; i < changes.size(); i++) {
            byKey.put(List.copyOf(changes.get(i).key().values()), i);
        }
    }

    /** What became of the changes, in their order. */
    List<Outcome<RowChange>> outcomes() {
        return Arrays.stream(outcomes).map(Objects::requireNonNull).toList();
    }

    /** Says of all of them that they were not carried out. */
    List<Outcome<RowChange>> failed(String note) {
        return changes.stream().map(change -> Outcome.failed(change, note)).toList();
    }

    /** The rows with their changes, and behind them the rows to add. */
    Iterator<Map<String, @Nullable Object>> edited(Iterator<Map<String, @Nullable Object>> old, Runnable beforeEach) {
        return new Iterator<>() {
            private @Nullable Map<String, @Nullable Object> ahead;
            private int added;

            @Override
            public boolean hasNext() {
                while (ahead == null && old.hasNext()) {
                    beforeEach.run();
                    ahead = edit(old.next());
                }
                while (ahead == null && added < changes.size()) {
                    ahead = behind(added++);
                }
                return ahead != null;
            }

            @Override
            public Map<String, @Nullable Object> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("after the last row");
                }
                Map<String, @Nullable Object> row = Objects.requireNonNull(ahead);
                ahead = null;
                return row;
            }
        };
    }

    private @Nullable Map<String, @Nullable Object> edit(Map<String, @Nullable Object> row) {
        List<String> key = new ArrayList<>();
        columns.forEach(column -> key.add(CanonicalValues.same(row.get(column))));
        Integer index = byKey.get(key);
        if (index == null) {
            return row;
        }
        RowChange change = changes.get(index);
        Outcome<RowChange> outcome = change.against(row);
        outcomes[index] = outcome;
        if (outcome.status() != Outcome.Status.APPLIED) {
            return row;
        }
        if (change.kind().equals(RowChange.REMOVE)) {
            return null;
        }
        Map<String, @Nullable Object> edited = new LinkedHashMap<>(row);
        edited.putAll(change.after());
        return edited;
    }

    /** What is left of a change after the last row: a row to add, or one that is not there. */
    private @Nullable Map<String, @Nullable Object> behind(int index) {
        RowChange change = changes.get(index);
        if (outcomes[index] != null) {
            return null;
        }
        outcomes[index] = change.against(null);
        return change.kind().equals(RowChange.ADD) ? change.after() : null;
    }
}
