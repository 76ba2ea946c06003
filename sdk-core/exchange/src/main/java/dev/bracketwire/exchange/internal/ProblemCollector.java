// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.exchange.DamagedException;
import dev.bracketwire.exchange.OnProblem;
import dev.bracketwire.exchange.RowException;
import dev.bracketwire.exchange.RowProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with rows, and does with them what the policy says. */
public final class ProblemCollector implements AutoCloseable {
    private static final int KEPT = 1000;

    private final String source;
    private final OnProblem policy;
    private final @Nullable QuarantineFile quarantineFile;
    private final List<RowProblem> kept = new ArrayList<>();
    private final List<RowProblem> warnings = new ArrayList<>();
    private final List<RowProblem> pending = new ArrayList<>();
    private long rows;
    private long row;
    private long line;

    /** Begins with the first row. */
    public ProblemCollector(String source, OnProblem policy) {
        this.source = source;
        this.policy = policy;
        this.quarantineFile = policy.quarantine().map(QuarantineFile::new).orElse(null);
    }

    /** Whether wrong rows are wanted whole. */
    boolean wantsData() {
        return quarantineFile != null;
    }

    /** What is read. */
    String source() {
        return source;
    }

    /** Goes on to a row. */
    public void begin(long newRow, long newLine) {
        row = newRow;
        line = newLine;
    }

    /** The row at hand. */
    public long row() {
        return row;
    }

    /** The line it begins at. */
    public long line() {
        return line;
    }

    /** Adds to what is wrong with the row at hand. */
    public void add(String column, String rule, String value) {
        pending.add(new RowProblem(row, line, column, rule, value));
    }

    void warn(String column, String rule, String value) {
        if (warnings.size() < KEPT) {
            warnings.add(new RowProblem(row, line, column, rule, value));
        }
    }

    /** Whether anything is wrong with the row at hand. */
    public boolean any() {
        return !pending.isEmpty();
    }

    /** Leaves the row at hand out. */
    public void drop(Supplier<? extends @Nullable Object> data) {
        if (policy.stops()) {
            throw new RowException(source, pending.get(0));
        }
        rows++;
        pending.stream().limit(KEPT - kept.size()).forEach(kept::add);
        if (quarantineFile != null) {
            quarantineFile.add(row, line, pending, data.get());
        }
        pending.clear();
    }

    /** Damage at the line of the row at hand. */
    DamagedException damaged(long column, String rule, @Nullable Throwable cause) {
        return new DamagedException(source, line, column, rule, cause);
    }

    /** The first problems. */
    public List<RowProblem> kept() {
        return List.copyOf(kept);
    }

    /** The first doubts. */
    public List<RowProblem> warnings() {
        return List.copyOf(warnings);
    }

    /** How many rows were left out. */
    public long rows() {
        return rows;
    }

    @Override
    public void close() {
        if (quarantineFile != null) {
            quarantineFile.close();
        }
    }
}
