// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.Call;
import dev.bracketwire.store.Database.Work;
import dev.bracketwire.store.DatabaseEngine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes calls of work, and gives each run of one its deadline and its thread. */
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

    <T extends @Nullable Object> Call<T> write(Work<T> work, Duration limit) {
        return Call.of(storeThreads.nanos(), context -> {
            DatabaseTask<T> databaseTask = task(work, false, context, limit);
            if (context.blocking() || databaseBackend.queuesWrites()) {
                databaseBackend.write(databaseTask);
            } else {
                storeThreads.submit(() -> databaseBackend.write(databaseTask), databaseTask::refused);
            }
            return context.settle(databaseTask.result);
        });
    }

    /** Makes a call that reads. */
    public <T extends @Nullable Object> Call<T> read(Work<T> work) {
        return Call.of(storeThreads.nanos(), context -> {
            DatabaseTask<T> databaseTask = task(work, true, context, LIMIT);
            if (context.blocking() || databaseBackend.queuesReads()) {
                databaseBackend.read(databaseTask);
            } else {
                storeThreads.submit(() -> databaseBackend.read(databaseTask), databaseTask::refused);
            }
            return context.settle(databaseTask.result);
        });
    }

    private <T extends @Nullable Object> DatabaseTask<T> task(
            Work<T> work, boolean reads, Call.Context context, Duration limit) {
        if (closed) {
            throw new IllegalStateException("the database " + where() + " is closed");
        }
        String operation = (reads ? "read of " : "write to ") + where;
        DatabaseTask<T> databaseTask =
                new DatabaseTask<>(engine(), operation, work, reads, context.blocking(), storeThreads);
        long left = context.remaining().orElse(limit).toNanos();
        if (context.blocking() && Thread.currentThread().isInterrupted()) {
            databaseTask.cancel();
            return databaseTask;
        }
        if (left <= 0) {
            databaseTask.deadline();
            return databaseTask;
        }
        Future<?> timer = storeThreads.after(left, databaseTask::deadline);
        Call.Registration registration = context.onCancel(databaseTask::cancel);
        databaseTask.result.whenComplete((value, failure) -> {
            timer.cancel(false);
            registration.close();
        });
        return databaseTask;
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

    /** Lets what is under way come to its end, and closes what is ours. */
    public void close() {
        if (!closed) {
            closed = true;
            wakeupWaiters.close();
            databaseBackend.close();
            storeThreads.close();
        }
    }
}
