// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.CallThreads;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.internal.retrofit.RetrofitEndpoints;
import dev.bracketwire.sheets.SpreadsheetId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Everything that the spreadsheets of one client share. */
public final class SheetsService {
    public final SheetsEndpoints endpoints;
    public final CallThreads threads;
    public final RangeCache cache;
    public final UsageCounts usage;
    public final ChangeCheck changeCheck;
    public final Options options;
    private final Map<SpreadsheetId, SpreadsheetQueues> spreadsheets = new ConcurrentHashMap<>();
    private final Map<Object, CompletableFuture<?>> tableWrites = new ConcurrentHashMap<>();

    /** Joins the parts of a client. */
    public SheetsService(
            Connector sheets, ChangeCheck changeCheck, CallThreads threads, UsageCounts usage, Options options) {
        this.endpoints = RetrofitEndpoints.of(sheets, SheetsEndpoints.class);
        this.changeCheck = changeCheck;
        this.threads = threads;
        this.usage = usage;
        this.options = options;
        this.cache = new RangeCache(threads.nanos(), options.soft, options.hard, options.cachedCells);
    }

    /** Returns the queues of a spreadsheet, the same ones for all its handles. */
    public SpreadsheetQueues queues(SpreadsheetId id) {
        return spreadsheets.computeIfAbsent(id, added -> new SpreadsheetQueues(this, added));
    }

    /** Returns the number of reads and writes that wait to be sent. */
    public int depth() {
        return spreadsheets.values().stream()
                .mapToInt(queues -> queues.reads.depth() + queues.writes.depth())
                .sum();
    }

    /** Notes work on a table that reads before it writes. */
    public void began(CompletableFuture<?> tableWrite) {
        Object key = new Object();
        tableWrites.put(key, tableWrite);
        tableWrite.whenComplete((done, failure) -> tableWrites.remove(key));
    }

    /** Completes when all writes that are queued now are sent and answered. */
    public CompletableFuture<Void> drained() {
        CompletableFuture<?>[] tables = tableWrites.values().toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(tables)
                .handle((done, failure) -> drainedQueues()) // a failure is that of its caller
                .thenCompose(queues -> queues);
    }

    private CompletableFuture<Void> drainedQueues() {
        return CompletableFuture.allOf(spreadsheets.values().stream()
                .map(queues -> queues.writes.drained())
                .toArray(CompletableFuture[]::new));
    }

    /** Fails everything that is still queued. */
    public void close() {
        spreadsheets.values().forEach(queues -> {
            queues.reads.close();
            queues.images.close();
            queues.writes.close();
        });
    }

    long now() {
        return threads.nanos().getAsLong();
    }

    static Where where(String operation) {
        return Where.of("google-sheets", operation);
    }

    /** Returns the time that a budget asks for; none without a credential, whose absence the request itself reports. */
    static Duration delay(Supplier<Duration> budget) {
        try {
            return budget.get();
        } catch (BracketwireException e) {
            return Duration.ZERO;
        }
    }

    /** Reads a reply, and reports one with indexes or titles that no spreadsheet has. */
    static <T> T decoded(String operation, boolean maybeDone, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new MalformedReplyException(
                    where(operation, maybeDone),
                    "",
                    "a spreadsheet as Google documents it",
                    "holds an impossible range");
        }
    }

    static Where where(String operation, boolean maybeDone) {
        return new Where("google-sheets", operation, 0, null, maybeDone ? 1 : 0, maybeDone);
    }

    /**
     * The numbers of a client.
     *
     * @param window the time that an idle client waits for more requests to merge
     * @param pace the least time between two write calls for one spreadsheet
     * @param soft the age from which a cached range is refreshed in the background
     * @param hard the age from which a cached range is read again before it is served
     * @param stale the age up to which a range is served where Google answers 429 or 503
     * @param cachedCells the cells that the cache holds at most
     * @param chunkCells the cells of one request at most
     * @param chunkBytes the bytes of one request's body at most
     * @param call the time of a call that has no deadline of its own
     * @param readDelay the time until the budget allows another read
     * @param writeDelay the time until the budget allows another write
     * @param writes whether the scopes of the credential allow to write
     */
    public record Options(
            Duration window,
            Duration pace,
            Duration soft,
            Duration hard,
            Duration stale,
            long cachedCells,
            int chunkCells,
            int chunkBytes,
            Duration call,
            Supplier<Duration> readDelay,
            Supplier<Duration> writeDelay,
            boolean writes) {}
}
