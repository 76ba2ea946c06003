// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.TypeRef;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.OnProblem;
import dev.bracketwire.exchange.Rows;
import dev.bracketwire.exchange.internal.KnownColumns;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of one state of the database, in a temporary file, so that its transaction need not last as long as they are read. */
final class SpilledRows implements KnownColumns, Iterable<Map<String, @Nullable Object>>, AutoCloseable {
    private static final TypeRef<Map<String, @Nullable Object>> MAPS = new TypeRef<>() {};
    private static final Format LINES = Format.jsonLines().onProblem(OnProblem.stop());

    private final Path file;
    private final List<String> columns;
    private final Rows<Map<String, @Nullable Object>> rows;

    private SpilledRows(Path file, List<String> columns) {
        this.file = file;
        this.columns = columns;
        this.rows = LINES.read(file, MAPS);
    }

    static SpilledRows of(String name, List<String> columns, Iterable<Map<String, @Nullable Object>> rows) {
        try {
            Path file = Files.createTempFile("bracketwire-rows", ".jsonl");
            try (OutputStream out = Files.newOutputStream(file)) {
                LINES.write(out, rows);
            } catch (IOException | RuntimeException e) {
                Files.delete(file);
                throw e;
            }
            return new SpilledRows(file, columns);
        } catch (IOException e) {
            throw new StoreException(Reason.UNAVAILABLE, "the rows of " + name + " find no room on the disk", e);
        }
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public Iterator<Map<String, @Nullable Object>> iterator() {
        return rows.iterator();
    }

    @Override
    public void close() {
        rows.close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
