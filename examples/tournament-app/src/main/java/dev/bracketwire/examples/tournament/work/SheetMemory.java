// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.examples.tournament.AppJson;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.examples.tournament.state.StateView;
import dev.bracketwire.examples.tournament.state.Tournament;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of a sheet as it is stored.
 *
 * @param spreadsheet the spreadsheet that was followed
 * @param tab the tab that was followed
 * @param done the number of the mark up to which the sheet shows the store
 * @param readAt the time of the last read; null if there was none
 * @param nextTry the time before which it is not tried again; null for none
 * @param failure the reason for which the last try failed because of this sheet; null if it did not
 * @param problems the problems of the sheet, as sentences
 * @param edits the edits by hand, as sentences
 * @param noticed the time at which the edit of each person was found
 */
record SheetMemory(
        String spreadsheet,
        String tab,
        long done,
        @Nullable Instant readAt,
        @Nullable Instant nextTry,
        @Nullable String failure,
        List<String> problems,
        List<String> edits,
        Map<String, Instant> noticed) {
    SheetMemory {
        problems = List.copyOf(problems);
        edits = List.copyOf(edits);
        noticed = Map.copyOf(noticed);
    }

    /** Returns the memory of a sheet that was never read. */
    static SheetMemory none(Tournament tournament) {
        return new SheetMemory(
                String.valueOf(tournament.spreadsheet()),
                String.valueOf(tournament.tab()),
                -1,
                null,
                null,
                null,
                List.of(),
                List.of(),
                Map.of());
    }

    /** Returns the memory of a try that failed because of this sheet. */
    SheetMemory failed(List<String> why, Instant next) {
        return new SheetMemory(spreadsheet, tab, done, readAt, next, String.join(" ", why), why, edits, noticed);
    }

    SheetMemory noticed(Map<String, Instant> times) {
        return new SheetMemory(spreadsheet, tab, done, readAt, nextTry, failure, problems, edits, times);
    }

    /** Whether both look the same to a person. */
    boolean looksLike(SheetMemory other) {
        return problems.equals(other.problems)
                && edits.equals(other.edits)
                && Objects.equals(failure, other.failure)
                && done == other.done;
    }

    /** Returns the times at which edits were found: those that are known, and now for others. */
    Map<String, Instant> noticing(List<SheetEdit> found, Instant now) {
        Map<String, Instant> times = new LinkedHashMap<>();
        found.forEach(edit -> times.put(edit.person(), noticed.getOrDefault(edit.person(), now)));
        return times;
    }

    /**
     * The marks of a tournament.
     *
     * @param dirty the number of the last mark
     * @param memory the memory of its present sheet
     */
    record Marked(long dirty, SheetMemory memory) {}

    static Marked read(StateView state, Tournament tournament) throws SQLException {
        SheetMemory none = none(tournament);
        return state.sql()
                .find(
                        "SELECT dirty, view_json FROM ${sheet_state} WHERE tournament = ?",
                        row -> {
                            String json = row.getString(2);
                            SheetMemory memory = json == null ? none : AppJson.read(json, SheetMemory.class);
                            boolean same = memory.spreadsheet.equals(none.spreadsheet) && memory.tab.equals(none.tab);
                            return new Marked(row.getLong(1), same ? memory : none);
                        },
                        tournament.id())
                .orElse(new Marked(0, none));
    }

    void keep(StateTransaction state, String tournament) throws SQLException {
        state.sql()
                .update(
                        "INSERT INTO ${sheet_state} (tournament, dirty, view_json) VALUES (?, 0, ?)"
                                + " ON CONFLICT (tournament) DO UPDATE SET view_json = excluded.view_json",
                        tournament,
                        AppJson.write(this));
    }

    /** Returns the rows on which both sides agree, by person; none if the tournament has another sheet by now. */
    Map<String, SheetRow> rows(StateView state, String tournament) throws SQLException {
        Map<String, SheetRow> rows = new LinkedHashMap<>();
        if (readAt != null) {
            state.sql()
                    .list(
                            "SELECT * FROM ${sheet_rows} WHERE tournament = ? ORDER BY person",
                            row -> rows.put(
                                    row.getString("person"), row(row.getString("row_key"), row.getString("row_json"))),
                            tournament);
        }
        return rows;
    }

    @SuppressWarnings("unchecked") // a JSON object
    private static SheetRow row(String key, String json) {
        return new SheetRow(key, AppJson.read(json, Map.class));
    }

    /** Stores the rows on which both sides agree now. */
    static void keepRows(StateTransaction state, String tournament, Map<String, SheetRow> rows) throws SQLException {
        for (Map.Entry<String, SheetRow> each : rows.entrySet()) {
            state.sql()
                    .update(
                            "INSERT INTO ${sheet_rows} (tournament, person, row_key, row_json) VALUES (?, ?, ?, ?)"
                                    + " ON CONFLICT (tournament, person) DO UPDATE SET row_key = excluded.row_key,"
                                    + " row_json = excluded.row_json",
                            tournament,
                            each.getKey(),
                            each.getValue().key(),
                            AppJson.write(each.getValue().values()));
        }
    }

    /** Forgets the rows of these people, or of all if it is null. */
    static void forgetRows(StateTransaction state, String tournament, @Nullable Iterable<String> people)
            throws SQLException {
        if (people == null) {
            state.sql().update("DELETE FROM ${sheet_rows} WHERE tournament = ?", tournament);
            return;
        }
        for (String person : people) {
            state.sql().update("DELETE FROM ${sheet_rows} WHERE tournament = ? AND person = ?", tournament, person);
        }
    }
}
