// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.CallException;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellAddress;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.SpreadsheetInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One write that is to be sent. */
public final class PendingWrite {
    final Kind kind;
    final CellAddress address;
    private final @Nullable Function<SpreadsheetInfo, Body> change;
    final List<CellBlock> blocks;
    private @Nullable Body body;
    final CompletableFuture<Outcome> result = new CompletableFuture<>();
    private final boolean overFormulas;
    private List<List<Cell>> rows;
    private int kept;
    private volatile boolean sent;
    String site = "";
    long deadline;

    private PendingWrite(
            Kind kind,
            CellAddress address,
            List<List<Cell>> rows,
            boolean overFormulas,
            @Nullable Function<SpreadsheetInfo, Body> change) {
        this(kind, address, rows, overFormulas, change, List.of());
    }

    private PendingWrite(
            Kind kind,
            CellAddress address,
            List<List<Cell>> rows,
            boolean overFormulas,
            @Nullable Function<SpreadsheetInfo, Body> change,
            List<CellBlock> blocks) {
        this.blocks = blocks;
        this.kind = kind;
        this.address = address;
        this.rows = rows;
        this.overFormulas = overFormulas;
        this.change = change;
    }

    /** Sets cells. Cells that hold a formula are kept unless the write goes over formulas. */
    public static PendingWrite values(CellAddress address, List<List<Cell>> rows, boolean overFormulas) {
        rows.forEach(row -> row.forEach(CellValues::check)); // a wrong cell must not fail the writes beside it
        boolean entered = new CellBlock(address, rows).hasFormulas();
        boolean range = address instanceof A1;
        Kind kind = entered ? (range ? Kind.ENTERED : Kind.ENTERED_BY_FILTER) : (range ? Kind.RAW : Kind.RAW_BY_FILTER);
        return new PendingWrite(kind, address, rows, overFormulas, null);
    }

    /** Adds rows below the table that begins at this cell. */
    public static PendingWrite append(A1 anchor, List<List<Cell>> rows) {
        return new PendingWrite(Kind.APPEND, anchor, rows, true, null);
    }

    /** Empties cells. */
    public static PendingWrite clear(CellAddress address) {
        return new PendingWrite(
                address instanceof A1 ? Kind.CLEAR : Kind.CLEAR_BY_FILTER, address, List.of(), true, null);
    }

    /** Changes the structure of the spreadsheet by a body of {@code spreadsheets.batchUpdate}, made when it is sent. */
    public static PendingWrite change(Function<SpreadsheetInfo, Body> requests) {
        return new PendingWrite(Kind.CHANGE, new A1(null, null, CellBounds.ALL), List.of(), true, requests);
    }

    /** Changes the structure by a body that needs no look-up of names. Its reply shows one tab with its cells. */
    static PendingWrite tabChange(Body requests) {
        PendingWrite write =
                new PendingWrite(Kind.TAB_CHANGE, new A1(null, null, CellBounds.ALL), List.of(), true, null);
        write.body = requests;
        return write;
    }

    /**
     * Sets cells of one tab in a request of their own. The reply holds the values of each block after the write. Cells that
     * hold a formula are set too.
     */
    public static PendingWrite table(List<CellBlock> blocks) {
        blocks.forEach(block -> block.rows().forEach(row -> row.forEach(CellValues::check)));
        return new PendingWrite(Kind.TABLE, blocks.get(0).address(), List.of(), true, null, List.copyOf(blocks));
    }

    /** Returns about how many bytes these cells take in a request. */
    public static long size(List<List<Cell>> rows) {
        long bytes = 0;
        for (List<Cell> row : rows) {
            for (Cell cell : row) {
                bytes += cell instanceof Cell.Number ? 12 : 3 + 2L * cell.text().length();
            }
        }
        return bytes;
    }

    void begin(String from, long until) {
        site = from;
        deadline = until;
    }

    /** Makes the body of a change for the spreadsheet as it is now. */
    void prepare(SpreadsheetInfo info) {
        body = Objects.requireNonNull(change, "change").apply(info);
    }

    Body body() {
        return Objects.requireNonNull(body, "prepared before");
    }

    void sending() {
        sent = true;
    }

    List<List<Cell>> rows() {
        return rows;
    }

    /** Puts the cells of a later write for the same cells over those of this one. */
    void replace(PendingWrite write) {
        for (int r = 0; r < Math.min(rows.size(), write.rows.size()) && !write.overFormulas; r++) {
            for (int c = 0; c < rows.get(r).size(); c++) {
                if (isFormula(rows.get(r).get(c))) {
                    write.keep(r, c);
                }
            }
        }
        List<List<Cell>> both = new ArrayList<>();
        for (int r = 0; r < Math.max(rows.size(), write.rows.size()); r++) {
            both.add(over(
                    r < rows.size() ? rows.get(r) : List.of(), r < write.rows.size() ? write.rows.get(r) : List.of()));
        }
        rows = both;
    }

