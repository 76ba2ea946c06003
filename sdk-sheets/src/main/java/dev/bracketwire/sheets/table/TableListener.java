// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

/** Receives the changes that a {@link TableWatch} finds. Its methods run on a thread of the client, one at a time. */
public interface TableListener {
    /** A row with a new key was found. */
    default void added(SheetRecord record) {}

    /** A row has other cells than before. */
    default void changed(SheetRecord before, SheetRecord after) {}

    /** The row of a key is gone, or its key was emptied. */
    default void removed(SheetRecord record) {}

    /** The table could not be read. It is reported once until a read succeeds; the watch goes on. */
    default void failed(RuntimeException failure) {}

    /** The table could be read again. */
    default void recovered() {}
}
