// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

import dev.bracketwire.Call;
import dev.bracketwire.store.Database.Work;
import dev.bracketwire.store.Engine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes calls of work, and gives each run of one its deadline and its thread. */
public final class Store {
    /** The time of a call nobody limited. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Names names;
    private final String where;
    private final Backend backend;
    private final Workers workers;
    private final Wakeups wakeups;
    private final String self = UUID.randomUUID() + " ";
    private volatile boolean closed;

    Store(Names names, String where, Backend backend, Opening opening) {
        this.names = names;
        this.where = where;
        this.backend = backend;
        this.workers = opening.workers();
        DataSource connections = opening.listening();
        this.wakeups = new Wakeups(
                workers,
                connections == null || names.engine() != Engine.POSTGRESQL
                        ? null
                        : new Listening(connections, names.schema(), self));
    }

    /** What stands behind it. */
    public Engine engine() {
        return names.engine();
    }

    /** How tables are called. */
    public Names names() {
        return names;
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
        return Call.of(workers.nanos(), context -> {
            Task<T> task = task(work, false, context, limit);
            if (context.blocking() || backend.queuesWrites()) {
                backend.write(task);
            } else {
                workers.submit(() -> backend.write(task), task::refused);
            }
            return context.settle(task.result);
        });
    }

    /** Makes a call that reads. */
    public <T extends @Nullable Object> Call<T> read(Work<T> work) {
        return Call.of(workers.nanos(), context -> {
            Task<T> task = task(work, true, context, LIMIT);
            if (context.blocking() || backend.queuesReads()) {
                backend.read(task);
            } else {
                workers.submit(() -> backend.read(task), task::refused);
            }
            return context.settle(task.result);
        });
    }

    private <T extends @Nullable Object> Task<T> task(
            Work<T> work, boolean reads, Call.Context context, Duration limit) {
        if (closed) {
            throw new IllegalStateException("the database " + where() + " is closed");
        }
        String operation = (reads ? "read of " : "write to ") + where;
        Task<T> task = new Task<>(engine(), operation, work, reads, context.blocking(), workers);
        long left = context.remaining().orElse(limit).toNanos();
        if (context.blocking() && Thread.currentThread().isInterrupted()) {
            task.cancel();
            return task;
        }
        if (left <= 0) {
            task.deadline();
            return task;
        }
        Future<?> timer = workers.after(left, task::deadline);
        Call.Registration registration = context.onCancel(task::cancel);
        task.result.whenComplete((value, failure) -> {
            timer.cancel(false);
            registration.close();
        });
        return task;
    }

    /** Those who wait for work. */
    public Wakeups wakeups() {
        return wakeups;
    }

    /** Wakes those who wait for a name, here and elsewhere, once what the connection writes is kept. */
    public void wake(Connection connection, String name) throws SQLException {
        Guard.afterCommit(connection, () -> wakeups.wake(name));
        if (engine() == Engine.POSTGRESQL) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
                statement.setString(1, names.schema());
                statement.setString(2, self + name);
                statement.execute();
            }
        }
    }

    /** Lets what is under way come to its end, and closes what is ours. */
    public void close() {
        if (!closed) {
            closed = true;
            wakeups.close();
            backend.close();
            workers.close();
        }
    }
}
