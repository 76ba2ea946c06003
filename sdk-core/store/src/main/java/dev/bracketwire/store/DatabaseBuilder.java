// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.CallThreads;
import dev.bracketwire.StoreException;
import dev.bracketwire.store.internal.DatabaseCalls;
import dev.bracketwire.store.internal.HostPool;
import dev.bracketwire.store.internal.SqliteStore;
import dev.bracketwire.store.internal.StoreOptions;
import dev.bracketwire.store.internal.StoreThreads;
import dev.bracketwire.store.internal.TableNames;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Describes how a {@link Database} is opened.
 *
 * <pre>{@code
 * Database db = Database.builder()
 *         .schema("league")
 *         .schemaMode(SchemaMode.VALIDATE)
 *         .migrations(league)
 *         .of(pool);
 * }</pre>
 */
public final class DatabaseBuilder {
    private @Nullable String schema;
    private SchemaMode mode = SchemaMode.MIGRATE;
    private List<Migrations> migrations = List.of();
    private Duration busyTimeout = Duration.ofSeconds(10);
    private int readers = 4;
    private @Nullable DataSource listening;
    private final CallThreads.Builder calls = CallThreads.builder("store");

    DatabaseBuilder() {}

    /**
     * Sets where our tables live: the schema on PostgreSQL, {@code bracketwire} unless said, and the prefix on SQLite,
     * {@code bw_} unless said. For two applications in one database.
     */
    public DatabaseBuilder schema(String name) {
        this.schema = TableNames.checked("schema", name);
        return this;
    }

    /** Sets what may be done to the tables; {@link SchemaMode#MIGRATE} unless said. */
    public DatabaseBuilder schemaMode(SchemaMode schemaMode) {
        this.mode = Objects.requireNonNull(schemaMode, "schemaMode");
        return this;
    }

    /** Gives the tables of the application's own, which are seen to while opening, in this order. */
    public DatabaseBuilder migrations(Migrations... own) {
        this.migrations = List.of(own);
        return this;
    }

    /** Sets how long SQLite waits for another process that writes; ten seconds unless said. */
    public DatabaseBuilder busyTimeout(Duration time) {
        if (time.isNegative() || time.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("time must be between 0 and an hour, not " + time);
        }
        this.busyTimeout = time;
        return this;
    }

    /**
     * Sets how many started calls work on connections at once, and how many connections a SQLite file is read by; four
     * unless said.
     */
    public DatabaseBuilder readers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, not " + count);
        }
        this.readers = count;
        return this;
    }

    /**
     * Lets {@link Wakeup} hear of other processes, by a connection that is taken from here for good when the first of them
     * is asked for. It may be the pool itself; it must lead to PostgreSQL directly, as a PgBouncer that shares connections
     * by transaction drops what it hears. It changes nothing on SQLite.
     */
    public DatabaseBuilder listening(DataSource connections) {
        this.listening = Objects.requireNonNull(connections, "connections");
        return this;
    }

    /**
     * Runs the work of started calls on the host's threads, which are not shut down by us. If it refuses work, the call
     * fails with {@link StoreException} and nothing was done. Deadlines do not depend on it: they run on daemon threads of
     * the database.
     */
    public DatabaseBuilder executor(Executor own) {
        calls.executor(own);
        return this;
    }

    /** Sets the clock that deadlines and waits go by, such as the testkit's; the system's unless set. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> DatabaseBuilder clock(C clock) {
        calls.clock(Objects.requireNonNull(clock, "clock"));
        return this;
    }

    /**
     * Opens a SQLite file in WAL mode with {@code synchronous=FULL}, so that what was acknowledged outlives a crash of
     * the process and of the machine. The file and its folder are made if they are not there, for their owner only.
     *
     * @throws StoreException if it cannot be opened, or its tables are not as they should be
     */
    public Database open(Path file) {
        return database(storeOptions -> SqliteStore.file(file, storeOptions));
    }

    /**
     * Uses a pool of the host's, and finds out whether it leads to SQLite or to PostgreSQL. Connections are held for a
     * transaction and come back with the settings they had; the pool is not closed.
     *
     * @throws StoreException if no connection is to be had, or the tables are not as they should be
     * @throws dev.bracketwire.ConfigurationException if it leads to a database that is not supported
     */
    public Database of(DataSource pool) {
        Objects.requireNonNull(pool, "pool");
        return database(storeOptions -> HostPool.recognised(pool, storeOptions));
    }

    /** Makes a SQLite database that is gone when it is closed; its reads wait for its writes. */
    public Database inMemory() {
        return database(SqliteStore::inMemory);
    }

    private Database database(Function<StoreOptions, DatabaseCalls> open) {
        StoreThreads storeThreads = new StoreThreads(calls.build(), readers);
        DatabaseCalls databaseCalls =
                open.apply(new StoreOptions(schema, busyTimeout, readers, storeThreads, listening));
        return new Database(databaseCalls, mode, new ArrayList<>(migrations));
    }
}
