// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.state.AuditLine;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.SqlSession;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Shows the audit, newest first.
 *
 * @param tournament the tournament; null for all, which needs the permission for everything
 * @param before shows lines before this number only; null for the newest
 */
@Operation(name = "audit", method = "GET", path = "/audit", summary = "Shows the commands that were run, newest first.")
public record ShowAudit(
        @Nullable String tournament, @Nullable Long before) implements Command {
    private static final int PAGE = 100;

    @Override
    public Permission needs(Caller caller) {
        return Permission.VIEWER;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        Audit audit = run.read(state -> {
            Map<String, Person> people = state.people();
            List<AuditRow> rows = state.sql()
                    .list(
                            "SELECT a.*, (SELECT COUNT(*) FROM ${audit_changes} c WHERE c.audit = a.id) AS changes,"
                                    + " (SELECT COUNT(*) FROM ${audit_changes} c WHERE c.audit = a.id"
                                    + " AND c.change_json IS NULL) AS erased"
                                    + " FROM ${audit} a WHERE (? = '' OR a.tournament = ?) AND a.number < ?"
                                    + " ORDER BY a.number DESC LIMIT " + PAGE,
                            row -> {
                                String actor = row.getString("actor");
                                Person person = actor == null ? null : people.get(actor);
                                return new AuditRow(
                                        row.getString("id"),
                                        row.getLong("number"),
                                        Objects.requireNonNull(SqlSession.instant(row, "at")),
                                        actor == null ? "a visitor" : person == null ? actor : person.name(),
                                        row.getString("face"),
                                        row.getString("command"),
                                        row.getString("tournament"),
                                        AuditLine.Outcome.valueOf(row.getString("outcome")),
                                        TournamentApp.named(row.getString("summary"), people),
                                        row.getInt("changes"),
                                        row.getInt("changes") > 0
                                                && row.getInt("erased") == 0
                                                && row.getString("undone_by") == null,
                                        row.getString("undone_by"));
                            },
                            tournament == null ? "" : tournament,
                            tournament == null ? "" : tournament,
                            before == null ? Long.MAX_VALUE : before);
            return new Audit(rows);
        });
        return run.done(audit.rows.size() + " lines", audit);
    }

    /**
     * A page of the audit.
     *
     * @param rows the lines, newest first
     */
    public record Audit(List<AuditRow> rows) {}

    /**
     * A line of the audit.
     *
     * @param id the id of the answer
     * @param number the number of the line, which grows with time
     * @param at the time
     * @param actor the name of the person that ran the command
     * @param face the interface through which the command arrived
     * @param command the name of the command
     * @param tournament the tournament; null if it concerned none
     * @param outcome the result
     * @param summary one sentence
     * @param changes the number of records that were changed
     * @param undoable whether it can be undone, unless records were changed since
     * @param undoneBy the id of the answer that undid it; null if it was not undone
     */
    public record AuditRow(
            String id,
            long number,
            Instant at,
            String actor,
            String face,
            String command,
            @Nullable String tournament,
            AuditLine.Outcome outcome,
            String summary,
            int changes,
            boolean undoable,
            @Nullable String undoneBy) {}
}
