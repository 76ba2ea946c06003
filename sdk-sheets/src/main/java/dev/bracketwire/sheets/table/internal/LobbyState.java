// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.Call;
import dev.bracketwire.WorkRun;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.sheets.internal.TabAccess;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.internal.RowWrite.Result;
import dev.bracketwire.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads the lobbies of one tab, and keeps the queue of its writes. */
public final class LobbyState {
    public final Spreadsheet spreadsheet;
    public final TabAccess access;
    public final LobbyRules rules;
    private final RowQueue queue;

    /** Makes the state of a tab; with a database, only the node that holds its lease writes. */
    public LobbyState(Spreadsheet spreadsheet, TabAccess access, LobbyRules rules, @Nullable Database database) {
        this.spreadsheet = spreadsheet;
        this.access = access;
        this.rules = rules;
        LobbyFinder finder = new LobbyFinder(access.title(), rules);
        this.queue = new RowQueue(spreadsheet, access, image -> finder, database);
    }

    /** Returns the result of a function of the lobbies and the time since they were read. */
    public <T> Call<T> read(BiFunction<LobbyGrid, Duration, T> function) {
        return access.service.threads.callAsync(
                "lobbies",
                access.service.options.call(),
                run -> access.read(run).thenApply(found -> function.apply(grid(found.image()), found.age())));
    }

    LobbyGrid grid(TabImage image) {
        return new LobbyGrid(image.tab().title(), image.values(), image.tab().rowCount(), rules);
    }

    /** Writes rows together; the results are in their order. */
    CompletableFuture<List<Result>> write(List<RowWrite> writes, WorkRun run) {
        return queue.write(writes, queue.ticket(), run);
    }
}
