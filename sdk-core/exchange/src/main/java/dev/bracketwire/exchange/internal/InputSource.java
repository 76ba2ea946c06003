// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.io.IOException;

/** A source that counts its rows itself. */
abstract class InputSource<T> implements RowSource<T> {
    final CappedInput in;
    final ProblemCollector problemCollector;
    long rows;

    InputSource(CappedInput in, ProblemCollector problemCollector) {
        this.in = in;
        this.problemCollector = problemCollector;
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
