// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.CallException;
import java.util.function.Function;

/** The result of one range of {@link Spreadsheet#readAll}: a range that fails does not affect the others. */
public sealed interface RangeRead {
    /** Returns the range that was asked for. */
    CellAddress address();

    /** Returns the cells, or throws the failure of this range. */
    CellGrid cells();

    /** Returns the value of the function that fits. */
    default <R> R fold(Function<? super Found, ? extends R> found, Function<? super Failed, ? extends R> failed) {
        return this instanceof Found read ? found.apply(read) : failed.apply((Failed) this);
    }

    /**
     * A range that was read.
     *
     * @param address the range that was asked for
     * @param cells its cells
     */
    record Found(CellAddress address, CellGrid cells) implements RangeRead {}

    /**
     * A range that could not be read.
     *
     * @param address the range that was asked for
     * @param failure the reason
     */
    record Failed(CellAddress address, CallException failure) implements RangeRead {
        @Override
        public CellGrid cells() {
            throw failure;
        }
    }
}
