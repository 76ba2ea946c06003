// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Is a place that rows come from and go to: a file, a platform, a store. A {@link Sync} compares two of them, and a
 * {@link Backup} keeps some. A table of your own needs its name and its rows, and whatever it lets others do with them.
 */
public interface Table {
    /** Returns the name of the table in plans, messages and archives. */
    String name();

    /**
     * Its rows, records or maps, anew each time the call is run. They are read as they are asked for, and closed if they
     * are {@link AutoCloseable}.
     */
    Call<? extends Iterable<?>> rows();

    /**
     * Carries out some changes, each only if what it saw is still there, and gives one outcome for each, in their order.
     * Unless a table says otherwise, its rows do not change one by one.
     */
    default Call<List<Outcome<RowChange>>> apply(List<RowChange> changes) {
        return Call.done(changes.stream()
                .map(change -> Outcome.failed(change, name() + " is only read"))
                .toList());
    }

    /** How many changes it takes at once at most. */
    default int batch() {
        return 1;
    }

    /**
     * Puts these rows in the place of all that were there, or leaves what was there. Unless a table says otherwise, its
     * rows are not replaced.
     */
    default Call<Written> replace(Iterable<Map<String, @Nullable Object>> rows) {
        return Call.failed(new ExchangeException(name() + " does not let all its rows be replaced", null));
    }

    /**
     * A file. It is rewritten whole for some ten thousand changes at once, and is what it was where that fails. A row that
     * is wrong in it ends the reading, as it would look like one that is gone.
     */
    static Table file(Path file, Format format) {
        return new FileTable(Objects.requireNonNull(file, "file"), Objects.requireNonNull(format, "format"));
    }

    /** Rows that are read only, such as the pages of a platform. */
    static Table of(String name, Iterable<?> rows) {
        return of(name, Call.done(Objects.requireNonNull(rows, "rows")));
    }

    /** Rows that are read only, and that a call gives. */
    static Table of(String name, Call<? extends Iterable<?>> rows) {
        return of(name, rows, change -> Call.done(Outcome.failed(change, name + " is only read")));
    }

    /**
     * Rows that a call gives and that change one by one.
     *
     * @param applier the call that carries out a change, as {@link dev.bracketwire.Plan#builder(String, Function)} has it
     */
    static Table of(
            String name,
            Call<? extends Iterable<?>> rows,
            Function<? super RowChange, ? extends Call<Outcome<RowChange>>> applier) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(applier, "applier");
        return new Table() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Call<? extends Iterable<?>> rows() {
                return rows;
            }

            @Override
            public Call<List<Outcome<RowChange>>> apply(List<RowChange> changes) {
                return applier.apply(changes.get(0)).map(List::of);
            }
        };
    }
}
