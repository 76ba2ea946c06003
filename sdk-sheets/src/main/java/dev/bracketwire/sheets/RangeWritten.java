// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.CallException;
import java.util.function.Function;

/** The result of one write of {@link Spreadsheet#writeAll}: a write that fails does not affect the others. */
public sealed interface RangeWritten {
    /** Returns the range that was to be written. */
    CellAddress address();

    /** Returns the range as Google names it, or throws the failure of this write. */
    A1 range();

    /** Returns the value of the function that fits. */
    default <R> R fold(Function<? super Done, ? extends R> done, Function<? super Failed, ? extends R> failed) {
        return this instanceof Done written ? done.apply(written) : failed.apply((Failed) this);
    }

    /**
     * A write that Google confirmed.
     *
     * @param address the range that was to be written
     * @param range the range as Google names it
     * @param cells the number of cells that were set
     * @param keptFormulas the number of cells that were left as they are, because they hold a formula
     */
    record Done(CellAddress address, A1 range, int cells, int keptFormulas) implements RangeWritten {}

    /**
     * A write that failed. {@link CallException#maybeDone()} says whether it may be in the sheet all the same.
     *
     * @param address the range that was to be written
     * @param failure the reason
     */
    record Failed(CellAddress address, CallException failure) implements RangeWritten {
        @Override
        public A1 range() {
            throw failure;
        }
    }
}
