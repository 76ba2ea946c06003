// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.WorkRun;
import dev.bracketwire.exchange.internal.RowComparison;
import dev.bracketwire.exchange.internal.RowFlattening;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A file as a table. */
final class FileTable implements Table {
    private static final int BATCH = 50_000;

    private final Path file;
    private final Format format;

    FileTable(Path file, Format format) {
        this.file = file;
        this.format = format.onProblem(OnProblem.stop());
    }

    @Override
    public String name() {
        return String.valueOf(file.getFileName());
    }

    @Override
    public Call<? extends Iterable<?>> rows() {
        return ExchangeThreads.SHARED.call("read", work -> new FileRows(file, format));
    }

    /** Its rows; none if the file is yet to be made. */
    Call<? extends Iterable<?>> rowsIfAny() {
        return ExchangeThreads.SHARED.call("read", work -> exists() ? new FileRows(file, format) : List.of());
    }

    private boolean exists() {
        try {
            return Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public Call<Written> replace(Iterable<Map<String, @Nullable Object>> rows) {
        return ExchangeThreads.SHARED.call("write", work -> {
            Iterator<Map<String, @Nullable Object>> each = StreamSupport.stream(rows.spliterator(), false)
                    .peek(row -> work.checkActive())
                    .iterator();
            // Without rows, the columns a file of CSV had are all that is left of it.
            boolean keepHeader = format instanceof CsvFormat && !each.hasNext() && exists();
            return keepHeader
                    ? ((CsvFormat) format)
                            .columnsUnlessSet(((CsvFormat) format).header(file))
                            .write(file, each)
                    : format.write(file, each);
        });
    }

    /** Writes rows into a temporary file of the same format, reads it, and compares. */
    List<TableProblem> prove(Iterable<Map<String, @Nullable Object>> rows) {
        try {
            Path scratch = Files.createTempFile("bracketwire-proof", null);
            try (RowComparison comparison = new RowComparison(name(), List.of())) {
                try (OutputStream out = Files.newOutputStream(scratch)) {
                    format.write(out, rows);
                }
                comparison.expected(rows);
                if (rows.iterator().hasNext()) {
                    try (FileRows found = new FileRows(scratch, format)) {
                        comparison.found(found);
                    }
                }
                return comparison.differences();
            } finally {
                Files.delete(scratch);
            }
        } catch (IOException e) {
            throw new ExchangeException("the scratch file of a proof cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public Call<List<Outcome<RowChange>>> apply(List<RowChange> changes) {
        return ExchangeThreads.SHARED.call("write", work -> {
            RowEdits rowEdits = new RowEdits(changes);
            try {
                rewrite(rowEdits, changes, work);
                return rowEdits.outcomes();
            } catch (ExchangeException e) {
                return rowEdits.failed(String.valueOf(e.getMessage()));
            }
        });
    }

    private void rewrite(RowEdits rowEdits, List<RowChange> changes, WorkRun work) {
        if (!exists()) {
            write(rowEdits.edited(Collections.emptyIterator(), work::checkActive), changes);
            return;
        }
        Stamp before = Stamp.of(file);
        try (FileRows old = new FileRows(file, format)) {
            Runnable unchanged = () -> {
                work.checkActive();
                if (!before.equals(Stamp.of(file))) {
                    throw new ExchangeException(file + " was changed by somebody else meanwhile: plan again", null);
                }
            };
            Iterator<Map<String, @Nullable Object>> rows = rowEdits.edited(old.iterator(), work::checkActive);
            write(
                    new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            boolean more = rows.hasNext();
                            if (!more) {
                                unchanged.run();
                            }
                            return more;
                        }

                        @Override
                        public Map<String, @Nullable Object> next() {
                            return rows.next();
                        }
                    },
                    changes);
        }
    }

    private void write(Iterator<Map<String, @Nullable Object>> rows, List<RowChange> changes) {
        Format to = format;
        if (format instanceof CsvFormat csv) {
            Set<String> columns = new LinkedHashSet<>(exists() ? csv.header(file) : List.of());
            changes.forEach(
                    change -> columns.addAll(RowFlattening.flat(change.after()).keySet()));
            to = csv.columnsUnlessSet(List.copyOf(columns));
        }
        to.write(file, rows);
    }

    /** What shows that a file is the one it was. */
    private record Stamp(
            FileTime modified, long size, @Nullable Object key) {
        static Stamp of(Path file) {
            try {
                BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(is.lastModifiedTime(), is.size(), is.fileKey());
            } catch (IOException e) {
                throw new ExchangeException(file + " cannot be read: " + e.getMessage(), e);
            }
        }
    }
}
