// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.CallException;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Ports.SheetPort;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.Upstreams;
import dev.bracketwire.examples.tournament.Upstreams.UpstreamState;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.Promotion;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.examples.tournament.state.StateView;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.examples.tournament.work.SheetFollower.Seen;
import dev.bracketwire.examples.tournament.work.SheetFollower.SheetView;
import dev.bracketwire.sheets.table.SheetException;
import dev.bracketwire.sheets.table.SheetTable;
import dev.bracketwire.sheets.table.TableRecords;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers the commands about a sheet. */
public final class SheetDesk {
    private SheetDesk() {}

    /** Returns the state of the sheet of a tournament. */
    public static SheetView view(CommandRun run, String id) {
        return run.read(state -> {
            Tournament tournament = state.tournament(id);
            if (tournament.spreadsheet() == null) {
                return new SheetView(
                        "No sheet follows " + tournament.name() + ". Name a spreadsheet and a tab in the settings.",
                        false,
                        null,
                        null,
                        List.of(),
                        List.of());
            }
            return view(state, tournament);
        });
    }

    private static SheetView view(StateView state, Tournament tournament) throws SQLException {
        SheetMemory.Marked marked = SheetMemory.read(state, tournament);
        SheetMemory memory = marked.memory();
        UpstreamState google = Upstreams.read(state).stream()
                .filter(each -> each.name().equals(SheetFollower.UPSTREAM) && each.failingSince() != null)
                .findFirst()
                .orElse(null);
        boolean written = memory.readAt() != null && memory.done() >= marked.dirty();
        boolean current = written && google == null && memory.failure() == null;
        Instant nextTry = google == null ? memory.nextTry() : google.nextTry();
        Map<String, Person> people = state.people();
        String last = memory.readAt() == null ? "It was never read" : "It was read at " + memory.readAt();
        String again = nextTry == null ? "." : "; the next try is at " + nextTry + ".";
        String sentence;
        if (google != null) {
            sentence = "Google Sheets cannot be reached since " + google.failingSince() + ". " + last
                    + (written ? " and shows all changes" : " and lacks changes since") + again;
        } else if (memory.failure() != null) {
            sentence = "The sheet cannot be followed: " + memory.failure() + " " + last + again;
        } else {
            sentence = (current ? "The sheet shows " + tournament.name() + " as it is" : "The sheet is being written")
                    + ". " + last + again;
        }
        int edits = memory.edits().size();
        return new SheetView(
                edits == 0
                        ? sentence
                        : sentence + " " + edits + (edits == 1 ? " edit by hand waits." : " edits by hand wait."),
                current,
                memory.readAt(),
                nextTry,
                named(memory.problems(), people),
                named(memory.edits(), people));
    }

    private static List<String> named(List<String> sentences, Map<String, Person> people) {
        return sentences.stream().map(text -> TournamentApp.named(text, people)).toList();
    }

    /** Shows the edits by hand as a plan, or applies them once they are confirmed. */
    public static Answer plan(CommandRun run, String id, @Nullable String confirm) {
        Tournament tournament = run.read(state -> state.tournament(id));
        SheetPort port = run.app().ports().sheets();
        if (port == null) {
            throw new Refusal(
                    Reason.UNAVAILABLE,
                    "This process has no access to Google Sheets. Use the page of the server instead.");
        }
        SheetTable table = table(port, tournament);
        if (table == null) {
            throw new Refusal(
                    Reason.CONFLICT, "No sheet follows this tournament. Name a spreadsheet and a tab in the settings.");
        }
        TableRecords records = read(run, table);
        if (!SheetKeys.haveColumn(records.layout())) {
            throw new Refusal(Reason.CONFLICT, "The sheet cannot be read. " + SheetKeys.NO_COLUMN);
        }
        Map<String, Instant> noticed = notice(run, tournament, records);
        return run.plan(confirm, state -> {
            Seen seen = Seen.read(state, tournament, records);
            SheetEditPlan plan = new SheetEditPlan(seen.entries(), seen.comparison().edits, noticed);
            int left = plan.problems.size() + seen.comparison().problems.size();
            return new CommandRun.Planned(
                    "Edits in the sheet of " + tournament.name()
                            + (left == 0 ? "" : " (" + left + " left out; see the problems of the sheet)"),
                    Promotion.withPromotions(state, plan.changes),
                    writing -> SheetMemory.keepRows(writing, tournament.id(), plan.agreed));
        });
    }

    private static @Nullable SheetTable table(SheetPort port, Tournament tournament) {
        try {
            return tournament.spreadsheet() == null
                    ? null
                    : port.table(tournament).orElse(null);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    Reason.CONFLICT, e.getMessage() + ". Correct the spreadsheet or the tab in the settings.");
        }
    }

    private static TableRecords read(CommandRun run, SheetTable table) {
        try {
            return run.get(table.records().fresh());
        } catch (SheetException e) {
            throw new Refusal(
                    Reason.CONFLICT,
                    "The sheet cannot be read. " + String.join(" ", SheetFollower.sentences(e.problems())));
        } catch (CallException e) {
            throw new Refusal(
                    Reason.UNAVAILABLE,
                    "The sheet cannot be read now, so nothing was changed. Look at the state of the sheet for the reason and"
                            + " the next try.");
        }
    }

    /** Stores the time at which each edit was found, so that a plan that is confirmed later is still the same. */
    private static Map<String, Instant> notice(CommandRun run, Tournament tournament, TableRecords records) {
        return run.get(run.database().write(connection -> {
            StateTransaction state =
                    new StateTransaction(new SqlSession(run.database(), connection), run.now(), run.id(), run.person());
            Seen seen = Seen.read(state, tournament, records);
            SheetMemory memory = seen.marked().memory();
            Map<String, Instant> times = memory.noticing(seen.comparison().edits, run.now());
            if (!times.equals(memory.noticed())) {
                memory.noticed(times).keep(state, tournament.id());
            }
            return times;
        }));
    }
}
