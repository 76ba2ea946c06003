// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.WorkRun;
import dev.bracketwire.sheets.SpreadsheetId;
import dev.bracketwire.sheets.SpreadsheetInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Holds the tabs and names of one spreadsheet. Callers at the same time share one request. */
public final class InfoCache {
    private final SheetsService service;
    private final SpreadsheetId id;

    // All guarded by this.
    private @Nullable SpreadsheetInfo held;
    private long heldSince;
    private @Nullable CompletableFuture<SpreadsheetInfo> underWay;
    private long drops;

    InfoCache(SheetsService service, SpreadsheetId id) {
        this.service = service;
        this.id = id;
    }

    /** Returns the info, from the cache for as long as its soft lifetime. */
    public CompletableFuture<SpreadsheetInfo> read(WorkRun run) {
        return read(run.fresh(), run.remaining().orElse(service.options.call()));
    }

    /** Returns the info within this time, or more where others wait for it. */
    CompletableFuture<SpreadsheetInfo> read(boolean fresh, Duration left) {
        CompletableFuture<SpreadsheetInfo> mine;
        long dropped;
        synchronized (this) {
            boolean current = held != null
                    && service.now() - heldSince < service.options.soft().toNanos();
            if (current && !fresh) {
                service.usage.cached.increment();
                return CompletableFuture.completedFuture(held);
            }
            if (underWay != null && !fresh) {
                return underWay.copy();
            }
            mine = new CompletableFuture<>();
            underWay = mine;
            dropped = drops;
        }
        service.usage.readCalls.increment();
        service.usage.charge(UsageCounts.callSite());
        Duration time = service.options.call();
        service.endpoints
                .spreadsheet(id.value(), SpreadsheetInfoReader.FIELDS, List.of())
                .within(left.compareTo(time) > 0 ? left : time)
                .start()
                .thenApply(reply -> SheetsService.decoded("info", false, () -> SpreadsheetInfoReader.read(reply)))
                .whenComplete((info, failure) -> arrived(mine, dropped, info, failure));
        return mine.copy();
    }

    private void arrived(
            CompletableFuture<SpreadsheetInfo> mine,
            long dropped,
            @Nullable SpreadsheetInfo info,
            @Nullable Throwable failure) {
        synchronized (this) {
            underWay = underWay == mine ? null : underWay;
            if (info != null && dropped == drops) {
                held = info;
                heldSince = service.now();
            }
        }
        if (info != null) {
            mine.complete(info);
        } else if (failure != null) {
            mine.completeExceptionally(Causes.of(failure));
        }
    }

    /** Holds the info that a change of the structure has returned. */
    synchronized void replace(SpreadsheetInfo changed) {
        drop();
        held = changed;
        heldSince = service.now();
    }

    /** Drops the held info, and the one under way. */
    public synchronized void drop() {
        drops++;
        held = null;
        underWay = null;
    }
}
