// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.Call;
import dev.bracketwire.StoreException;
import dev.bracketwire.internal.text.ForeignText;
import dev.bracketwire.store.DatabaseEngine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one periodic task: when it is due, whether it is paused, and its runs. A run is claimed together with its lease and
 * ended together with it. A transaction locks the row of the task before that of the lease.
 */
public final class TaskTable {
    static final String NOT_ENDED = "its node did not end it before its lease was over";
    private static final int LONGEST_TEXT = 500;

    final DatabaseCalls databaseCalls;
    final String name;
    private final LeaseTable leaseTable;
    private final String lease;
    private final @Nullable InstantSource clock;
    private final SqlIdentifier task;
    private final SqlIdentifier run;

    /** Keeps the task of this name. Dates are by the database's clock if there is no other. */
    public TaskTable(DatabaseCalls databaseCalls, LeaseTable leaseTable, String name, @Nullable InstantSource clock) {
        this.databaseCalls = databaseCalls;
        this.leaseTable = leaseTable;
        this.name = name;
        this.lease = lease(name);
        this.clock = clock;
        this.task = databaseCalls.names().identifier("cluster_task");
        this.run = databaseCalls.names().identifier("cluster_task_run");
    }

    /** Names the lease and the wakeup of a task. No name that a user gives a wakeup has a hyphen. */
    public static String lease(String name) {
        return "task-" + name;
    }

    /** Describes a failure as it may be kept. */
    public static String shown(Throwable failure) {
        if (failure instanceof SQLException sql) {
            return "SQLException: " + SqlFailures.describe(sql);
        }
        String type = failure.getClass().getSimpleName();
        String message = failure.getMessage();
        return shown((type.isEmpty() ? failure.getClass().getName() : type) + (message == null ? "" : ": " + message));
    }

    /** Shortens a text to what may be kept of it. */
    static String shown(String text) {
        return ForeignText.shown(text, LONGEST_TEXT);
    }

    /** Names this process among the nodes. */
    public String owner() {
        return leaseTable.owner();
    }

    /** Returns the milliseconds since 1970, as SQL. */
    String now() {
        return clock == null ? databaseCalls.names().now() : Long.toString(clock.millis());
    }

    /** Makes a call that adds the task, due now, if it is not there, and brings a date beyond the longest wait nearer. */
    public Call<Boolean> offer(Duration longest) {
        long millis = longest.toMillis();
        return databaseCalls.write(connection -> {
            boolean added = add(connection, "NULL", null);
            String latest = now() + " + " + millis;
            update(
                    connection,
                    "UPDATE " + task + " SET due_at = " + latest
                            + " WHERE name = ? AND failures = 0 AND triggered = 0 AND due_at > " + latest,
                    name);
            return added;
        });
    }

    private boolean add(Connection connection, String pausedAt, @Nullable String reason) throws SQLException {
        return update(
                        connection,
                        "INSERT INTO " + task
                                + " (name, due_at, failures, triggered, paused_at, pause_reason) VALUES (?, " + now()
                                + ", 0, 0, " + pausedAt + ", ?) ON CONFLICT (name) DO NOTHING",
                        name,
                        reason)
                == 1;
    }

    /** Makes a call that pauses the task; false if it is paused already. */
    public Call<Boolean> pause(String reason) {
        String text = shown(reason);
        return databaseCalls.write(connection -> add(connection, now(), text)
                || update(
                                connection,
                                "UPDATE " + task + " SET paused_at = " + now()
                                        + ", pause_reason = ? WHERE name = ? AND paused_at IS NULL",
                                text,
                                name)
                        == 1);
    }

    /** Makes a call that ends the pause; false if it is not paused. */
    public Call<Boolean> resume() {
        return waking("UPDATE " + task
                + " SET paused_at = NULL, pause_reason = NULL WHERE name = ? AND paused_at IS NOT NULL");
    }

    /** Makes a call that makes the task due; false if it is paused or not there. */
    public Call<Boolean> trigger() {
        return databaseCalls.write(connection -> {
            String now = now();
            return wake(
                    connection,
                    "UPDATE " + task + " SET triggered = 1, due_at = CASE WHEN due_at < " + now + " THEN due_at ELSE "
                            + now + " END WHERE name = ? AND paused_at IS NULL");
        });
    }

    private Call<Boolean> waking(String sql) {
        return databaseCalls.write(connection -> wake(connection, sql));
    }

    private boolean wake(Connection connection, String sql) throws SQLException {
        boolean changed = update(connection, sql, name) == 1;
        if (changed) {
            databaseCalls.wake(connection, lease);
        }
        return changed;
    }

    /** Makes a call that claims a run if one is due and no other is under way. Looks first without a lock. */
    public Call<TaskClaim> claim(ClaimTerms terms) {
        return databaseCalls
                .read(connection -> look(connection, false))
                .then(seen -> seen.delay() > 0
                        ? Call.done(TaskClaim.later(seen.delay()))
                        : databaseCalls.write(connection -> claim(connection, terms)));
    }

