// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.io.Closeable;
import java.io.IOException;

/** Takes one row after the other; closing it ends what was written. */
public interface RowSink extends Closeable {
    /** Writes a row. */
    void write(Object row) throws IOException;
}
