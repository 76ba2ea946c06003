// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.sheets.CellAddress;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.ReadMode;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One range that is to be read, shared by all its readers. Its fields are guarded by the queue. */
final class PendingRead {
    final Key key;
    final String site;
    final boolean background;
    private final CompletableFuture<CellGrid> result = new CompletableFuture<>();
    private int waiting;
    private boolean joined;
    long deadline;
    long generation;
    long flightEnds;

    @Nullable
    String version;

    PendingRead(Key key, String site, boolean background) {
        this.key = key;
        this.site = site;
        this.background = background;
    }

    /** Adds a reader with this deadline. */
    CompletableFuture<CellGrid> join(long until) {
        waiting++;
        deadline = joined && until - deadline <= 0 ? deadline : until;
        joined = true;
        return result.copy();
    }

    /** Removes a reader; whether none is left. */
    boolean leave() {
        return --waiting == 0;
    }

    boolean isWanted() {
        return waiting > 0;
    }

    /** Whether the request under way lasts as long as a reader with this deadline, or nearly so. */
    boolean lasts(long until, long now) {
        return until - now <= 2 * (flightEnds - now);
    }

    boolean isDone() {
        return result.isDone();
    }

    void complete(CellGrid grid) {
        result.complete(grid);
    }

    void fail(Throwable failure) {
        result.completeExceptionally(failure);
    }

    /** Identifies a range and the form in which it is read. */
    record Key(CellAddress address, ReadMode mode) {}
}
