// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.examples.tournament.state.StateView;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last failure of one kind of work in the background, which is there until the work succeeds again.
 *
 * @param work the kind of work, such as {@code messages}
 * @param problem the reason
 * @param since the time since which it fails
 * @param nextTry the time of the next try
 */
public record WorkProblem(String work, String problem, Instant since, Instant nextTry) {
    /** Returns all of them. */
    public static List<WorkProblem> read(StateView state) throws SQLException {
        return state.sql()
                .list(
                        "SELECT * FROM ${work_problems} ORDER BY work",
                        row -> new WorkProblem(
                                row.getString("work"),
                                row.getString("problem"),
                                Objects.requireNonNull(SqlSession.instant(row, "since")),
                                Objects.requireNonNull(SqlSession.instant(row, "next_try"))));
    }

    /** Stores the problem of a kind of work; null removes it. */
    static void keep(StateTransaction state, String work, @Nullable WorkProblem problem) throws SQLException {
        state.sql().update("DELETE FROM ${work_problems} WHERE work = ?", work);
        if (problem != null) {
            state.sql()
                    .update(
                            "INSERT INTO ${work_problems} (work, problem, since, next_try) VALUES (?, ?, ?, ?)",
                            work,
                            problem.problem(),
                            problem.since(),
                            problem.nextTry());
        }
        state.topic("upstreams:");
        state.announce();
    }
}
