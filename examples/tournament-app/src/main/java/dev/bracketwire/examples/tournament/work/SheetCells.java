// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.examples.tournament.state.PlainText;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.sheets.CellType;
import dev.bracketwire.sheets.CellTypeException;
import dev.bracketwire.sheets.table.SheetRecord;
import dev.bracketwire.sheets.table.TableLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the values of rows, and finds those that a tournament cannot hold. */
final class SheetCells {
    private static final int LONGEST = 40;

    private final Tournament tournament;
    private final TableLayout layout;
    private final List<String> problems;

    /**
     * Reads rows of a sheet.
     *
     * @param problems receives the problems, as sentences
     */
    SheetCells(Tournament tournament, TableLayout layout, List<String> problems) {
        this.tournament = tournament;
        this.layout = layout;
        this.problems = problems;
    }

    /** Returns the value of a role; null if it has no column or cannot be read. */
    @Nullable
    Object value(SheetRecord record, String role) {
        if (layout.findColumn(role).isEmpty()) {
            return null;
        }
        if (role.equals(SheetRow.IGN) || role.equals(SheetRow.TEAM)) {
            return record.text(role).strip();
        }
        try {
            return record.read(role, CellType.bool()).orElse(false);
        } catch (CellTypeException e) {
            problems.add(e.getMessage() + ". Tick the box or leave it empty.");
            return null;
        }
    }

    /** Whether the store can hold a value; otherwise this adds the problem. */
    boolean isUsable(SheetRecord record, String field, Object value) {
        if (field.equals(SheetRow.IGN) && RiotId.tryParse((String) value).isEmpty()) {
            problems.add(record + ": \"" + value + "\" is no Riot ID. Write it like Ann#EUW.");
            return false;
        }
        if (field.equals(SheetRow.TEAM) && !tournament.hasTeams()) {
            problems.add(record + ": nobody plays in teams here. Empty the cell of the team.");
            return false;
        }
        if (value instanceof String text && (text.length() > LONGEST || !PlainText.isPlain(text))) {
            problems.add(record + ": the text of " + field
                    + " is too long or has a character that cannot be shown. Write 1 to " + LONGEST
                    + " characters in one line.");
            return false;
        }
        return true;
    }

    /** Returns all values of a row that was added by hand; empty if it has no usable name, which is a problem. */
    Optional<Map<String, Object>> person(SheetRecord record) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String field : SheetRow.FIELDS) {
            Object value = value(record, field);
            if (value != null) {
                if (!value.equals("") && !isUsable(record, field, value)) {
                    return Optional.empty();
                }
                values.put(field, value);
            }
        }
        if (values.getOrDefault(SheetRow.IGN, "").equals("")) {
            problems.add(record + ": the Riot ID is missing. Fill it in, or remove the row.");
            return Optional.empty();
        }
        return Optional.of(values);
    }
}
