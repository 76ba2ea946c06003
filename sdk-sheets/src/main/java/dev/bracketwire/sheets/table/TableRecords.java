// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.CallException.Where;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.sheets.table.internal.ProblemList;
import dev.bracketwire.sheets.table.internal.RowObjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds the records of a {@link SheetTable} at one moment. Immutable.
 *
 * <pre>{@code
 * TableRecords records = players.records().get();
 * for (SheetRecord player : records) {
 *     System.out.println(player.text("ign"));
 * }
 * List<Player> typed = records.list(Player.class);
 * }</pre>
 *
 * <p>A row without a key is no record, whatever its checkboxes say. Without a key column, a row is a record if it holds more
 * than unset checkboxes.
 */
public final class TableRecords implements Iterable<SheetRecord> {
    private final TableLayout layout;
    private final List<SheetRecord> records;
    private final Duration age;

    TableRecords(TableLayout layout, List<SheetRecord> records, Duration age) {
        this.layout = layout;
        this.records = List.copyOf(records);
        this.age = age;
    }

    /** Returns the records from top to bottom. */
    public List<SheetRecord> list() {
        return records;
    }

    /** Returns the number of records. */
    public int size() {
        return records.size();
    }

    /** Returns the record of a key, if exactly one row has it. */
    public Optional<SheetRecord> find(String key) {
        String wanted = key.strip();
        List<SheetRecord> found =
                records.stream().filter(record -> record.key().equals(wanted)).toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /**
     * Returns the record of a key.
     *
     * @throws NotFoundException if no row has it, or several do
     */
    public SheetRecord record(String key) {
        return find(key)
                .orElseThrow(() -> new NotFoundException(
                        Where.of("google-sheets", "record"),
                        "the table " + layout.tab() + " has not exactly one row of the key " + key.strip()));
    }

    /**
     * Returns all rows as records of the program. Only the columns that the record names are used: a component {@code altIgn}
     * takes the column {@code alt_ign} or {@code Alt IGN}.
     *
     * @throws SheetException if a row does not fit; it names each cell
     */
    public <T> List<T> list(Class<T> type) {
        List<SheetProblem> problems = new ArrayList<>();
        List<T> rows = list(type, problems::add);
        if (!problems.isEmpty()) {
            throw new SheetException(problems);
        }
        return rows;
    }

    /** Returns the rows that fit as records of the program, and reports the others. */
    public <T> List<T> list(Class<T> type, Consumer<? super SheetProblem> problems) {
        List<Map<String, @Nullable Object>> rows =
                records.stream().map(SheetRecord::values).toList();
        Set<String> absent = new HashSet<>();
        return RowObjects.read(rows, type, problem -> {
            int row = records.get((int) problem.row() - 1).row();
            Optional<LayoutColumn> column = layout.findColumn(problem.column());
            if (column.isPresent() || problem.column().isEmpty()) {
                String place = column.map(found -> ProblemList.cell(layout.tab(), row - 1, found.index()))
                        .orElse(layout.tab() + ", row " + row);
                problems.accept(new SheetProblem(place, problem.rule(), problem.value(), ""));
            } else if (absent.add(problem.column())) {
                problems.accept(new SheetProblem(
                        layout.tab(),
                        "has no column of this name, only "
                                + layout.columns().stream()
                                        .map(LayoutColumn::name)
                                        .collect(Collectors.joining(", ")),
                        problem.column(),
                        "name a column by role or header"));
            }
        });
    }

    /** Returns the layout by which the rows were read. */
    public TableLayout layout() {
        return layout;
    }

    /** Returns the time since the rows were read from Google: zero if this call went to Google. */
    public Duration age() {
        return age;
    }

    @Override
    public Iterator<SheetRecord> iterator() {
        return records.iterator();
    }

    /** Names the tab and the number of records. */
    @Override
    public String toString() {
        return layout.tab() + ": " + records.size() + " records";
    }
}
