// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.WorkRun;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.CellAddress;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.ReadMode;
import dev.bracketwire.sheets.SpreadsheetId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads ranges of one spreadsheet. Ranges that are asked for at the same time travel in one request: an idle queue waits a
 * few milliseconds for more, a busy one until the request under way returns. Equal ranges are asked for once.
 */
public final class ReadQueue {
    private static final int MOST_RANGES = 200;
    private static final String OPERATION = "read";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final SheetsService service;
    private final SpreadsheetId id;
    private final WriteLog log;

    // All guarded by this.
    private final Map<LaneKey, Lane> lanes = new HashMap<>();
    private final Set<PendingRead.Key> refreshing = new HashSet<>();
    private boolean closed;

    ReadQueue(SheetsService service, SpreadsheetId id, WriteLog log) {
        this.service = service;
        this.id = id;
        this.log = log;
    }

    /**
     * Reads ranges: from the cache where they are current, else from Google, in as few requests as possible. The futures may
     * be cancelled.
     */
    public List<CompletableFuture<CellGrid>> read(List<? extends CellAddress> addresses, ReadMode mode, WorkRun run) {
        Set<Lane> waiting = new HashSet<>();
        List<CompletableFuture<CellGrid>> reads = new ArrayList<>();
        for (CellAddress address : addresses) {
            reads.add(read(address, mode, run, waiting));
        }
        waiting.forEach(this::schedule);
        return reads;
    }

    private CompletableFuture<CellGrid> read(CellAddress address, ReadMode mode, WorkRun run, Set<Lane> waiting) {
        service.usage.reads.increment();
        RangeCache.Found found =
                !run.fresh() && address instanceof A1 range ? service.cache.find(id, range, mode) : null;
        if (found != null && found.state() != RangeCache.State.EXPIRED) {
            service.usage.cached.increment();
            if (found.state() == RangeCache.State.DUE) {
                refresh((A1) address, mode, found.version());
            }
            return CompletableFuture.completedFuture(found.grid());
        }
        PendingRead.Key key = new PendingRead.Key(address, mode);
        long deadline =
                service.now() + run.remaining().orElse(service.options.call()).toNanos();
        CompletableFuture<CellGrid> read =
                queued(key, run.fresh(), deadline, UsageCounts.callSite(), null, false, waiting);
        return found == null ? read : orStale(read, found);
    }

    /** Gives the range that is held where Google cannot be reached, refuses for its quota, or fails. */
    private CompletableFuture<CellGrid> orStale(CompletableFuture<CellGrid> read, RangeCache.Found held) {
        CompletableFuture<CellGrid> result = new CompletableFuture<>();
        read.whenComplete((grid, failure) -> {
            Throwable cause = failure == null ? null : Causes.of(failure);
            boolean down = cause instanceof RateLimitedException
                    || cause instanceof UnavailableException
                    || cause instanceof TransportException;
            if (cause == null) {
                result.complete(grid);
            } else if (!down || !serveStale(result, held)) {
                result.completeExceptionally(cause);
            }
        });
        result.whenComplete((grid, failure) -> read.cancel(false));
        // A quota comes back after a minute: a reader with a stale range does not wait that long.
        service.threads.after(PATIENCE, () -> {
            if (!result.isDone()
                    && !SheetsService.delay(service.options.readDelay()).isZero()) {
                serveStale(result, held);
            }
        });
        return result;
    }

    private boolean serveStale(CompletableFuture<CellGrid> result, RangeCache.Found held) {
        Duration age = Duration.ofNanos(service.now() - held.readAt());
        boolean serves = age.compareTo(service.options.stale()) <= 0;
        if (serves && result.complete(held.grid().aged(age))) {
            service.usage.stale.increment();
        }
        return serves;
    }

    /** Reads a range again behind the caller's back, unless Drive says that nothing changed. */
    private void refresh(A1 range, ReadMode mode, @Nullable String version) {
        PendingRead.Key key = new PendingRead.Key(range, mode);
        synchronized (this) {
            if (closed || !refreshing.add(key)) {
                return;
            }
        }
        long asked = service.now();
        service.changeCheck
                .version(id)
                .thenCompose(current -> {
                    if (current != null && current.equals(version) && service.cache.confirm(id, current, asked)) {
                        service.usage.unchanged.increment();
                        return CompletableFuture.completedFuture(null);
                    }
                    long deadline = service.now() + service.options.call().toNanos();
                    Set<Lane> waiting = new HashSet<>();
                    CompletableFuture<CellGrid> read =
                            queued(key, true, deadline, "refresh in the background", current, true, waiting);
                    waiting.forEach(this::schedule);
                    return read;
                })
                .whenComplete((grid, failure) -> {
                    synchronized (this) {
                        refreshing.remove(key); // a failure shows in the age, and the next reader asks again
                    }
                });
    }

