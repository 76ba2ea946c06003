// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Makes two tables the same, row by row as their keys say. It is immutable, and nothing changes before a plan is applied.
 *
 * <p>Unless told otherwise the second table follows the first: rows it lacks are added, fields that differ are changed, and
 * rows the first has not are removed. A column the first table has not is left alone. Values are the same if they read the
 * same, so that {@code 12} and {@code "12"} are, and so are null, empty text, and nothing; else what formats cannot tell
 * apart would be planned again and again.
 *
 * <p>Planning reads both tables once and sorts them in a temporary file, so that memory grows with the changes and not with
 * the rows. A row without a key, or with the key of another, ends it with a {@link RowException}, since nobody could say
 * which row is meant. If a table lists its columns, as a database's does, a row with another one ends it as well.
 *
 * <pre>{@code
 * Plan<RowChange> plan = Sync.of(roster, site).by("id").plan().get();
 * System.out.println(plan);
 * Report<RowChange> report = plan.apply().get();
 * }</pre>
 */
public final class Sync {
    final Table left;
    final Table right;
    final List<String> keys;
    final List<String> columns;
    final boolean bothWays;
    final boolean removing;
    final OnConflict onConflict;

    private Sync(
            Table left,
            Table right,
            List<String> keys,
            List<String> columns,
            boolean bothWays,
            boolean removing,
            OnConflict onConflict) {
        this.left = left;
        this.right = right;
        this.keys = keys;
        this.columns = columns;
        this.bothWays = bothWays;
        this.removing = removing;
        this.onConflict = onConflict;
    }

    /**
     * Compares two tables.
     *
     * @param source what leads
     * @param target what follows; a file that is not there yet is an empty table
     */
    public static Sync of(Table source, Table target) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(target, "target");
        return new Sync(source, target, List.of(), List.of(), false, true, OnConflict.left());
    }

    /** Says which columns together tell a row from all others. */
    public Sync by(String column, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.add(0, column);
        return new Sync(left, right, List.copyOf(all), columns, bothWays, removing, onConflict);
    }

    /** Looks at these columns only, besides the key; what else the target's rows have stays. */
    public Sync columns(String... some) {
        return new Sync(left, right, keys, List.of(some), bothWays, removing, onConflict);
    }

    /** Leaves rows alone that the source has not, and which would else be removed. */
    public Sync withoutRemoving() {
        return new Sync(left, right, keys, columns, bothWays, false, onConflict);
    }

    /** Says which of two rows that differ is right. Unset, the source's is. */
    public Sync onConflict(OnConflict policy) {
        return new Sync(left, right, keys, columns, bothWays, removing, Objects.requireNonNull(policy, "policy"));
    }

    /**
     * Lets both tables follow each other: rows that one lacks are added to it, and rows that differ are settled. Nothing is
     * removed, as a row that one lacks may have been removed there or added here, and the tables do not tell.
     */
    public Sync bothWays(OnConflict policy) {
        return new Sync(left, right, keys, columns, true, false, Objects.requireNonNull(policy, "policy"));
    }

    /**
     * Works out what to do.
     *
     * @throws IllegalStateException if {@link #by} was not called
     */
    public Call<Plan<RowChange>> plan() {
        if (keys.isEmpty()) {
            throw new IllegalStateException("say which columns tell the rows apart: by(\"id\")");
        }
        return ExchangeThreads.SHARED.call("sync", work -> {
            try (SyncRun run = new SyncRun(this, work)) {
                return run.plan();
            }
        });
    }

    /** Works out what to do, and does it. */
    public Call<Report<RowChange>> run() {
        return plan().then(Plan::apply);
    }
}