    private static List<Cell> over(List<Cell> earlier, List<Cell> later) {
        List<Cell> row = new ArrayList<>(earlier);
        for (int c = 0; c < later.size(); c++) {
            if (c >= row.size()) {
                row.add(later.get(c));
            } else if (!(later.get(c) instanceof Cell.Keep)) {
                row.set(c, later.get(c));
            }
        }
        return row;
    }

    private static boolean isFormula(Cell cell) {
        return cell instanceof Cell.Formula || cell instanceof Cell.Link;
    }

    /** Whether another write means the same for cells that hold a formula. */
    boolean treatsFormulasLike(PendingWrite other) {
        return overFormulas == other.overFormulas;
    }

    boolean isOver() {
        return result.isDone();
    }

    /** Whether Google names the cells of this write by the range; another range says nothing about them. */
    boolean isAt(A1 range) {
        if (!(address instanceof A1 asked) || asked.tab() == null || range.tab() == null) {
            return true;
        }
        return asked.tab().equalsIgnoreCase(range.tab())
                && asked.cells().startRow() == range.cells().startRow()
                && asked.cells().startColumn() == range.cells().startColumn();
    }

    boolean needsFormulaCheck() {
        return !overFormulas && !rows.isEmpty();
    }

    /** Leaves a cell as it is, because it holds a formula. */
    void keep(int row, int column) {
        if (row < rows.size()
                && column < rows.get(row).size()
                && !(rows.get(row).get(column) instanceof Cell.Keep)) {
            List<List<Cell>> changed = new ArrayList<>(rows);
            List<Cell> cells = new ArrayList<>(changed.get(row));
            cells.set(column, Cell.keep());
            changed.set(row, cells);
            rows = changed;
            kept++;
        }
    }

    /** Whether a read can tell that the write was carried out. */
    boolean isVerifiable() {
        return kind == Kind.RAW;
    }

    /** Whether the cells that were read hold the values of these rows. */
    static boolean standsIn(List<List<Cell>> rows, CellGrid grid) {
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < rows.get(r).size(); c++) {
                Cell cell = rows.get(r).get(c);
                if (!(cell instanceof Cell.Keep) && !cell.equals(grid.cell(r, c))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns the cells that a confirmed write has set; null if that is not known without a read. */
    @Nullable
    List<List<Cell>> written(A1 range) {
        if (kind == Kind.APPEND || kind == Kind.TABLE || kind == Kind.CHANGE || kind == Kind.TAB_CHANGE) {
            return null; // rows below may have moved
        }
        if (kind == Kind.CLEAR || kind == Kind.CLEAR_BY_FILTER) {
            int height = range.cells().rowCount().orElse(0);
            int width = range.cells().columnCount().orElse(0);
            return height == 0 || width == 0
                    ? null
                    : Collections.nCopies(height, Collections.nCopies(width, Cell.clear()));
        }
        return rows;
    }

    int cellCount() {
        return (int) rows.stream()
                .flatMap(List::stream)
                .filter(cell -> !(cell instanceof Cell.Keep))
                .count();
    }

    void complete(Outcome outcome) {
        result.complete(new Outcome(outcome.range(), outcome.cells(), outcome.table(), outcome.reply(), kept));
    }

    void fail(Throwable failure) {
        result.completeExceptionally(failure);
    }

    /** Ends it because its caller has left. */
    void end(CallException failure, boolean underWay) {
        if (!underWay || !sent) {
            fail(failure);
        } else if (failure instanceof DeadlineException late) {
            fail(new DeadlineException(SheetsService.where("write", true), late.stage()));
        } else {
            fail(new CancelledException(SheetsService.where("write", true), "was cancelled while it was under way"));
        }
    }

    /** The request that a write travels in. */
    enum Kind {
        RAW,
        ENTERED,
        RAW_BY_FILTER,
        ENTERED_BY_FILTER,
        APPEND,
        CLEAR,
        CLEAR_BY_FILTER,
        TABLE,
        CHANGE,
        TAB_CHANGE;

        boolean isEntered() {
            return this == ENTERED || this == ENTERED_BY_FILTER;
        }
    }

    /**
     * The result of a write.
     *
     * @param range the range that was written, as Google calls it; null for a change of the structure
     * @param cells the number of cells that were set
     * @param table the range of the table that rows were added to; null where there was none
     * @param reply Google's reply to a change of the structure or to a write of a table
     * @param kept the number of cells that were left as they are, because they hold a formula
     */
    public record Outcome(
            @Nullable A1 range,
            int cells,
            @Nullable A1 table,
            @Nullable JsonNode reply,
            int kept) {
        Outcome(@Nullable A1 range, int cells, @Nullable A1 table, @Nullable JsonNode reply) {
            this(range, cells, table, reply, 0);
        }
    }
}
