// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.sheets.internal.SheetsService;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches a {@link SheetTable} until it is closed. See {@link SheetTable#watch}. */
public final class TableWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TableWatch.class);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final SheetTable table;
    private final SheetsService service;
    private final Duration interval;
    private final TableListener listener;
    private volatile boolean closed;

    // Of the one reading that is under way.
    private @Nullable Map<String, SheetRecord> known;
    private @Nullable String version;
    private boolean failing;

    private TableWatch(SheetTable table, SheetsService service, Duration interval, TableListener listener) {
        this.table = table;
        this.service = service;
        this.interval = interval;
        this.listener = listener;
    }

    static TableWatch begin(SheetTable table, SheetsService service, Duration interval, TableListener listener) {
        if (interval.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("interval must be at least a second, not " + interval);
        }
        TableWatch watch = new TableWatch(table, service, interval, Objects.requireNonNull(listener, "listener"));
        service.threads.execute(watch::look);
        return watch;
    }

    private void look() {
        if (closed) {
            return;
        }
        service.changeCheck
                .version(table.spreadsheet().id())
                .thenCompose(now -> now != null && now.equals(version) && known != null
                        ? CompletableFuture.completedFuture(null)
                        : table.records().fresh().start().thenAccept(records -> compare(records, now)))
                .whenComplete((done, failure) -> {
                    report(failure);
                    if (!closed) {
                        service.threads.after(interval, this::look);
                    }
                });
    }

    private void compare(TableRecords records, @Nullable String now) {
        Map<String, SheetRecord> found = new LinkedHashMap<>();
        for (SheetRecord record : records) {
            // Without a key, and where several rows share one, the number of the row is all there is.
            String key = record.key().isEmpty() ? "" : record.key();
            found.put(key.isEmpty() || found.containsKey(key) ? key + "\n" + record.row() : key, record);
        }
        Map<String, SheetRecord> before = known;
        known = found;
        version = now;
        if (before == null) {
            return; // the first records are no change
        }
        found.forEach((key, record) -> {
            SheetRecord earlier = before.get(key);
            if (earlier == null) {
                tell(() -> listener.added(record));
            } else if (!earlier.cells().equals(record.cells())) {
                tell(() -> listener.changed(earlier, record));
            }
        });
        before.forEach((key, record) -> {
            if (!found.containsKey(key)) {
                tell(() -> listener.removed(record));
            }
        });
    }

    private void report(@Nullable Throwable failure) {
        if (failure == null) {
            if (failing) {
                failing = false;
                tell(listener::recovered);
            }
            return;
        }
        if (!failing && !closed) {
            failing = true;
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            RuntimeException reported = cause instanceof RuntimeException thrown
                    ? thrown
                    : new IllegalStateException("the watch broke", cause);
            tell(() -> listener.failed(reported));
        }
    }

    // A listener that throws must not end the watch.
    private void tell(Runnable call) {
        if (closed) {
            return;
        }
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("the listener of a watched table has failed", e);
        }
    }

    /** Ends the watch. A call of the listener that is under way goes on. */
    @Override
    public void close() {
        closed = true;
    }
}
