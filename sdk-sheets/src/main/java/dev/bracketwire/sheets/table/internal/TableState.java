// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.CallThreads;
import dev.bracketwire.WorkRun;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.sheets.internal.TabAccess;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.LayoutColumn;
import dev.bracketwire.sheets.table.internal.RowWrite.Result;
import dev.bracketwire.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Keeps the layout of one table and the queue of its writes. */
public final class TableState {
    public final Spreadsheet spreadsheet;
    public final TabAccess access;
    public final LayoutHints hints;
    private final RowQueue queue;

    // Guarded by this.
    private @Nullable DetectedLayout layout;

    /** Makes the state of a table; with a database, only the node that holds its lease writes. */
    public TableState(Spreadsheet spreadsheet, TabAccess access, LayoutHints hints, @Nullable Database database) {
        this.spreadsheet = spreadsheet;
        this.access = access;
        this.hints = hints;
        this.queue = new RowQueue(spreadsheet, access, this::finder, database);
    }

    /** Returns the layout that is kept, or else detects it in this state of the tab and keeps it. */
    public synchronized DetectedLayout layout(TabImage image) {
        DetectedLayout kept = layout;
        if (kept == null) {
            kept = ColumnDetector.detect(image, hints);
            layout = kept.headerRow() < 0 ? null : kept;
        }
        return kept;
    }

    /** Forgets the layout and the cells. */
    public void refresh() {
        synchronized (this) {
            layout = null;
        }
        access.forget();
    }

    /** Has the next reader detect the layout anew, because columns came or went. */
    synchronized void relayout() {
        layout = null;
    }

    /** Notes in the kept layout that columns are marked by metadata. */
    synchronized void mark(Set<String> names) {
        DetectedLayout kept = layout;
        if (kept == null) {
            return;
        }
        List<LayoutColumn> columns = kept.columns().stream()
                .map(column -> names.contains(column.name())
                        ? new LayoutColumn(
                                column.index(),
                                column.name(),
                                column.header(),
                                column.role(),
                                true,
                                column.checkbox(),
                                column.computed())
                        : column)
                .toList();
        layout = new DetectedLayout(
                kept.headerRow(),
                kept.endRow(),
                columns,
                kept.roles(),
                kept.key(),
                kept.googleTable(),
                kept.problems());
    }

    /** Returns the finder of the columns and rows. */
    GridMap.Finder finder(TabImage image) {
        return new TableFinder(layout(image));
    }

    /** Runs work while no other node writes that shares the database. */
    <T> T alone(WorkRun run, CallThreads.Work<T> work) throws Exception {
        return queue.alone(run, work);
    }

    /** Returns the most time since the tab was read that a write goes by. */
    Duration age() {
        return queue.isShared() ? Duration.ZERO : RowQueue.RECENT;
    }

    /** Returns a place in the order of writes, for one that begins with a read. */
    long ticket() {
        return queue.ticket();
    }

    /** Writes rows together, in the order of tickets among those of one batch; the results are in their order. */
    CompletableFuture<List<Result>> write(List<RowWrite> writes, long ticket, WorkRun run) {
        return queue.write(writes, ticket, run);
    }

    /** Writes rows together; the results are in their order. */
    public CompletableFuture<List<Result>> write(List<RowWrite> writes, WorkRun run) {
        return queue.write(writes, queue.ticket(), run);
    }
}
