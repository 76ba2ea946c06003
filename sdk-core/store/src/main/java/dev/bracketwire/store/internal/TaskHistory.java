// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.Call;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.store.TaskRecord;
import dev.bracketwire.store.TaskRecord.TaskOutcome;
import dev.bracketwire.store.TaskStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the state and the runs of a periodic task. A run without an end whose lease is over is shown as lost. */
public final class TaskHistory {
    private final DatabaseCalls databaseCalls;
    private final TaskTable taskTable;

    /** Reads the task of these rows. */
    public TaskHistory(TaskTable taskTable) {
        this.taskTable = taskTable;
        this.databaseCalls = taskTable.databaseCalls;
    }

    /** Makes a call that gives the names of all tasks. */
    public static Call<List<String>> names(DatabaseCalls databaseCalls) {
        String sql = "SELECT name FROM " + databaseCalls.names().identifier("cluster_task") + " ORDER BY name";
        return databaseCalls.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet rows = statement.executeQuery()) {
                List<String> names = new ArrayList<>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                return List.copyOf(names);
            }
        });
    }

    /** Makes a call that gives the newest runs, newest first. */
    public Call<List<TaskRecord>> runs(int most) {
        return databaseCalls.read(connection -> runs(connection, "", most));
    }

    /** Makes a call that gives the state; it fails if there is no such task. */
    public Call<TaskStatus> status() {
        return databaseCalls.read(this::status);
    }

    private TaskStatus status(Connection connection) throws SQLException {
        String sql = "SELECT due_at, failures, paused_at, pause_reason FROM "
                + databaseCalls.names().identifier("cluster_task") + " WHERE name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            TaskTable.set(statement, taskTable.name);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw new NotFoundException(
                            Where.of(databaseCalls.engine().id(), "status of the task " + taskTable.name),
                            "no node has offered it yet");
                }
                TaskRecord last = first(runs(connection, "", 1));
                TaskRecord failed = last != null && last.outcome() == TaskOutcome.LOST
                        ? last
                        : first(runs(connection, " AND r.outcome IN ('FAILED', 'LOST')", 1));
                Instant pausedAt = date(rows, 3);
                boolean idle = pausedAt == null && (last == null || last.outcome() != TaskOutcome.RUNNING);
                return new TaskStatus(
                        taskTable.name,
                        pausedAt,
                        rows.getString(4),
                        idle ? date(rows, 1) : null,
                        rows.getInt(2),
                        last,
                        failed);
            }
        }
    }

    private List<TaskRecord> runs(Connection connection, String condition, int most) throws SQLException {
        String sql = "SELECT r.token, r.node, r.triggered, r.started_at, r.ended_at, r.outcome, r.error,"
                + " CASE WHEN l.token = r.token AND l.expires_at > " + taskTable.now() + " THEN 1 ELSE 0 END FROM "
                + databaseCalls.names().identifier("cluster_task_run") + " r LEFT JOIN "
                + databaseCalls.names().identifier("lease") + " l ON l.name = ? WHERE r.task = ?" + condition
                + " ORDER BY r.token DESC LIMIT ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            TaskTable.set(statement, TaskTable.lease(taskTable.name), taskTable.name, most);
            try (ResultSet rows = statement.executeQuery()) {
                List<TaskRecord> runs = new ArrayList<>();
                while (rows.next()) {
                    runs.add(record(rows));
                }
                return List.copyOf(runs);
            }
        }
    }

    private TaskRecord record(ResultSet rows) throws SQLException {
        String outcome = rows.getString(6);
        TaskOutcome open = rows.getInt(8) == 1 ? TaskOutcome.RUNNING : TaskOutcome.LOST;
        String error = rows.getString(7);
        return new TaskRecord(
                taskTable.name,
                rows.getLong(1),
                rows.getString(2),
                rows.getInt(3) != 0,
                Instant.ofEpochMilli(rows.getLong(4)),
                date(rows, 5),
                outcome == null ? open : TaskOutcome.valueOf(outcome),
                outcome == null && open == TaskOutcome.LOST ? TaskTable.NOT_ENDED : error);
    }

    private static @Nullable TaskRecord first(List<TaskRecord> runs) {
        return runs.isEmpty() ? null : runs.get(0);
    }

    private static @Nullable Instant date(ResultSet rows, int column) throws SQLException {
        long millis = rows.getLong(column);
        return rows.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
