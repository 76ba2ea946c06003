// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import org.jspecify.annotations.Nullable;

/** The place one column of a row goes to. */
abstract class ColumnSetter {
    final String column;

    /** The row this was last given a value in. */
    long row;

    ColumnSetter(String column) {
        this.column = column;
    }

    /** Takes characters, as CSV has them. */
    void chars(char[] buffer, int offset, int length) {
        text(new String(buffer, offset, length));
    }

    /** Takes text. */
    abstract void text(String text);

    /** Takes a whole number, as JSON has them. */
    void whole(long number) {
        value(number);
    }

    /** Takes a null, a truth value, a number, a list, or a map. */
    abstract void value(@Nullable Object value);
}
