// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import dev.bracketwire.Call;
import dev.bracketwire.exchange.Table;
import dev.bracketwire.exchange.TableProblem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table of a database, whose rows a backup keeps exactly: each value with its type, as the database reads it again. */
public interface ExactTable extends Table {
    /** Returns the database; tables of the same one are read, replaced and proven together. */
    Group group();

    /** The tables of one database. Each call is one transaction, so the tables refer to each other as they did. */
    interface Group {
        /** Names the form of the rows, which only tables of the same form can take. */
        String form();

        /**
         * Reads all rows at one state of the database. Fails with the names of the columns that cannot be kept, before
         * any row is read.
         */
        Call<List<Copy>> copy(List<ExactTable> tables);

        /**
         * Puts rows in the place of all that were there, reads them again, and returns the number of tables. Either all
         * rows are equal, or none is kept.
         */
        Call<Integer> replace(List<Source> sources);

        /** Puts the rows into scratch tables of the same form, and compares. Nothing of it stays. */
        Call<List<TableProblem>> prove(List<Source> sources);
    }

    /**
     * The rows of a table.
     *
     * @param rows the rows, closed by the one who reads them
     * @param counters the last value of each sequence, by its column
     */
    record Copy(Iterable<?> rows, Map<String, Long> counters) {}

    /**
     * Where rows for a table come from.
     *
     * @param table the table
     * @param rows the rows, read from the first on by each iterator
     * @param counters the last value that each sequence had, by its column
     */
    record Source(ExactTable table, Iterable<Map<String, @Nullable Object>> rows, Map<String, Long> counters) {}
}
