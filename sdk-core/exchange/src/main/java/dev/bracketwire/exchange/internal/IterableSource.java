// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows that are there already, as maps. */
public final class IterableSource implements RowSource<Map<String, @Nullable Object>> {
    private final Iterator<?> rows;
    private final ProblemCollector problemCollector;
    private final Closeable afterwards;
    private long count;

    /** Begins to walk. */
    public IterableSource(Iterable<?> rows, ProblemCollector problemCollector, Closeable afterwards) {
        this.afterwards = afterwards;
        this.rows = rows.iterator();
        this.problemCollector = problemCollector;
    }

    @Override
    public @Nullable Map<String, @Nullable Object> next() {
        if (!rows.hasNext()) {
            return null;
        }
        problemCollector.begin(++count, 0);
        return RecordShape.shallow(rows.next());
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
