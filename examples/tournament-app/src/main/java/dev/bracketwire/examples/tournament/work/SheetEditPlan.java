// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.work.SheetEdit.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns edits by hand into changes of the store. Edits that the tournament does not allow are left out, with the
 * reason.
 */
final class SheetEditPlan {
    /** The changes. */
    final List<StateChange> changes = new ArrayList<>();

    /** The rows on which both sides agree once the changes are made, by person. */
    final Map<String, SheetRow> agreed = new LinkedHashMap<>();

    /** The edits that are left out, as sentences. */
    final List<String> problems = new ArrayList<>();

    private final Map<String, Instant> noticed;
    private EntryList entries;

    /**
     * Plans the edits.
     *
     * @param noticed the time at which the edit of each person was found, which is the time of a check-in or registration in it
     */
    SheetEditPlan(EntryList entries, List<SheetEdit> edits, Map<String, Instant> noticed) {
        this.entries = entries;
        this.noticed = noticed;
        for (Kind kind : List.of(Kind.REMOVED, Kind.CHANGED, Kind.ADDED)) {
            edits.stream().filter(edit -> edit.kind() == kind).forEach(this::add);
        }
    }

    private void add(SheetEdit edit) {
        Entry before = entries.find(edit.person()).orElse(null);
        Entry after = after(edit, before);
        if (Objects.equals(before, after) || (after == null && edit.kind() != Kind.REMOVED)) {
            return;
        }
        changes.add(new StateChange.OfEntry(before, after));
        entries = entries.with(edit.person(), after);
        if (edit.row() != null) {
            agreed.put(edit.person(), edit.row());
        }
    }

    private @Nullable Entry after(SheetEdit edit, @Nullable Entry before) {
        Instant at = noticed.getOrDefault(edit.person(), Instant.EPOCH);
        if (edit.kind() == Kind.REMOVED || (edit.kind() == Kind.CHANGED && before == null)) {
            return null;
        }
        Entry base = before;
        if (edit.kind() == Kind.ADDED) {
            if (entries.free() < 1) {
                problems.add("{" + edit.person()
                        + "} was added in the sheet, and no place is free. Add places, or remove the" + " row.");
                return null;
            }
            base = before == null ? created(edit, at) : before.status(Entry.Status.REGISTERED);
        }
        if (base == null) {
            return null;
        }
        return with(edit, base, at);
    }

    private Entry created(SheetEdit edit, Instant at) {
        return new Entry(
                entries.tournament().id(),
                edit.person(),
                Entry.Status.REGISTERED,
                entries.nextPosition(),
                at,
                String.valueOf(edit.values().get(SheetRow.IGN)),
                Entry.Verification.UNVERIFIED,
                null,
                null,
                null);
    }

    private @Nullable Entry with(SheetEdit edit, Entry base, Instant at) {
        Entry after = base;
        if (edit.values().get(SheetRow.IGN) instanceof String name && !name.equals(after.riotId())) {
            after = after.account(name, Entry.Verification.UNVERIFIED, null);
        }
        if (edit.values().get(SheetRow.TEAM) instanceof String team) {
            after = after.team(team.isEmpty() ? null : team);
            if (!fits(after)) {
                problems.add("The team " + team + " of {" + edit.person()
                        + "} has no room. Write another team into the sheet.");
                return null;
            }
        }
        if (edit.values().get(SheetRow.CHECK_IN) instanceof Boolean ticked && ticked == (after.checkedIn() == null)) {
            after = after.checkedIn(ticked ? at : null);
        }
        return after;
    }

    private boolean fits(Entry entry) {
        if (entry.team() == null) {
            return true;
        }
        EntryList after = entries.with(entry.person(), entry);
        long players =
                after.members(entry.team()).stream().filter(Entry::registered).count();
        return players <= entries.tournament().teamSize()
                && after.teams().size() <= entries.tournament().teamLimit();
    }
}
