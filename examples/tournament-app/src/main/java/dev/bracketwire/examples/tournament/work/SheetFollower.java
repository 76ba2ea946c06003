// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.CallException;
import dev.bracketwire.StatusException;
import dev.bracketwire.StoreException;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.examples.tournament.Ports.SheetPort;
import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.StateView;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.sheets.table.SheetException;
import dev.bracketwire.sheets.table.SheetProblem;
import dev.bracketwire.sheets.table.SheetTable;
import dev.bracketwire.sheets.table.TableRecords;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the sheet of a tournament up to date, and finds the edits that people make in the sheet. */
public final class SheetFollower implements WorkLoop.Task {
    static final String UPSTREAM = "sheets";
    private static final Logger log = LoggerFactory.getLogger(SheetFollower.class);
    private static final Duration REPEAT = Duration.ofSeconds(5);
    private static final Duration REPAIR = Duration.ofMinutes(1);

    private final SheetPort port;
    private final Duration pace;

    SheetFollower(SheetPort port, Duration pace) {
        this.port = port;
        this.pace = pace;
    }

    @Override
    public void run(WorkTurn turn) {
        for (Tournament each : turn.read(this::due)) {
            if (!turn.isActive() || !turn.app().upstreams().isDue(UPSTREAM)) {
                break;
            }
            try {
                follow(turn, each);
            } catch (StoreException e) {
                throw e;
            } catch (RuntimeException e) {
                if (!turn.isActive()) {
                    return;
                }
                log.error("the sheet of {} cannot be followed", each.id(), e); // the other sheets are still followed
                failed(turn, each, List.of("The application cannot follow this sheet; its log has the reason."));
            }
        }
    }

    private List<Tournament> due(StateView state) throws SQLException {
        List<Tournament> due = new ArrayList<>();
        for (Tournament each : state.tournaments()) {
            if (each.spreadsheet() != null && isDue(SheetMemory.read(state, each), state.now())) {
                due.add(each);
            }
        }
        return due;
    }

    private boolean isDue(SheetMemory.Marked marked, Instant now) {
        SheetMemory memory = marked.memory();
        if (memory.nextTry() != null) {
            return !now.isBefore(memory.nextTry()) || memory.nextTry().isAfter(now.plus(REPAIR));
        }
        return marked.dirty() > memory.done()
                || memory.readAt() == null
                || memory.readAt().isAfter(now) // the clock was set back since
                || !now.isBefore(memory.readAt().plus(pace));
    }

    private void follow(WorkTurn turn, Tournament tournament) {
        Optional<SheetTable> found;
        try {
            found = port.table(tournament);
        } catch (IllegalArgumentException e) {
            failed(turn, tournament, List.of(e.getMessage() + ". Correct the spreadsheet or the tab in the settings."));
            return;
        }
        if (found.isEmpty()) {
            failed(
                    turn,
                    tournament,
                    List.of("No sheet is known by this name. Correct the spreadsheet in the settings."));
            return;
        }
        try {
            follow(turn, tournament, found.get().lease(turn.app().database()));
            turn.app().upstreams().saw(UPSTREAM, null);
        } catch (SheetException e) {
            failed(turn, tournament, sentences(e.problems()));
        } catch (StatusException e) {
            if (e instanceof UnauthorizedException || e.status() >= 500) {
                turn.app().upstreams().saw(UPSTREAM, e.getMessage());
            } else {
                failed(turn, tournament, List.of(String.valueOf(e.getMessage())));
            }
        } catch (CallException e) {
            if (turn.isActive()) {
                turn.app().upstreams().saw(UPSTREAM, e.getMessage());
            }
        }
    }

    private static void follow(WorkTurn turn, Tournament tournament, SheetTable table) {
        List<String> problems = sentences(table.check().get());
        Instant readAt = turn.now();
        TableRecords records = table.records().get();
        if (!SheetKeys.haveColumn(records.layout())) {
            problems = new ArrayList<>(problems);
            problems.add(SheetKeys.NO_COLUMN);
            failed(turn, tournament, problems);
            return;
        }
        Seen seen = turn.read(state -> Seen.read(state, tournament, records));
        SheetWriter writer = new SheetWriter(table, tournament.capacity(), records.layout());
        if (seen.comparison.writes() && turn.isActive()) {
            writer.write(seen.comparison);
        }
        Set<String> all = new LinkedHashSet<>(problems);
        all.addAll(seen.comparison.problems);
        all.addAll(new SheetEditPlan(seen.entries, seen.comparison.edits, Map.of()).problems);
        all.addAll(writer.problems);
        boolean complete = writer.problems.isEmpty();
        SheetMemory before = seen.marked.memory();
        SheetMemory after = new SheetMemory(
                before.spreadsheet(),
                before.tab(),
                complete ? seen.marked.dirty() : before.done(),
                readAt,
                complete ? null : readAt.plus(REPEAT),
                null,
                List.copyOf(all),
                seen.comparison.edits.stream().map(SheetEdit::sentence).toList(),
                before.noticing(seen.comparison.edits, readAt));
        turn.write(WorkTurn.WORK, state -> {
            if (before.readAt() == null) {
                SheetMemory.forgetRows(state, tournament.id(), null); // the rows of an earlier sheet
            }
            SheetMemory.forgetRows(state, tournament.id(), seen.comparison.gone);
            SheetMemory.forgetRows(state, tournament.id(), writer.freed);
            SheetMemory.keepRows(state, tournament.id(), seen.comparison.agreed);
            SheetMemory.keepRows(state, tournament.id(), writer.written);
            after.keep(state, tournament.id());
            if (!after.looksLike(before)) {
                state.topic("sheet:" + tournament.id());
                state.announce();
            }
            return true;
        });
    }

    private static void failed(WorkTurn turn, Tournament tournament, List<String> problems) {
        turn.write(WorkTurn.WORK, state -> {
            SheetMemory before = SheetMemory.read(state, tournament).memory();
            SheetMemory after = before.failed(problems, turn.now().plus(REPAIR));
            after.keep(state, tournament.id());
            if (!after.looksLike(before)) {
                state.topic("sheet:" + tournament.id());
                state.announce();
            }
            return true;
        });
    }

    static List<String> sentences(List<SheetProblem> problems) {
        return problems.stream().map(SheetProblem::toString).distinct().toList();
    }

    /**
     * The store as it is compared with a sheet.
     *
     * @param marked the marks and the memory
     * @param entries the entries
     * @param comparison the comparison
     */
    record Seen(SheetMemory.Marked marked, EntryList entries, SheetComparison comparison) {
        static Seen read(StateView state, Tournament tournament, TableRecords records) throws SQLException {
            SheetMemory.Marked marked = SheetMemory.read(state, tournament);
            EntryList entries =
                    state.entries(state.findTournament(tournament.id()).orElse(tournament));
            Map<String, SheetRow> rows = marked.memory().rows(state, tournament.id());
            return new Seen(marked, entries, new SheetComparison(entries, state.people(), rows, records));
        }
    }

    /**
     * The state of a sheet.
     *
     * @param sentence the state in words
     * @param current whether the sheet shows the tournament as it is
     * @param readAt the time of the last read; null if it was never read
     * @param nextTry the time of the next try; null if the last one worked
     * @param problems the problems of the sheet, with the next step
     * @param edits the edits by hand that wait for a decision, as sentences
     */
    public record SheetView(
            String sentence,
            boolean current,
            @Nullable Instant readAt,
            @Nullable Instant nextTry,
            List<String> problems,
            List<String> edits) {}
}
