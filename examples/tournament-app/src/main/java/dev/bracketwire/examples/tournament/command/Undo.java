// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.AppJson;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.Promotion;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.StateView;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Undoes a command: restores all records that it changed, or none if one of them was changed since.
 *
 * @param tournament the tournament of the command; null if it concerned none
 * @param answer the id of the answer of the command
 * @param confirm the fingerprint of the plan; null to see it first
 */
@Operation(
        name = "undo",
        path = "/audit/{answer}/undo",
        summary = "Takes back what a command has changed. Unless you are an admin, name its tournament.")
public record Undo(
        @Nullable String tournament,
        String answer,
        @Nullable String confirm) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return tournament == null ? Permission.ADMIN : Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        return run.plan(confirm, state -> {
            String command = command(state);
            List<StateChange> changes = new ArrayList<>();
            for (Optional<String> json : state.sql()
                    .list(
                            "SELECT change_json FROM ${audit_changes} WHERE audit = ? ORDER BY number",
                            row -> Optional.ofNullable(row.getString(1)),
                            answer)) {
                String text = json.orElseThrow(() -> new Refusal(
                        Reason.CONFLICT, "A person of " + answer + " was erased since, so it cannot be undone."));
                changes.add(AppJson.read(text, StateChange.class).inverse());
            }
            if (changes.isEmpty()) {
                throw new Refusal(Reason.CONFLICT, answer + " has changed nothing, so there is nothing to undo.");
            }
            insistOnRights(run, state, changes);
            Collections.reverse(changes);
            insistOnAccounts(state, changes);
            List<StateChange> all = Promotion.withPromotions(state, changes);
            return new CommandRun.Planned("Undo of " + command + " " + answer, all, writing -> {
                if (writing.sql()
                                .update(
                                        "UPDATE ${audit} SET undone_by = ? WHERE id = ? AND undone_by IS NULL",
                                        run.id(),
                                        answer)
                        == 0) {
                    throw new Refusal(Reason.STALE, answer + " was undone already.");
                }
            });
        });
    }

    private void insistOnRights(CommandRun run, StateView state, List<StateChange> changes) throws SQLException {
        boolean forAdmins = changes.stream()
                .anyMatch(change -> change instanceof StateChange.OfGrant
                        || (change instanceof StateChange.OfTournament settings
                                && (settings.before() == null || settings.after() == null)));
        if (forAdmins && !state.level(run.person(), tournament, null).includes(Permission.ADMIN)) {
            throw new Refusal(Reason.FORBIDDEN, "Only an admin can undo this. Ask one.");
        }
    }

    /** Refuses to restore an entry whose account belongs to another person by now. */
    private static void insistOnAccounts(StateView state, List<StateChange> changes) throws SQLException {
        Map<String, Map<String, String>> players = new HashMap<>();
        for (StateChange change : changes) {
            if (!(change instanceof StateChange.OfEntry entry) || entry.after() == null) {
                continue;
            }
            if (!players.containsKey(entry.place())) {
                players.put(entry.place(), players(state, entry.place()));
            }
            String player = players.get(entry.place()).get(account(entry.after()));
            if (player != null
                    && !player.equals(entry.subject())
                    && changes.stream().noneMatch(other -> player.equals(other.subject()))) {
                throw new Refusal(
                        Reason.CONFLICT,
                        "{" + player + "} plays as " + entry.after().riotId() + " now. Withdraw that entry first.");
            }
        }
    }

    private static Map<String, String> players(StateView state, String tournament) throws SQLException {
        Map<String, String> players = new HashMap<>();
        for (Entry entry : state.entries(state.tournament(tournament))) {
            players.put(account(entry), entry.person());
        }
        return players;
    }

    private static String account(Entry entry) {
        return entry.riotId().toLowerCase(Locale.ROOT);
    }

    private String command(StateView state) throws SQLException {
        return state.sql()
                .find(
                        "SELECT command, undone_by FROM ${audit} WHERE id = ? AND COALESCE(tournament, '') = ?",
                        row -> {
                            if (row.getString(2) != null) {
                                throw new Refusal(
                                        Reason.CONFLICT, answer + " was undone already, by " + row.getString(2) + ".");
                            }
                            return row.getString(1);
                        },
                        answer,
                        tournament == null ? "" : tournament)
                .orElseThrow(() -> new Refusal(
                        Reason.NOT_FOUND, "The audit has no " + answer + " here. Look for its id in the audit."));
    }
}
