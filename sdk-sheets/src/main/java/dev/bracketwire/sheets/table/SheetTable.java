// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.exchange.Table;
import dev.bracketwire.exchange.TableSchema;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.sheets.internal.TabAccess;
import dev.bracketwire.sheets.table.internal.ColumnDetector;
import dev.bracketwire.sheets.table.internal.DetectedLayout;
import dev.bracketwire.sheets.table.internal.LayoutHints;
import dev.bracketwire.sheets.table.internal.LayoutPlans;
import dev.bracketwire.sheets.table.internal.RecordPlans;
import dev.bracketwire.sheets.table.internal.RowExchange;
import dev.bracketwire.sheets.table.internal.TabRows;
import dev.bracketwire.sheets.table.internal.TableState;
import dev.bracketwire.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Is a tab as a table of records, whose header and columns are found wherever people put them. Made by
 * {@link Spreadsheet#table}, which sends nothing.
 *
 * <pre>{@code
 * SheetTable players = cup.table("Players");
 * for (SheetRecord player : players.records().get()) {
 *     System.out.println(player.text("ign"));
 * }
 * Plan<RowChange> plan = players.planChange(change -> change.set("ann", "checkin", true)).get();
 * System.out.println(plan);
 * Report<RowChange> report = plan.apply().get();
 * }</pre>
 *
 * <p>The layout is detected by the first call and kept until {@link #refresh}. Records are addressed by their key, never by a
 * row number. A write sets the changed cells alone and never a cell that holds a formula. The reply of each write shows where
 * its cells came to: if people sorted rows or moved columns meanwhile, the cells that were overwritten are given back, and the
 * write is tried again in the right place.
 *
 * <p>Google has no write that depends on the present content. Between the read that compares a record with the plan
 * and the write lie one round trip and at most a second: a change that another user makes to the same cells in that time is
 * overwritten. Programs of this SDK do not overwrite each other if they share a {@link #lease}.
 *
 * <p>Instances are immutable and safe for several threads. The methods that name an option return another table.
 */
public final class SheetTable {
    private final TableState state;
    private final @Nullable Database database;

    private SheetTable(Spreadsheet spreadsheet, TabAccess access, LayoutHints hints, @Nullable Database database) {
        this.state = new TableState(spreadsheet, access, hints, database);
        this.database = database;
    }

    /** For {@link Spreadsheet#table}, which a program calls instead. */
    @SuppressWarnings("exports") // a program has no TabAccess
    public SheetTable(Spreadsheet spreadsheet, TabAccess access) {
        this(spreadsheet, access, new LayoutHints(ColumnRole.registration(), Map.of(), Set.of(), null, null), null);
    }

    /** Sets the roles to find; those of {@link ColumnRole#registration()} unless set. None leaves the columns their headers. */
    public SheetTable roles(ColumnRole... roles) {
        return roles(List.of(roles));
    }

    /** Sets the roles to find; those of {@link ColumnRole#registration()} unless set. None leaves the columns their headers. */
    public SheetTable roles(List<ColumnRole> roles) {
        Set<String> names = new HashSet<>();
        for (ColumnRole role : roles) {
            if (!names.add(role.name())) {
                throw new IllegalArgumentException("the role " + role.name() + " is given twice");
            }
        }
        LayoutHints hints = state.hints;
        return with(new LayoutHints(roles, hints.columns(), hints.without(), hints.headerRow(), hints.key()));
    }

    /**
     * Sets the column of a role by hand, which comes before detection.
     *
     * @param column its header, or its letters if no header is called so
     */
    public SheetTable column(String role, String column) {
        LayoutHints hints = state.hints;
        Map<String, String> columns = new HashMap<>(hints.columns());
        columns.put(known(role), Objects.requireNonNull(column, "column"));
        Set<String> without = new HashSet<>(hints.without());
        without.remove(role);
        return with(new LayoutHints(hints.roles(), columns, without, hints.headerRow(), hints.key()));
    }

    /** Gives a role no column, whatever the sheet holds. */
    public SheetTable without(String role) {
        LayoutHints hints = state.hints;
        Map<String, String> columns = new HashMap<>(hints.columns());
        columns.remove(known(role));
        Set<String> without = new HashSet<>(hints.without());
        without.add(role);
        return with(new LayoutHints(hints.roles(), columns, without, hints.headerRow(), hints.key()));
    }

    private String known(String role) {
        if (state.hints.roles().stream().noneMatch(each -> each.name().equals(role))) {
            throw new IllegalArgumentException("no role is called " + role + ", only " + state.hints.roles());
        }
        return role;
    }

    /** Sets the row of the header as the sheet numbers it, 1 for the first; it is found unless set. */
    public SheetTable headerRow(int row) {
        if (row < 1) {
            throw new IllegalArgumentException(
                    "rows of a sheet are numbered from 1, so the header is not in row " + row);
        }
        LayoutHints hints = state.hints;
        return with(new LayoutHints(hints.roles(), hints.columns(), hints.without(), row - 1, hints.key()));
    }

    /** Sets the role or header that identifies records; the first role that has a column unless set. */
    public SheetTable key(String column) {
        LayoutHints hints = state.hints;
        return with(new LayoutHints(
                hints.roles(),
                hints.columns(),
                hints.without(),
                hints.headerRow(),
                Objects.requireNonNull(column, "column")));
    }

    /** Lets only one of all nodes write at a time that share this database. A node that is refused waits for its turn. */
    public SheetTable lease(Database db) {
        return new SheetTable(state.spreadsheet, state.access, state.hints, Objects.requireNonNull(db, "db"));
    }

    /** Returns the same table, whose tab must have this number. */
    SheetTable numbered(int sheetId) {
        return new SheetTable(state.spreadsheet, state.access.numbered(sheetId), state.hints, database);
    }

    private SheetTable with(LayoutHints hints) {
        return new SheetTable(state.spreadsheet, state.access, hints, database);
    }

    /**
     * Returns the list of people that register in the prepared rows of this table.
     *
     * @param capacity the number of places
     */
    public RegistrationList registration(int capacity) {
        return new RegistrationList(this, capacity);
    }

    /** Returns the title of the tab. */
    public String tab() {
        return state.access.title();
    }

    /** Returns the spreadsheet. */
    public Spreadsheet spreadsheet() {
        return state.spreadsheet;
    }

    /** Returns the layout, which is detected by the first call and kept. It takes one read. */
    public Call<TableLayout> layout() {
        return TabRows.image(state, image -> layout(state.layout(image.image())));
    }

    /**
     * Reads the sheet anew and returns everything that is wrong in it, in sentences for an organiser; empty if it is right.
     * The layout that is kept stays.
     */
    public Call<List<SheetProblem>> check() {
        return TabRows.image(state, image -> {
                    List<SheetProblem> problems = new ArrayList<>(TabRows.moved(state, image.image()));
                    problems.addAll(
                            ColumnDetector.detect(image.image(), state.hints).problems());
                    return List.copyOf(problems);
                })
                .fresh();
    }

    /** Forgets the layout and all cells. The next call detects the layout anew. */
    public void refresh() {
        state.refresh();
    }

    /**
     * Returns all records. They come from memory while they are current, as ranges do; {@link TableRecords#age()} says how old
     * they are where Google cannot be reached.
     *
     * @throws SheetException (the call) if there is no header, or a column of it is not found any more
     */
    public Call<TableRecords> records() {
        return TabRows.read(state, (image, rows) -> {
            TableLayout layout = layout(state.layout(image.image()));
            return new TableRecords(
                    layout,
                    rows.stream()
                            .map(row -> new SheetRecord(layout, row.row(), row.key(), row.cells()))
                            .toList(),
                    image.age());
        });
    }

    /** Returns the record of a key, if exactly one row has it. */
    public Call<Optional<SheetRecord>> find(String key) {
        return records().map(records -> records.find(key));
    }

    /**
     * Plans changes of records. Cells that hold the wanted value already are left out of the plan.
     *
     * @throws SheetException (the call) if a record is not there, an expectation does not hold, or a cell cannot be set
     */
    public Call<Plan<RowChange>> planChange(Consumer<? super TableChanges> changes) {
        TableChanges wanted = new TableChanges();
        changes.accept(wanted);
        return RecordPlans.change(
                state, "changes of " + tab(), wanted.sets, wanted.expectations, wanted.additions, wanted.removals);
    }

    /** Plans changes of records, and applies them; see {@link #planChange}. */
    public Call<Report<RowChange>> change(Consumer<? super TableChanges> changes) {
        return planChange(changes).then(Plan::apply);
    }

    /**
     * Plans to add the rows whose key is not there, and to change the others where they differ. Columns that a row does not
     * name stay as they are.
     *
     * @param rows records of the program, or maps by role or header; each has the key
     * @throws SheetException (the call) if a row has no key or that of another row, or names no column of the table
     */
    public Call<Plan<RowChange>> planUpsert(Iterable<?> rows) {
        return RecordPlans.upsert(state, "rows of " + tab(), rows);
    }

    /** Plans to add or change rows, and applies it; see {@link #planUpsert}. */
    public Call<Report<RowChange>> upsert(Iterable<?> rows) {
        return planUpsert(rows).then(Plan::apply);
    }

    /**
     * Plans to undo the changes of a report, which holds the cells before them. Cells that were changed since are
     * left alone, as stale.
     */
    public Call<Plan<RowChange>> planUndo(Report<RowChange> report) {
        return RowExchange.undo(state, report);
    }

    /** Undoes the changes of a report; see {@link #planUndo}. */
    public Call<Report<RowChange>> undo(Report<RowChange> report) {
        return planUndo(report).then(Plan::apply);
    }

    /**
     * Plans to mark every column that has a role by developer metadata. Afterwards it is found whatever people do to its place
     * and its header, and writes name it by its mark. Google carries the marks along; people do not see them. It needs the
     * scope to write.
     *
     * @throws SheetException (the call) if a mark is on another column than the role's, or on several
     */
    public Call<Plan<LayoutChange>> planPin() {
        return LayoutPlans.pin(state);
    }

    /** Marks every column that has a role; see {@link #planPin}. */
    public Call<Report<LayoutChange>> pin() {
        return planPin().then(Plan::apply);
    }

    /** Plans to take the marks of {@link #planPin} off, wherever they are. */
    public Call<Plan<LayoutChange>> planUnpin() {
        return LayoutPlans.unpin(state);
    }

    /** Takes the marks off; see {@link #planUnpin}. */
    public Call<Report<LayoutChange>> unpin() {
        return planUnpin().then(Plan::apply);
    }

    /** Returns the columns that the roles need: flags for {@link ColumnRole.Content#FLAG}, text for names and ids. */
    public TableSchema schema() {
        return LayoutPlans.schema(state.hints);
    }

    /**
     * Plans to add a column for each role that has none, apart from those set by {@link #without}.
     *
     * @throws SheetException (the call) if a column may have the role already, or cells there are protected
     */
    public Call<Plan<LayoutChange>> planAddColumns() {
        return LayoutPlans.add(state, null);
    }

    /**
     * Plans to add the columns that are not there, behind the last one of the table. They are inserted, so that nothing beside
     * the table is overwritten. Columns of truth become checkboxes in the rows that are prepared, others get the format of
     * their kind. A column that is named like a role gets the first header of that role.
     *
     * @throws SheetException (the call) if a column may be there already, or cells there are protected
     */
    public Call<Plan<LayoutChange>> planAddColumns(TableSchema schema) {
        return LayoutPlans.add(state, Objects.requireNonNull(schema, "schema"));
    }

    /** Adds a column for each role that has none; see {@link #planAddColumns()}. */
    public Call<Report<LayoutChange>> addColumns() {
        return planAddColumns().then(Plan::apply);
    }

    /** Adds the columns that are not there; see {@link #planAddColumns(TableSchema)}. */
    public Call<Report<LayoutChange>> addColumns(TableSchema schema) {
        return planAddColumns(schema).then(Plan::apply);
    }

    /** Plans to make the tab with the columns of its roles; see {@link #planCreate(TableSchema, int)}. */
    public Call<Plan<LayoutChange>> planCreate(int rows) {
        return planCreate(schema(), rows);
    }

    /**
     * Plans to make the tab, in one request: a bold header that stays in view, and rows that are prepared with checkboxes and
     * formats. The header is in row 1, unless {@link #headerRow} sets another one.
     *
     * @param rows the number of prepared rows
     * @throws SheetException (the call) if there is a tab of this title, in whatever case, or Google cannot have such a tab
     */
    public Call<Plan<LayoutChange>> planCreate(TableSchema schema, int rows) {
        return LayoutPlans.create(state, Objects.requireNonNull(schema, "schema"), rows);
    }

    /** Makes the tab with the columns of its roles; see {@link #planCreate(TableSchema, int)}. */
    public Call<Report<LayoutChange>> create(int rows) {
        return planCreate(rows).then(Plan::apply);
    }

    /** Makes the tab; see {@link #planCreate(TableSchema, int)}. */
    public Call<Report<LayoutChange>> create(TableSchema schema, int rows) {
        return planCreate(schema, rows).then(Plan::apply);
    }

    /**
     * Plans to take back changes of the structure. A column or a tab is removed only if it holds nothing but headers and unset
     * checkboxes; one that holds more is left, and the plan says so.
     */
    public Call<Plan<LayoutChange>> planUndoLayout(Report<LayoutChange> report) {
        return LayoutPlans.undo(state, report);
    }

    /** Takes back changes of the structure; see {@link #planUndoLayout}. */
    public Call<Report<LayoutChange>> undoLayout(Report<LayoutChange> report) {
        return planUndoLayout(report).then(Plan::apply);
    }

    /**
     * Returns the sheet as a table that a {@link dev.bracketwire.exchange.Sync} compares with another, such as one of a
     * database. Its columns are named by role or header.
     */
    public Table asTable() {
        return RowExchange.table(state);
    }

    /**
     * Reads the table at an interval and reports the rows that changed since, by key. It takes at most one read each time, and
     * none while the file's version is the same where the client can use Drive. Close the watch to end it.
     *
     * @param interval the time between two reads, at least a second
     */
    public TableWatch watch(Duration interval, TableListener listener) {
        return TableWatch.begin(this, state.access.service, interval, listener);
    }

    TableState state() {
        return state;
    }

    private TableLayout layout(DetectedLayout found) {
        return new TableLayout(tab(), found);
    }
}
