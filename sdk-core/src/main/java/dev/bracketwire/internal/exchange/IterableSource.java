// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows that are there already, as maps. */
public final class IterableSource implements RowSource<Map<String, @Nullable Object>> {
    private final Iterator<?> rows;
    private final Faults faults;
    private final Closeable afterwards;
    private long count;

    /** Begins to walk. */
    public IterableSource(Iterable<?> rows, Faults faults, Closeable afterwards) {
        this.afterwards = afterwards;
        this.rows = rows.iterator();
        this.faults = faults;
    }

    @Override
    public @Nullable Map<String, @Nullable Object> next() {
        if (!rows.hasNext()) {
            return null;
        }
        faults.begin(++count, 0);
        return Shape.shallow(rows.next());
    }

    @Override
    public long row() {
        return count;
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        afterwards.close();
    }
}
