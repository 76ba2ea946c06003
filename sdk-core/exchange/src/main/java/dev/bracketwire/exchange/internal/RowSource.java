// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gives one good row after the other.
 *
 * @param <T> what a row is
 */
public interface RowSource<T> extends Closeable {
    /** The next good row, null after the last. */
    @Nullable
    T next() throws IOException;

    /** How many rows were looked at. */
    long row();

    /** How many bytes were read. */
    long bytes();
}
