// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.CallException;
import dev.bracketwire.CancelledException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.WorkRun;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellAddress;
import dev.bracketwire.sheets.SpreadsheetId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Writes to one spreadsheet, in the order in which writes were asked for, one request at a time. Writes that wait are merged
 * into one request as far as their order allows. Within a request Google writes all ranges or none, so a refused range is
 * tried apart.
 */
public final class WriteQueue {
    private static final String OPERATION = "write";

    private final SheetsService service;
    private final SpreadsheetId id;
    private final WriteLog log;
    private final InfoCache info;
    private final FormulaCells formulas;

    // All guarded by this.
    private final ArrayDeque<PendingWrite> pending = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> drains = new ArrayList<>();
    private long lastSent;
    private boolean sentBefore;
    private boolean scheduled;
    private boolean running;
    private boolean paused;
    private long opens;
    private boolean closed;

    WriteQueue(SheetsService service, SpreadsheetId id, WriteLog log, InfoCache info) {
        this.service = service;
        this.id = id;
        this.log = log;
        this.info = info;
        this.formulas = new FormulaCells(service, id);
    }

    /** Adds writes that stay together; each has its own result. */
    public List<CompletableFuture<PendingWrite.Outcome>> add(List<PendingWrite> writes, WorkRun run) {
        long deadline =
                service.now() + run.remaining().orElse(service.options.call()).toNanos();
        String site = UsageCounts.callSite();
        boolean schedule;
        synchronized (this) {
            if (closed) {
                throw new CancelledException(SheetsService.where(OPERATION), "the client is closed");
            }
            if (paused && deadline - opens < 0) {
                throw refusal(opens - service.now());
            }
            for (PendingWrite write : writes) {
                write.begin(site, deadline);
                pending.add(write);
            }
            schedule = !scheduled && !running;
            scheduled |= schedule;
        }
        service.usage.writes.add(writes.size());
        run.onEnd(failure -> writes.forEach(write -> end(write, failure)));
        if (schedule && service.options.window().isZero()) {
            flush();
        } else if (schedule) {
            service.threads.after(service.options.window(), this::flush);
        }
        return writes.stream().map(write -> write.result).toList();
    }

    /** Ends a write whose caller has left: it is not sent, or its outcome is unknown. */
    private void end(PendingWrite write, CallException failure) {
        boolean removed;
        synchronized (this) {
            removed = pending.remove(write);
        }
        write.end(failure, !removed);
    }

    private void flush() {
        List<PendingWrite> batch;
        synchronized (this) {
            scheduled = false;
            paused = false;
            if (running || pending.isEmpty()) {
                drainedIfIdle();
                return;
            }
            Duration delay = delay();
            if (delay.compareTo(Duration.ZERO) > 0) {
                refuse(delay);
                scheduled = true;
                paused = true;
                opens = service.now() + delay.toNanos();
                service.threads.after(delay, this::flush);
                return;
            }
            batch = WriteBatch.take(pending, service.options.chunkBytes());
            running = true;
            lastSent = service.now();
            sentBefore = true;
        }
        safely(batch).whenComplete((done, failure) -> {
            if (failure != null) {
                batch.forEach(write -> write.fail(Causes.of(failure)));
            }
            synchronized (this) {
                running = false;
                lastSent = service.now(); // the request may have reached Google as late as this
            }
            flush();
        });
    }

    private Duration delay() {
        Duration budget = SheetsService.delay(service.options.writeDelay());
        if (pending.getFirst().needsFormulaCheck()) {
            Duration check = SheetsService.delay(service.options.readDelay());
            budget = check.compareTo(budget) > 0 ? check : budget;
        }
        long paced = sentBefore ? lastSent + service.options.pace().toNanos() - service.now() : 0;
        return budget.toNanos() > paced ? budget : Duration.ofNanos(Math.max(0, paced));
    }

