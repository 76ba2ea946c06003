// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.sheets.internal.PendingWrite;
import dev.bracketwire.sheets.internal.SheetsService;
import dev.bracketwire.sheets.internal.SpreadsheetQueues;
import dev.bracketwire.sheets.internal.StructureCalls;
import dev.bracketwire.sheets.internal.TabAccess;
import dev.bracketwire.sheets.table.LobbyBlocks;
import dev.bracketwire.sheets.table.SheetTable;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Reads and writes one spreadsheet. Made by {@link Sheets#spreadsheet}, which sends nothing; all handles of one spreadsheet
 * share its queue and its cache.
 *
 * <pre>{@code
 * Spreadsheet cup = sheets.spreadsheet("https://docs.google.com/spreadsheets/d/…/edit");
 * CellGrid players = cup.read("Players!A2:C").get();
 * cup.write("Players!C2", true).get();
 * cup.append("Players!A1", List.of(List.of("Cid", "Cid#EUW", false))).get();
 * }</pre>
 *
 * <p>Ranges are {@link A1} notation. A range without a tab is in the first visible tab. Writes are sent in the order in
 * which they are asked for, and a read that begins after a write was confirmed sees it.
 */
public final class Spreadsheet {
    private final SheetsService service;
    private final SpreadsheetId id;

    Spreadsheet(SheetsService service, SpreadsheetId id) {
        this.service = service;
        this.id = id;
    }

    /** Returns the id. */
    public SpreadsheetId id() {
        return id;
    }

    /** Returns the address of the spreadsheet in a browser. */
    public URI url() {
        return id.url();
    }

    /** Reads the values of a range. */
    public Call<CellGrid> read(String range) {
        return read(A1.parse(range));
    }

    /** Reads the values of a range. */
    public Call<CellGrid> read(CellAddress address) {
        return read(address, ReadMode.VALUES);
    }

    /** Reads a range in another form than its values, such as the text that the sheet displays. */
    public Call<CellGrid> read(CellAddress address, ReadMode mode) {
        Objects.requireNonNull(mode, "mode");
        List<CellAddress> parts = Chunks.ofRead(address, service.options.chunkCells());
        return service.threads.callAsync("read", service.options.call(), run -> {
            List<CompletableFuture<CellGrid>> reads = queues().reads.read(parts, mode, run);
            for (int i = 1; i < reads.size(); i++) {
                reads.set(i, Chunks.emptyBelowTheTab((A1) parts.get(i), mode, reads.get(i)));
            }
            return joined(reads).thenApply(Chunks::join);
        });
    }

    /** Reads the values of several ranges in as few requests as possible. A range that fails does not affect the others. */
    public Call<List<RangeRead>> readAll(Collection<? extends CellAddress> addresses) {
        return readAll(addresses, ReadMode.VALUES);
    }

    /** Reads several ranges in another form than their values. A range that fails does not affect the others. */
    public Call<List<RangeRead>> readAll(Collection<? extends CellAddress> addresses, ReadMode mode) {
        Objects.requireNonNull(mode, "mode");
        List<CellAddress> wanted = List.copyOf(addresses);
        return service.threads.callAsync("read", service.options.call(), run -> {
            List<CompletableFuture<CellGrid>> grids = queues().reads.read(wanted, mode, run);
            List<CompletableFuture<RangeRead>> reads = new ArrayList<>();
            for (int i = 0; i < wanted.size(); i++) {
                CellAddress address = wanted.get(i);
                reads.add(settled(
                        grids.get(i),
                        grid -> new RangeRead.Found(address, grid),
                        failure -> new RangeRead.Failed(address, failure)));
            }
            return joined(reads);
        });
    }

    /** Sets one cell; see {@link Cell#of} for the values. */
    public Call<RangeWritten.Done> write(String cell, Object value) {
        return write(RangeWrite.row(cell, value));
    }

    /** Sets cells, from the first cell of the range on; see {@link RangeWrite} about formulas. */
    public Call<RangeWritten.Done> write(String range, List<? extends List<?>> rows) {
        Objects.requireNonNull(rows, "rows must not be null: Cell.keep() leaves a cell, and Cell.clear() empties it");
        return write(RangeWrite.rows(range, rows));
    }

    /** Sets cells. */
    public Call<RangeWritten.Done> write(RangeWrite write) {
        return writeAll(List.of(write)).map(results -> {
            if (results.get(0) instanceof RangeWritten.Failed failed) {
                throw failed.failure();
            }
            return (RangeWritten.Done) results.get(0);
        });
    }

    /** Sets cells of several ranges in as few requests as possible. A write that fails does not affect the others. */
    public Call<List<RangeWritten>> writeAll(Collection<RangeWrite> writes) {
        List<RangeWrite> wanted = List.copyOf(writes);
        List<List<RangeWrite>> parts = wanted.stream()
                .map(write ->
                        Chunks.ofWrite(isOneCell(write) ? write.overFormulas() : write, service.options.chunkBytes()))
                .toList();
        return service.threads.callAsync("write", service.options.call(), run -> {
            List<PendingWrite> pending = parts.stream()
                    .flatMap(List::stream)
                    .map(part -> PendingWrite.values(part.address(), part.rows(), part.replacesFormulas()))
                    .toList();
            List<CompletableFuture<PendingWrite.Outcome>> outcomes =
                    queues().writes.add(pending, run);
            List<CompletableFuture<RangeWritten>> results = new ArrayList<>();
            int next = 0;
            for (int i = 0; i < wanted.size(); i++) {
                int count = parts.get(i).size();
                CellAddress address = wanted.get(i).address();
                List<CompletableFuture<PendingWrite.Outcome>> mine = outcomes.subList(next, next + count);
                results.add(settled(
                        joined(mine),
                        done -> Chunks.join(address, done),
                        failure -> new RangeWritten.Failed(address, Chunks.partly(mine, failure))));
                next += count;
            }
            return joined(results);
        });
    }

    /**
     * Adds rows below the table that begins at this cell, and makes room for them. Rows that are asked for at the same time
     * travel in one request, in order.
     *
     * <p>Checkboxes count as content: where rows are prepared for people to sign up in, the new rows come below the prepared
     * ones. Write into a prepared row by {@link #write(RangeWrite)} instead.
     *
     * <p>It is never sent twice: if the answer is lost, the call fails and {@link CallException#maybeDone()} is true.
     *
     * @param anchor the first cell of the table's header, such as {@code Players!A1}
     */
    public Call<Appended> append(String anchor, List<? extends List<?>> rows) {
        A1 at = A1.parse(anchor);
        List<List<Cell>> cells = RangeWrite.cells(rows);
        if (at.name() != null || cells.isEmpty()) {
            throw new IllegalArgumentException("append needs a cell such as Players!A1 and at least one row");
        }
        A1 first = at.cell(0, 0);
        return service.threads.callAsync(
                "append",
                service.options.call(),
                run -> queues().writes
                        .add(List.of(PendingWrite.append(first, cells)), run)
                        .get(0)
                        .thenApply(outcome -> new Appended(
                                Objects.requireNonNull(outcome.range(), "range"), outcome.table(), cells.size())));
    }

    /** Empties a range. Formats, checkboxes and notes stay. Returns the range as Google names it. */
    public Call<A1> clear(String range) {
        return clear(A1.parse(range));
    }

    /** Empties a range. Formats, checkboxes and notes stay. Returns the range as Google names it. */
    public Call<A1> clear(CellAddress address) {
        return service.threads.callAsync(
                "clear",
                service.options.call(),
                run -> queues().writes
                        .add(List.of(PendingWrite.clear(address)), run)
                        .get(0)
                        .thenApply(outcome -> Objects.requireNonNull(outcome.range(), "range")));
    }

    /** Returns the tabs, names and tables of the spreadsheet. */
    public Call<SpreadsheetInfo> info() {
        return service.threads.callAsync(
                "info", service.options.call(), run -> queues().info.read(run));
    }

    /** Returns the tab of this title. Fails with {@link NotFoundException} that lists the titles if there is none. */
    public Call<SheetTab> tab(String title) {
        return info().map(info -> info.tab(title));
    }

    /** Returns the tab of this title, if there is one. */
    public Call<Optional<SheetTab>> findTab(String title) {
        return info().map(info -> info.findTab(title));
    }

    /** Changes the structure, in one request that Google carries out as a whole or not at all. Returns the new state. */
    public Call<SpreadsheetInfo> change(SheetChange... changes) {
        return change(List.of(changes));
    }

    /** Changes the structure, in one request that Google carries out as a whole or not at all. Returns the new state. */
    public Call<SpreadsheetInfo> change(Collection<SheetChange> changes) {
        List<SheetChange> wanted = List.copyOf(changes);
        if (wanted.isEmpty()) {
            return info();
        }
        return StructureCalls.change(
                service,
                id,
                targets -> wanted.stream()
                        .<Object>flatMap(change -> change.requests(targets).stream())
                        .toList());
    }

    /** Returns more about the cells of a range than their values: links, notes, checkboxes, drop-downs. */
    public Call<List<List<CellDetails>>> details(A1 range) {
        return StructureCalls.details(service, id, range);
    }

    /** Finds developer metadata with the places that carry it. */
    public Call<List<SheetMetadata>> metadata(MetadataLookup lookup) {
        return StructureCalls.metadata(service, id, lookup);
    }

    /**
     * Returns the version of the file, which costs no quota of Sheets.
     *
     * @throws IllegalStateException if the client cannot use Drive; {@link Sheets#capabilities()} has the reason
     */
    public Call<FileVersion> version() {
        return service.threads
                .callAsync(
                        "version",
                        service.options.call(),
                        run -> StructureCalls.part(run, service.changeCheck.file(id)))
                .map(FileVersion::of);
    }

    /**
     * Returns a stamp of a range: while it is equal, nothing has changed there. It is Drive's version where the client can use
     * Drive, which changes with every edit of the spreadsheet; else a hash of the values, which takes a read.
     */
    public Call<String> stamp(A1 range) {
        return service.threads
                .callAsync("stamp", service.options.call(), run -> service.changeCheck.version(id))
                .then(version -> version == null
                        ? read(range).fresh().map(grid -> "values-" + Long.toHexString(grid.contentHash()))
                        : Call.done("version-" + version));
    }

    /** Returns a tab as a table of records. Sends nothing. */
    public SheetTable table(String tab) {
        return new SheetTable(this, new TabAccess(service, id, tab));
    }

    /** Returns a tab as lobbies with their players and places. Sends nothing. */
    public LobbyBlocks lobbies(String tab) {
        return new LobbyBlocks(this, new TabAccess(service, id, tab));
    }

    /** Forgets everything that is cached of this spreadsheet. The next read goes to Google. */
    public void refresh() {
        queues().refresh();
    }

    /** Names the spreadsheet by its id. */
    @Override
    public String toString() {
        return "Spreadsheet[" + id.value() + "]";
    }

    // A single cell is named by its write, so a formula in it is meant too.
    private static boolean isOneCell(RangeWrite write) {
        return write.rows().size() == 1 && write.rows().get(0).size() == 1;
    }

    private SpreadsheetQueues queues() {
        return service.queues(id);
    }

    /** Completes with all results; cancels the others if it is cancelled. */
    private static <T> CompletableFuture<List<T>> joined(List<CompletableFuture<T>> parts) {
        CompletableFuture<List<T>> all = CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(done -> parts.stream().map(CompletableFuture::join).toList());
        all.whenComplete((results, failure) -> parts.forEach(part -> part.cancel(false)));
        return all;
    }

    private static <T, R> CompletableFuture<R> settled(
            CompletableFuture<T> future,
            Function<? super T, ? extends R> found,
            Function<? super CallException, ? extends R> failed) {
        CompletableFuture<R> result = future.handle((value, failure) -> {
            if (failure == null) {
                return found.apply(value);
            }
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof CallException call) {
                return failed.apply(call);
            }
            throw new CompletionException(cause);
        });
        result.whenComplete((value, failure) -> future.cancel(false));
        return result;
    }

    /** Cuts a range that is too large for one request into parts, and joins their results. */
    private static final class Chunks {
        private Chunks() {}

        static List<CellAddress> ofRead(CellAddress address, int most) {
            if (!(address instanceof A1 range) || range.name() != null) {
                return List.of(address);
            }
            CellBounds bounds = range.cells();
            int rows = bounds.rowCount().orElse(0);
            int columns = bounds.columnCount().orElse(0);
            if ((long) rows * columns <= most) {
                return List.of(address); // also where it has no end: its size shows in the reply alone
            }
            int height = Math.max(1, most / columns);
            List<CellAddress> parts = new ArrayList<>();
            for (int row = bounds.startRow(); row < bounds.endRow(); row += height) {
                int end = Math.min(bounds.endRow(), row + height);
                parts.add(
                        new A1(range.tab(), null, new CellBounds(row, end, bounds.startColumn(), bounds.endColumn())));
            }
            return parts;
        }

        // Google refuses a part that lies below the last row of the tab, where the whole would have been clipped.
        static CompletableFuture<CellGrid> emptyBelowTheTab(A1 part, ReadMode mode, CompletableFuture<CellGrid> read) {
            CompletableFuture<CellGrid> result = read.exceptionallyCompose(failure -> {
                Throwable cause = failure.getCause() == null ? failure : failure.getCause();
                boolean below = cause instanceof RejectedException refusal
                        && refusal.problem() != null
                        && refusal.problem().contains("exceeds grid limits");
                return below
                        ? CompletableFuture.completedFuture(CellGrid.of(part, mode, List.of()))
                        : CompletableFuture.failedFuture(cause);
            });
            result.whenComplete((grid, failure) -> read.cancel(false));
            return result;
        }

        /** Returns the failure of a write, which says so if a part of the write is in the sheet. */
        static CallException partly(List<CompletableFuture<PendingWrite.Outcome>> parts, CallException failure) {
            long done = parts.stream()
                    .filter(part -> part.isDone() && !part.isCompletedExceptionally())
                    .count();
            if (done == 0 || failure.maybeDone()) {
                return failure;
            }
            CallException.Where where = new CallException.Where(failure.platform(), "write", 0, null, 1, true);
            RejectedException partial = new RejectedException(
                    where, done + " of " + parts.size() + " parts are written, then: " + failure.getMessage());
            partial.addSuppressed(failure);
            return partial;
        }

        static CellGrid join(List<CellGrid> parts) {
            return parts.size() == 1 ? parts.get(0) : CellGrid.stacked(parts);
        }

        static List<RangeWrite> ofWrite(RangeWrite write, int mostBytes) {
            RangeWrite exact = fitted(write);
            if (!(exact.address() instanceof A1 range) || range.name() != null) {
                return List.of(exact); // it is not known where a part of it would begin
            }
            List<RangeWrite> parts = new ArrayList<>();
            int from = 0;
            long bytes = 0;
            for (int row = 0; row < exact.rows().size(); row++) {
                long size = PendingWrite.size(List.of(exact.rows().get(row)));
                if (row > from && bytes + size > mostBytes) {
                    parts.add(part(exact, from, row));
                    from = row;
                    bytes = 0;
                }
                bytes += size;
            }
            parts.add(part(exact, from, exact.rows().size()));
            return parts;
        }

        private static RangeWrite part(RangeWrite write, int from, int to) {
            if ((from == 0 && to == write.rows().size()) || !(write.address() instanceof A1 range)) {
                return write;
            }
            CellBounds bounds = range.cells();
            int start = bounds.startRow() + from;
            CellBounds rows = new CellBounds(start, bounds.startRow() + to, bounds.startColumn(), bounds.endColumn());
            return new RangeWrite(
                    new A1(range.tab(), range.name(), rows), write.rows().subList(from, to), write.replacesFormulas());
        }

        /** Gives the write the bounds of its cells, so that it is known which cells it touches. */
        private static RangeWrite fitted(RangeWrite write) {
            if (!(write.address() instanceof A1 range) || range.name() != null) {
                return write;
            }
            CellBounds bounds = range.cells();
            int height = write.rows().size();
            int width = write.rows().stream().mapToInt(List::size).max().orElse(1);
            boolean fits = height <= bounds.rowCount().orElse(Integer.MAX_VALUE)
                    && width <= bounds.columnCount().orElse(Integer.MAX_VALUE);
            if (!fits && !bounds.isCell()) {
                throw new IllegalArgumentException("the write of " + height + " rows and " + width
                        + " columns does not fit into " + range + ": name its first cell, or a larger range");
            }
            CellBounds exact = new CellBounds(
                    bounds.startRow(), bounds.startRow() + height, bounds.startColumn(), bounds.startColumn() + width);
            return new RangeWrite(new A1(range.tab(), null, exact), write.rows(), write.replacesFormulas());
        }

        static RangeWritten join(CellAddress address, List<PendingWrite.Outcome> parts) {
            A1 first = Objects.requireNonNull(parts.get(0).range(), "range");
            CellBounds top = first.cells();
            CellBounds last = Objects.requireNonNull(parts.get(parts.size() - 1).range(), "range")
                    .cells();
            CellBounds all = new CellBounds(top.startRow(), last.endRow(), top.startColumn(), last.endColumn());
            return new RangeWritten.Done(
                    address,
                    new A1(first.tab(), null, all),
                    parts.stream().mapToInt(PendingWrite.Outcome::cells).sum(),
                    parts.stream().mapToInt(PendingWrite.Outcome::kept).sum());
        }
    }
}
