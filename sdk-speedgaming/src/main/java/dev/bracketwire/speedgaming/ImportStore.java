// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.Call;
import dev.bracketwire.speedgaming.internal.DatabaseStore;
import dev.bracketwire.speedgaming.internal.MemoryStore;
import dev.bracketwire.store.Database;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps matches, persons and runs. {@link #of} keeps them in a database, {@link #inMemory} in memory; an application with a
 * store of its own implements this interface and is tested by the class {@code ImportStoreContract} of the artifact
 * {@code bracketwire-speedgaming}, classifier {@code tests}.
 *
 * <p>A store keeps times to the millisecond, and may replace characters that it cannot keep, such as NUL. Methods that add or
 * replace return what is stored.
 */
public interface ImportStore {
    /**
     * Runs the work in one transaction, which is kept if the work returns and undone if it throws. The work may run more than
     * once. A write that another process may have made at the same time fails, or waits for it: a match or a person that the
     * work has read by its id cannot be changed by others until the transaction ends.
     */
    <T extends @Nullable Object> Call<T> write(Work<T> work);

    /** Runs the work in a transaction that sees one state and changes nothing. */
    <T extends @Nullable Object> Call<T> read(Work<T> work);

    /** Keeps everything in the tables {@code sg_*} of a database, which are made if they are not there. */
    static ImportStore of(Database db) {
        return DatabaseStore.open(db);
    }

    /** Keeps everything in memory, for tests and trials. */
    static ImportStore inMemory() {
        return new MemoryStore();
    }

    /**
     * Does something within a transaction.
     *
     * @param <T> the result
     */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        /** Does it. */
        T run(StoreSession session) throws SQLException;
    }
}