    /** Fails the writes whose deadline comes before the next request can be sent. */
    private void refuse(Duration delay) {
        long at = service.now() + delay.toNanos();
        List<PendingWrite> late =
                pending.stream().filter(write -> write.deadline - at < 0).toList();
        pending.removeIf(write -> write.deadline - at < 0);
        late.forEach(write -> service.threads.execute(() -> write.fail(refusal(delay.toNanos()))));
    }

    private RateLimitedException refusal(long delay) {
        return new RateLimitedException(
                SheetsService.where(OPERATION),
                service.threads.dates().instant().plusNanos(delay),
                "writes of Google Sheets");
    }

    // Whatever goes wrong here must not leave the queue in use.
    private CompletableFuture<?> safely(List<PendingWrite> batch) {
        try {
            return write(batch);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<?> write(List<PendingWrite> batch) {
        if (batch.get(0).kind == PendingWrite.Kind.CHANGE) {
            return change(batch.get(0));
        }
        if (batch.stream().noneMatch(PendingWrite::needsFormulaCheck)) {
            return send(batch);
        }
        return formulas.keep(batch)
                .handle((done, failure) -> {
                    if (failure == null) {
                        return send(batch);
                    }
                    Throwable cause = Causes.of(failure);
                    if (batch.size() > 1 && Causes.isOfOneRange(cause)) {
                        return apart(batch, cause, this::write);
                    }
                    batch.forEach(write -> write.fail(cause));
                    return CompletableFuture.completedFuture(null);
                })
                .thenCompose(next -> next);
    }

    /** Sends a change after its names are looked up: in the info that is held, and if they are not there in a new one. */
    private CompletableFuture<?> change(PendingWrite change) {
        Duration left = Duration.ofNanos(Math.max(1, change.deadline - service.now()));
        return info.read(false, left)
                .thenAccept(change::prepare)
                .exceptionallyCompose(failure -> {
                    Throwable cause = Causes.of(failure);
                    return cause instanceof NotFoundException missing && missing.status() == 0
                            ? info.read(true, left).thenAccept(change::prepare)
                            : CompletableFuture.failedFuture(cause);
                })
                .thenCompose(prepared -> send(List.of(change)));
    }

    private CompletableFuture<?> send(List<PendingWrite> all) {
        List<PendingWrite> batch = all.stream().filter(write -> !write.isOver()).toList();
        if (batch.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        batch.forEach(PendingWrite::sending);
        long deadline = batch.stream().mapToLong(write -> write.deadline).max().orElse(0);
        long left = Math.max(1, deadline - service.now());
        service.usage.writeCalls.increment();
        service.usage.charge(batch.get(0).site);
        return WriteBatch.send(service, id, batch)
                .within(Duration.ofNanos(left))
                .start()
                .handle((outcomes, failure) -> {
                    if (failure == null) {
                        confirmed(batch, outcomes);
                        return CompletableFuture.completedFuture(null);
                    }
                    return failed(batch, Causes.of(failure));
                })
                .thenCompose(next -> next);
    }

    private CompletableFuture<?> failed(List<PendingWrite> batch, Throwable cause) {
        if (batch.size() > 1 && batch.get(0).kind != PendingWrite.Kind.CHANGE && Causes.isOfOneRange(cause)) {
            return apart(batch, cause, this::sendPaced);
        }
        if (cause instanceof CallException call
                && call.maybeDone()
                && batch.stream().allMatch(PendingWrite::isVerifiable)) {
            return verify(batch, call);
        }
        if (cause instanceof CallException call && call.maybeDone()) {
            unknown();
        }
        batch.forEach(write -> write.fail(cause));
        return CompletableFuture.completedFuture(null);
    }

    // Requests that find out which write is wrong keep the pace as well.
    private CompletableFuture<?> sendPaced(List<PendingWrite> batch) {
        long wait;
        synchronized (this) {
            long now = service.now();
            wait = Math.max(0, lastSent + service.options.pace().toNanos() - now);
            lastSent = now + wait;
        }
        if (wait == 0) {
            return send(batch);
        }
        CompletableFuture<Void> pause = new CompletableFuture<>();
        service.threads.after(Duration.ofNanos(wait), () -> pause.complete(null));
        return pause.thenCompose(waited -> send(batch));
    }

    private static CompletableFuture<?> apart(
            List<PendingWrite> batch, Throwable cause, Function<List<PendingWrite>, CompletableFuture<?>> again) {
        List<List<PendingWrite>> parts = Causes.parts(batch, write -> write.address, cause);
        return again.apply(parts.get(0))
                .handle((done, failure) -> again.apply(parts.get(1)))
                .thenCompose(rest -> rest);
    }

    /** Reads the written cells back after an answer was lost: the write is done, or its outcome stays unknown. */
    private CompletableFuture<?> verify(List<PendingWrite> batch, CallException cause) {
        unknown();
        service.usage.readCalls.increment();
        service.usage.charge(batch.get(0).site);
        // One of two writes for the same cells stands in the sheet: the later one.
        Map<CellAddress, List<List<Cell>>> sent = WriteBatch.merged(batch);
        long deadline = batch.stream().mapToLong(write -> write.deadline).max().orElse(0);
        Duration left = Duration.ofNanos(Math.max(1, deadline - service.now()));
        return WriteBatch.readBack(service, id, batch).within(left).start().handle((grids, failure) -> {
            List<PendingWrite> done = new ArrayList<>();
            List<PendingWrite.Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                PendingWrite write = batch.get(i);
                List<List<Cell>> rows = sent.getOrDefault(write.address, write.rows());
                if (failure == null && PendingWrite.standsIn(rows, grids.get(i))) {
                    done.add(write);
                    outcomes.add(new PendingWrite.Outcome(grids.get(i).range(), write.cellCount(), null, null));
                } else {
                    write.fail(cause);
                }
            }
            confirmed(done, outcomes);
            return null;
        });
    }

    private void confirmed(List<PendingWrite> batch, List<PendingWrite.Outcome> outcomes) {
        for (int i = 0; i < batch.size(); i++) {
            PendingWrite write = batch.get(i);
            if (write.kind == PendingWrite.Kind.TABLE) {
                confirmedTable(write, outcomes.get(i));
                continue;
            }
            A1 range = outcomes.get(i).range();
            List<List<Cell>> rows = range == null ? null : write.written(range);
            if (range != null && rows != null && write.isAt(range)) {
                synchronized (log) {
                    log.add(range, rows);
                    service.cache.patch(id, range, rows);
                }
            } else {
                unknown();
            }
        }
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).complete(outcomes.get(i));
        }
    }

