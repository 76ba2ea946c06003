// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.table.internal.PreparedRows;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Registers people in the rows that an organiser has prepared for them. Made by {@link SheetTable#registration}, which sends
 * nothing.
 *
 * <pre>{@code
 * RegistrationList list = cup.table("Players").registration(32);
 * ClaimResult result = list.claim(Map.of("discord", "cid", "ign", "Cid#EUW")).get();
 * String reply = result.fold(
 *         registered -> "You are in row " + registered.row(),
 *         alreadyThere -> "You are registered already",
 *         full -> "All " + full.capacity() + " places are taken");
 * list.release("ben").get();
 * }</pre>
 *
 * <p>A row is free if its key cell is empty, whatever its checkboxes say. Two people never share a row, however many threads
 * ask at once; with {@link SheetTable#lease} this holds for several nodes too. Calls at the same time travel in one write. If
 * the answer of Google is lost, the sheet is read before the write is repeated, so no person is registered twice.
 *
 * <p>The rows, their formats and the columns without a role stay. Instances are immutable and safe for several threads.
 */
public final class RegistrationList {
    private final SheetTable table;
    private final int capacity;
    private final PreparedRows rows;

    RegistrationList(SheetTable table, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, not " + capacity);
        }
        this.table = table;
        this.capacity = capacity;
        this.rows = new PreparedRows(table.state());
    }

    /** Returns the number of places. */
    public int capacity() {
        return capacity;
    }

    /** Returns the table. */
    public SheetTable table() {
        return table;
    }

    /**
     * Gives a person the first free row. The role {@code registered} is set to TRUE and other checkboxes to FALSE, and text of
     * an earlier person is removed, unless a value is named. Rows are added below only where no row is prepared.
     *
     * @param person the values by role or header, among them the key
     * @throws SheetException (the call) if there is no key, or a column is missing or filled by formulas
     */
    public Call<ClaimResult> claim(Map<String, ? extends @Nullable Object> person) {
        return rows.claim(person, capacity);
    }

    /**
     * Frees the row of a person: the cells of all roles are emptied and checkboxes set to FALSE. The row stays for the next one.
     * Returns whether the person had a row.
     */
    public Call<Boolean> release(String key) {
        return rows.release(key);
    }

    /**
     * Plans to free all rows, for the next tournament: the cells of all roles are emptied and checkboxes set to FALSE. It is
     * applied in one request and counts the rows that really change; {@link SheetTable#planUndo} takes it back.
     */
    public Call<Plan<RowChange>> planReset() {
        return rows.planReset();
    }

    /** Frees all rows; see {@link #planReset}. */
    public Call<Report<RowChange>> reset() {
        return planReset().then(Plan::apply);
    }

    /**
     * Plans to set the checkboxes of the role {@code checkin} to FALSE, and nothing else.
     *
     * @throws SheetException (the call) if the role has no column
     */
    public Call<Plan<RowChange>> planResetCheckIn() {
        return rows.planReset(ColumnRole.CHECK_IN.name());
    }

    /** Sets the checkboxes of the role {@code checkin} to FALSE; see {@link #planResetCheckIn}. */
    public Call<Report<RowChange>> resetCheckIn() {
        return planResetCheckIn().then(Plan::apply);
    }
}
