// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of a transfer: the rows that came through its steps. */
final class TransferRun implements Iterator<Map<String, @Nullable Object>> {
    private static final int TOLD = 1000;
    private static final CallException.Where WHERE = CallException.Where.of("exchange", "transfer");

    private final Call.Context context;
    private final Progress progress;
    private final long began = System.nanoTime();
    private volatile boolean cancelled;
    private @Nullable Rows<Map<String, @Nullable Object>> rows;
    private Iterator<Map<String, @Nullable Object>> source =
            List.<Map<String, @Nullable Object>>of().iterator();
    private List<Transfer.Stepper> steps = List.of();
    private @Nullable Map<String, @Nullable Object> ahead;
    private long filtered;
    private long looked;

    TransferRun(Call.Context context, Progress progress) {
        this.context = context;
        this.progress = progress;
    }

    /** Works on this thread if one waits, and otherwise on one of its own, as files know no other way. */
    CompletableFuture<TransferReport> start(Function<TransferRun, TransferReport> work) {
        Call.Registration registration = context.onCancel(() -> cancelled = true);
        CompletableFuture<TransferReport> report = new CompletableFuture<>();
        Runnable running = () -> {
            try (registration) {
                report.complete(work.apply(this));
            } catch (RuntimeException | Error e) {
                report.completeExceptionally(e);
            }
        };
        if (context.blocking()) {
            running.run();
        } else {
            Thread thread = new Thread(running, "bracketwire-transfer");
            thread.setDaemon(true);
            thread.start();
        }
        return report;
    }

    void begin(Rows<Map<String, @Nullable Object>> from, List<Transfer.Stepper> through) {
        rows = from;
        source = from.iterator();
        steps = through;
    }

    Rows<Map<String, @Nullable Object>> rows() {
        return Objects.requireNonNull(rows);
    }

    /** The time left, if there is a limit. */
    @Nullable
    Duration remaining() {
        return context.remaining().orElse(null);
    }

    TransferReport report(Written written) {
        Rows<?> from = rows();
        progress.moved(from.seen(), from.bytes());
        return new TransferReport(
                from.seen(),
                written.rows(),
                filtered,
                from.skipped(),
                written.bytes(),
                from.problems(),
                from.warnings(),
                Duration.ofNanos(System.nanoTime() - began));
    }

    /** The rows, for whoever writes them. */
    Iterable<Map<String, @Nullable Object>> each() {
        return () -> this;
    }

    @Override
    public boolean hasNext() {
        while (ahead == null && source.hasNext()) {
            Map<String, @Nullable Object> row = source.next();
            watch();
            ahead = changed(row);
        }
        return ahead != null;
    }

    @Override
    public Map<String, @Nullable Object> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("after the last row");
        }
        Map<String, @Nullable Object> row = Objects.requireNonNull(ahead);
        ahead = null;
        return row;
    }

    private @Nullable Map<String, @Nullable Object> changed(Map<String, @Nullable Object> row) {
        Map<String, @Nullable Object> changed = row;
        for (Transfer.Stepper step : steps) {
            changed = step.apply(changed, rows().faults()::add);
            if (rows().faults().any()) {
                rows().faults().drop(() -> row);
                return null;
            }
            if (changed == null) {
                filtered++;
                return null;
            }
        }
        return changed;
    }

    private void watch() {
        if (cancelled || Thread.currentThread().isInterrupted()) {
            throw new CancelledException(WHERE, "the transfer was cancelled at row " + rows().seen());
        }
        if (++looked % TOLD == 0) {
            if (context.remaining()
                    .filter(left -> left.isNegative() || left.isZero())
                    .isPresent()) {
                throw new DeadlineException(WHERE, "row " + rows().seen());
            }
            progress.moved(rows().seen(), rows().bytes());
        }
    }
}