    private CompletableFuture<CellGrid> queued(
            PendingRead.Key key,
            boolean fresh,
            long deadline,
            String site,
            @Nullable String version,
            boolean background,
            Set<Lane> waiting) {
        PendingRead read;
        CompletableFuture<CellGrid> mine;
        boolean schedule;
        Lane lane;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.failedFuture(
                        new CancelledException(SheetsService.where(OPERATION), "the client is closed"));
            }
            lane = lanes.computeIfAbsent(new LaneKey(key.mode(), key.address() instanceof A1), added -> new Lane());
            if (lane.isPausedBeyond(deadline)) {
                return CompletableFuture.failedFuture(Lane.refusal(service, lane.opens - service.now()));
            }
            read = lane.pending.get(key);
            PendingRead flying = fresh ? null : lane.flying.get(key);
            boolean current = flying != null && !flying.isDone() && flying.generation == log.generation();
            if (read == null && flying != null && current && flying.lasts(deadline, service.now())) {
                read = flying;
            }
            RangeCache.Found answered = read == null && !fresh && key.address() instanceof A1 range
                    ? service.cache.find(id, range, key.mode())
                    : null;
            if (answered != null && answered.state() == RangeCache.State.FRESH) {
                return CompletableFuture.completedFuture(answered.grid()); // it came since this reader looked
            }
            if (read == null) {
                read = new PendingRead(key, site, background);
                lane.pending.put(key, read);
            } else {
                service.usage.shared.increment();
            }
            read.version = version == null ? read.version : version;
            mine = read.join(deadline);
            schedule = !lane.scheduled && !lane.running;
            lane.scheduled |= schedule;
        }
        PendingRead joined = read;
        Lane of = lane;
        mine.whenComplete((grid, failure) -> {
            if (mine.isCancelled()) {
                left(of, joined);
            }
        });
        if (schedule) {
            waiting.add(of);
        }
        return mine;
    }

    private void schedule(Lane lane) {
        if (service.options.window().isZero()) {
            flush(lane);
        } else {
            service.threads.after(service.options.window(), () -> flush(lane));
        }
    }

    private void left(Lane lane, PendingRead read) {
        CompletableFuture<?> unused = null;
        synchronized (this) {
            if (read.leave()) {
                lane.pending.remove(read.key, read);
                lane.flying.remove(read.key, read);
                unused = lane.flying.isEmpty() ? lane.flight : null;
            }
        }
        if (unused != null) {
            unused.cancel(true);
        }
    }

    private void flush(Lane lane) {
        List<PendingRead> batch;
        synchronized (this) {
            lane.scheduled = false;
            lane.paused = false;
            if (lane.running || lane.pending.isEmpty() || closed) {
                return;
            }
            Duration delay = SheetsService.delay(service.options.readDelay());
            if (delay.compareTo(Duration.ZERO) > 0) {
                lane.refuse(service, delay);
                lane.scheduled = true;
                lane.paused = true;
                lane.opens = service.now() + delay.toNanos();
                service.threads.after(delay, () -> flush(lane));
                return;
            }
            batch = lane.take(service.options.chunkCells());
            lane.running = true;
            for (PendingRead read : batch) {
                read.generation = log.generation();
                read.flightEnds = read.deadline; // so that it can be joined before it is sent
                lane.flying.put(read.key, read);
            }
        }
        safely(() -> send(lane, batch)).whenComplete((done, failure) -> {
            if (failure != null) {
                batch.forEach(read -> read.fail(Causes.of(failure)));
            }
            synchronized (this) {
                lane.flying.clear();
                lane.flight = null;
                lane.running = false;
            }
            flush(lane);
        });
    }

    // Whatever goes wrong here must not leave the lane in use.
    private static CompletableFuture<?> safely(Supplier<CompletableFuture<?>> sending) {
        try {
            return sending.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Sends a batch; a range that Google refuses is tried apart, so that it does not fail the others. */
    private CompletableFuture<?> send(Lane lane, List<PendingRead> batch) {
        List<PendingRead> wanted;
        CompletableFuture<List<CellGrid>> flight;
        long sent = service.now();
        long deadline;
        synchronized (this) {
            wanted = batch.stream().filter(PendingRead::isWanted).toList();
            if (wanted.isEmpty()) {
                return CompletableFuture.completedFuture(null);
            }
            long generation = log.generation();
            deadline = wanted.stream().mapToLong(read -> read.deadline).max().orElse(sent);
            for (PendingRead read : wanted) {
                read.generation = generation;
                read.flightEnds = deadline;
            }
        }
        service.usage.readCalls.increment();
        service.usage.charge(wanted.get(0).site);
        flight = ValueRequests.read(service, id, wanted)
                .within(Duration.ofNanos(Math.max(1, deadline - sent)))
                .start();
        synchronized (this) {
            lane.flight = flight;
        }
        return flight.handle((grids, failure) -> {
                    if (failure == null) {
                        for (int i = 0; i < wanted.size(); i++) {
                            arrived(wanted.get(i), grids.get(i), sent);
                        }
                        return CompletableFuture.completedFuture(null);
                    }
                    Throwable cause = Causes.of(failure);
                    if (wanted.size() == 1 || !Causes.isOfOneRange(cause)) {
                        boolean late = cause instanceof DeadlineException || cause instanceof RateLimitedException;
                        wanted.forEach(read -> failOrAgain(lane, read, cause, late));
                        return CompletableFuture.completedFuture(null);
                    }
                    return apart(lane, wanted, cause);
                })
                .thenCompose(rest -> rest);
    }

    /** Fails a read; one that a reader with a later deadline has joined is queued again if only the time was too short. */
    private void failOrAgain(Lane lane, PendingRead read, Throwable cause, boolean late) {
        synchronized (this) {
            boolean again = late && !closed && read.deadline - read.flightEnds > 0;
            if (again && lane.pending.putIfAbsent(read.key, read) == null) {
                return;
            }
        }
        read.fail(cause);
    }

    private CompletableFuture<?> apart(Lane lane, List<PendingRead> batch, Throwable cause) {
        List<List<PendingRead>> parts = Causes.parts(batch, read -> read.key.address(), cause);
        CompletableFuture<?> first = send(lane, parts.get(0));
        return first.handle((done, failure) -> send(lane, parts.get(1))).thenCompose(rest -> rest);
    }

    private void arrived(PendingRead read, CellGrid grid, long sent) {
        CellGrid current;
        synchronized (log) { // a write that is confirmed meanwhile comes before or after both
            current = caughtUp(read, grid, sent);
        }
        read.complete(current);
    }

    private CellGrid caughtUp(PendingRead read, CellGrid grid, long sent) {
        CellGrid current = grid;
        List<WriteLog.Written> later = log.since(read.generation);
        if (read.key.address() instanceof A1 asked) {
            for (WriteLog.Written write : later == null ? List.<WriteLog.Written>of() : later) {
                A1 range = write.range();
                if (range != null && current != null && RangeCache.touches(current, asked, range)) {
                    current = RangeCache.patched(current, read.key.mode(), range, write.rows());
                }
            }
            if (later != null && current != null) {
                service.cache.put(id, asked, read.key.mode(), current, sent, later.isEmpty() ? read.version : null);
            }
        }
        return current == null ? grid : current;
    }

    /** Returns the ranges that wait to be sent. */
    synchronized int depth() {
        return lanes.values().stream().mapToInt(lane -> lane.pending.size()).sum();
    }

    void close() {
        List<PendingRead> waiting = new ArrayList<>();
        synchronized (this) {
            closed = true;
            lanes.values().forEach(lane -> {
                waiting.addAll(lane.pending.values());
                lane.pending.clear();
            });
        }
        waiting.forEach(read -> read.fail(
                new CancelledException(SheetsService.where(OPERATION), "the client was closed before it was sent")));
    }

    private record LaneKey(ReadMode mode, boolean byRange) {}

    /** The reads that can travel in one request: of one mode, and all by range or all by data filter. */
    private static final class Lane {
        final LinkedHashMap<PendingRead.Key, PendingRead> pending = new LinkedHashMap<>();
        final Map<PendingRead.Key, PendingRead> flying = new HashMap<>();

        @Nullable
        CompletableFuture<?> flight;

        boolean scheduled;
        boolean running;
        boolean paused;
        long opens;

        /** Whether the budget allows no call before this deadline. */
        boolean isPausedBeyond(long deadline) {
            return paused && deadline - opens < 0;
        }

        /** Takes the reads that fit into one request; readers in front of a user go before refreshes in the background. */
        List<PendingRead> take(int mostCells) {
            List<PendingRead> order = new ArrayList<>(pending.values());
            order.sort(Comparator.comparing(read -> read.background));
            List<PendingRead> batch = new ArrayList<>();
            int url = 0;
            long cells = 0;
            for (Iterator<PendingRead> each = order.iterator(); each.hasNext() && batch.size() < MOST_RANGES; ) {
                PendingRead read = each.next();
                url += ValueRequests.lengthInUrl(read.key.address().toString());
                cells += cells(read.key.address());
                if (!batch.isEmpty() && (url > ValueRequests.MOST_URL || cells > mostCells)) {
                    break;
                }
                pending.remove(read.key);
                batch.add(read);
            }
            return batch;
        }

        private static long cells(CellAddress address) {
            if (!(address instanceof A1 range)) {
                return 1;
            }
            OptionalInt rows = range.cells().rowCount();
            OptionalInt columns = range.cells().columnCount();
            return rows.isPresent() && columns.isPresent() ? (long) rows.getAsInt() * columns.getAsInt() : 1;
        }

        /** Fails the reads whose deadline comes before the budget allows another call. */
        void refuse(SheetsService service, Duration delay) {
            long at = service.now() + delay.toNanos();
            List<PendingRead> late = pending.values().stream()
                    .filter(read -> read.deadline - at < 0)
                    .toList();
            for (PendingRead read : late) {
                pending.remove(read.key);
                service.threads.execute(() -> read.fail(refusal(service, delay.toNanos())));
            }
        }

        static RateLimitedException refusal(SheetsService service, long delay) {
            return new RateLimitedException(
                    SheetsService.where(OPERATION),
                    service.threads.dates().instant().plusNanos(delay),
                    "reads of Google Sheets");
        }
    }
}
