// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.store.Database.Work;
import dev.bracketwire.store.DatabaseEngine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes the calls that read and write, and starts their work on the right thread. */
public final class DatabaseCalls {
    /** The time of a call nobody limited. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final TableNames tableNames;
    private final String where;
    private final DatabaseBackend databaseBackend;
    private final StoreThreads storeThreads;
    private final WakeupWaiters wakeupWaiters;
    private final String self = UUID.randomUUID() + " ";
    private volatile boolean closed;

    DatabaseCalls(TableNames tableNames, String where, DatabaseBackend databaseBackend, StoreOptions storeOptions) {
        this.tableNames = tableNames;
        this.where = where;
        this.databaseBackend = databaseBackend;
        this.storeThreads = storeOptions.storeThreads();
        DataSource connections = storeOptions.listening();
        this.wakeupWaiters = new WakeupWaiters(
                storeThreads,
                connections == null || tableNames.databaseEngine() != DatabaseEngine.POSTGRESQL
                        ? null
                        : new PostgresNotifications(connections, tableNames.schema(), self));
    }

    /** What stands behind it. */
    public DatabaseEngine engine() {
        return tableNames.databaseEngine();
    }

    /** How tables are called. */
    public TableNames names() {
        return tableNames;
    }

    /** The engine and the place, for people. */
    public String where() {
        return engine().id() + " " + where;
    }

    /** Makes a call that writes. */
    public <T extends @Nullable Object> Call<T> write(Work<T> work) {
        return write(work, LIMIT);
    }

    /** Makes a call that writes within this time, unless {@link Call#within} sets another. */
    <T extends @Nullable Object> Call<T> write(Work<T> work, Duration limit) {
        return call(work, false, limit, databaseBackend.queuesWrites(), databaseBackend::write);
    }

    /** Makes a call that reads. */
    public <T extends @Nullable Object> Call<T> read(Work<T> work) {
        return call(work, true, LIMIT, databaseBackend.queuesReads(), databaseBackend::read);
    }

    private <T extends @Nullable Object> Call<T> call(
            Work<T> work, boolean reads, Duration limit, boolean queues, Consumer<DatabaseTask<?>> performer) {
        String operation = (reads ? "read of " : "write to ") + where;
        return storeThreads.calls().callAsync(operation, limit, run -> {
            if (closed) {
                throw new IllegalStateException("the database " + where() + " is closed");
            }
            DatabaseTask<T> task = new DatabaseTask<>(engine(), operation, work, reads, run.isBlocking(), storeThreads);
            run.onEnd(task::end);
            if (run.isEnded()) {
                task.deadline(); // does nothing if onEnd has just cancelled the task
            } else if (run.isBlocking() && Thread.currentThread().isInterrupted()) {
                task.cancel();
            }
            if (task.result.isDone()) {
                return task.result;
            }
            if (queues || run.isBlocking()) {
                performer.accept(task);
            } else {
                storeThreads.submit(() -> performer.accept(task), task::refused);
            }
            return task.result;
        });
    }

    /** Returns the threads and the clock of its calls. */
    public CallThreads threads() {
        return storeThreads.calls();
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed;
    }

    /** Those who wait for work. */
    public WakeupWaiters wakeups() {
        return wakeupWaiters;
    }

    /** Wakes those who wait for a name, here and elsewhere, once what the connection writes is kept. */
    public void wake(Connection connection, String name) throws SQLException {
        GuardedConnection.afterCommit(connection, () -> wakeupWaiters.wake(name));
        if (engine() == DatabaseEngine.POSTGRESQL) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
                statement.setString(1, tableNames.schema());
                statement.setString(2, self + name);
                statement.execute();
            }
        }
    }

    /** Runs an action once what the connection writes is kept, if it is a connection of a write of this database. */
    public boolean afterCommit(Connection connection, Runnable action) {
        return GuardedConnection.afterCommit(connection, storeThreads, action);
    }

    /** Lets what is under way come to its end, and closes what is ours. Idle threads end by themselves. */
    public void close() {
        if (!closed) {
            closed = true;
            wakeupWaiters.close();
            databaseBackend.close();
        }
    }
}
