// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.exchange;

import java.io.IOException;

/** A source that counts its rows itself. */
abstract class InputSource<T> implements RowSource<T> {
    final Input in;
    final Faults faults;
    long rows;

    InputSource(Input in, Faults faults) {
        this.in = in;
        this.faults = faults;
    }

    @Override
    public final long row() {
        return rows;
    }

    @Override
    public final long bytes() {
        return in.count();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