    private TaskClaim claim(Connection connection, ClaimTerms terms) throws SQLException {
        TaskState seen = look(connection, true);
        if (seen.delay() > 0) {
            return TaskClaim.later(seen.delay());
        }
        Optional<Long> token = leaseTable.take(connection, lease, terms.leaseMillis(), now());
        if (token.isEmpty()) {
            return TaskClaim.later(1);
        }
        int failures = seen.failures();
        int lost = update(
                connection,
                "UPDATE " + run + " SET ended_at = ?, outcome = 'LOST', error = ? WHERE task = ? AND ended_at IS NULL",
                seen.now(),
                NOT_ENDED,
                name);
        if (lost > 0) {
            failures++;
            // The first loss is made good at once. Work that takes its node down again and again has to wait.
            long wait = failures == 1 || seen.triggered() ? 0 : terms.backOff().after(failures);
            update(
                    connection,
                    "UPDATE " + task + " SET failures = ?, due_at = ? WHERE name = ?",
                    failures,
                    seen.now() + wait,
                    name);
            if (wait > 0) {
                leaseTable.release(connection, lease, token.get());
                return TaskClaim.later(wait);
            }
        }
        update(
                connection,
                "INSERT INTO " + run + " (task, token, node, triggered, started_at) VALUES (?, ?, ?, ?, ?)",
                name,
                token.get(),
                terms.node(),
                seen.triggered() ? 1 : 0,
                seen.now());
        update(connection, "UPDATE " + task + " SET triggered = 0 WHERE name = ?", name);
        update(
                connection,
                "DELETE FROM " + run + " WHERE task = ? AND token < (SELECT MIN(token) FROM (SELECT token FROM " + run
                        + " WHERE task = ? ORDER BY token DESC LIMIT ?) AS kept)",
                name,
                name,
                terms.keepRuns());
        return new TaskClaim(token.get(), seen.now(), seen.triggered(), failures, 0);
    }

    private TaskState look(Connection connection, boolean locks) throws SQLException {
        String lock = locks && databaseCalls.engine() == DatabaseEngine.POSTGRESQL ? " FOR UPDATE OF t" : "";
        String now = now();
        try (PreparedStatement statement = connection.prepareStatement("SELECT t.due_at, t.failures, t.triggered,"
                + " t.paused_at, l.expires_at, " + now + " FROM " + task + " t LEFT JOIN "
                + databaseCalls.names().identifier("lease") + " l ON l.name = ? WHERE t.name = ?" + lock)) {
            set(statement, lease, name);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    return new TaskState(0, Long.MAX_VALUE, 0, false);
                }
                long seen = rows.getLong(6);
                long wait = Math.max(rows.getLong(1), rows.getLong(5)) - seen;
                boolean paused = rows.getObject(4) != null;
                return new TaskState(seen, paused ? Long.MAX_VALUE : wait, rows.getInt(2), rows.getInt(3) != 0);
            }
        }
    }

    /** Makes a call that renews the lease of a run; it fails if another holds it by now. */
    public Call<Boolean> renew(long token, Duration time) {
        return databaseCalls.write(
                connection -> leaseTable.renew(connection, lease, token, now() + " + " + time.toMillis()));
    }

    /** Refuses to go on if the run does not hold the lease, and keeps it until the transaction ends. */
    public void fence(Connection connection, long token) throws SQLException {
        leaseTable.fence(connection, lease, token);
    }

    /** Returns the failure of a run whose lease is gone. */
    public StoreException lost(long token) {
        return leaseTable.lost(lease, token);
    }

    /**
     * Makes a call that ends a run and releases its lease; it fails if another holds that by now.
     *
     * @param wait the milliseconds from the start of the run, or from its end if it failed, to the next; null if that is due
     */
    public Call<Boolean> end(
            TaskClaim claim, String outcome, @Nullable String error, int failures, @Nullable Long wait) {
        boolean failed = failures > 0;
        return databaseCalls.write(connection -> {
            TaskState seen = look(connection, true);
            if (wait != null) {
                long next = Math.max(seen.now(), (failed ? seen.now() : claim.startedAt()) + wait);
                update(
                        connection,
                        "UPDATE " + task + " SET failures = ?, due_at = ? WHERE name = ?",
                        failures,
                        seen.triggered() ? seen.now() : next,
                        name);
            }
            int ended = update(
                    connection,
                    "UPDATE " + run
                            + " SET ended_at = ?, outcome = ?, error = ? WHERE task = ? AND token = ? AND ended_at IS NULL",
                    seen.now(),
                    outcome,
                    error,
                    name,
                    claim.token());
            if (ended == 0 || !leaseTable.release(connection, lease, claim.token())) {
                throw lost(claim.token());
            }
            if (wait == null) {
                databaseCalls.wake(connection, lease);
            }
            return true;
        });
    }

    /** Makes a call that hears of triggers; it gives true when there may be something to do. */
    public WakeupWaiters.Sleeper sleeper() {
        return databaseCalls.wakeups().sleeper(lease);
    }

    /** Names the task and the database. */
    @Override
    public String toString() {
        return "the task " + name + " in " + databaseCalls.where();
    }

    private static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            return statement.executeUpdate();
        }
    }

    static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                statement.setString(i + 1, null);
            } else {
                statement.setObject(i + 1, values[i]);
            }
        }
    }

    /** Holds the settings of the node that claims a run. */
    public record ClaimTerms(String node, long leaseMillis, int keepRuns, BackOff backOff) {}

    /** Gives the milliseconds to wait after so many failures. */
    @FunctionalInterface
    public interface BackOff {
        /** Gives them. */
        long after(int failures);
    }

    /** Describes a claimed run or, with a token of 0, the milliseconds to wait. */
    public record TaskClaim(long token, long startedAt, boolean triggered, int failures, long delay) {
        static TaskClaim later(long delay) {
            return new TaskClaim(0, 0, false, 0, delay);
        }

        /** Whether there is a run. */
        public boolean won() {
            return token > 0;
        }
    }

    private record TaskState(long now, long delay, int failures, boolean triggered) {}
}
