// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.WorkRun;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One run of a transfer: the rows that came through its steps. */
final class TransferRun implements Iterator<Map<String, @Nullable Object>> {
    private static final int TOLD = 1000;

    private final WorkRun work;
    private final Progress progress;
    private final long began = System.nanoTime();
    private @Nullable Rows<Map<String, @Nullable Object>> rows;
    private Iterator<Map<String, @Nullable Object>> source =
            List.<Map<String, @Nullable Object>>of().iterator();
    private List<Transfer.Stepper> steps = List.of();
    private @Nullable Map<String, @Nullable Object> ahead;
    private long filtered;
    private long looked;

    TransferRun(WorkRun work, Progress progress) {
        this.work = work;
        this.progress = progress;
    }

    void begin(Rows<Map<String, @Nullable Object>> from, List<Transfer.Stepper> through) {
        rows = from;
        source = from.iterator();
        steps = through;
    }

    Rows<Map<String, @Nullable Object>> rows() {
        return Objects.requireNonNull(rows);
    }

    WorkRun work() {
        return work;
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
            changed = step.apply(changed, rows().problemCollector()::add);
            if (rows().problemCollector().any()) {
                rows().problemCollector().drop(() -> row);
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
        work.checkActive();
        if (++looked % TOLD == 0) {
            progress.moved(rows().seen(), rows().bytes());
        }
    }
}