    private void confirmedTable(PendingWrite write, PendingWrite.Outcome outcome) {
        List<A1> ranges = WriteBatch.ranges(write, outcome);
        synchronized (log) {
            if (ranges.isEmpty()) {
                log.addChange();
                service.cache.drop(id);
            }
            for (int i = 0; i < ranges.size(); i++) {
                List<List<Cell>> rows = List.copyOf(write.blocks.get(i).rows());
                log.add(ranges.get(i), rows);
                service.cache.patch(id, ranges.get(i), rows);
            }
        }
    }

    /** Drops cached reads, because the present content is unknown. */
    private void unknown() {
        synchronized (log) {
            log.addChange();
            service.cache.drop(id);
        }
        info.drop();
    }

    /** Returns the writes that wait to be sent. */
    synchronized int depth() {
        return pending.size();
    }

    /** Completes when no write is queued or under way. */
    synchronized CompletableFuture<Void> drained() {
        CompletableFuture<Void> drain = new CompletableFuture<>();
        drains.add(drain);
        drainedIfIdle();
        return drain;
    }

    private synchronized void drainedIfIdle() {
        if (!running && pending.isEmpty()) {
            drains.forEach(drain -> drain.complete(null));
            drains.clear();
        }
    }

    void close() {
        List<PendingWrite> waiting;
        synchronized (this) {
            closed = true;
            waiting = List.copyOf(pending);
            pending.clear();
        }
        waiting.forEach(write -> write.fail(
                new CancelledException(SheetsService.where(OPERATION), "the client was closed before it was sent")));
    }
}
