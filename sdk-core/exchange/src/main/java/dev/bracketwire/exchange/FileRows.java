// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.TypeRef;
import dev.bracketwire.exchange.internal.RowFlattening;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a file as they are meant: nested, and without the apostrophes that CSV has. */
final class FileRows implements Iterable<Map<String, @Nullable Object>>, AutoCloseable {
    private static final TypeRef<Map<String, @Nullable Object>> MAPS = new TypeRef<>() {};

    private final Format format;
    private final Rows<Map<String, @Nullable Object>> rows;

    FileRows(Path file, Format format) {
        this.format = format;
        this.rows = format.read(file, MAPS);
    }

    @Override
    public Iterator<Map<String, @Nullable Object>> iterator() {
        Iterator<Map<String, @Nullable Object>> each = rows.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Map<String, @Nullable Object> next() {
                return meant(each.next());
            }
        };
    }

    private Map<String, @Nullable Object> meant(Map<String, @Nullable Object> row) {
        if (!(format instanceof CsvFormat csv)) {
            return row;
        }
        Map<String, @Nullable Object> bare = csv.bare(row);
        try {
            return RowFlattening.nested(bare);
        } catch (IllegalArgumentException e) {
            return bare; // it has a column and others below its name
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
