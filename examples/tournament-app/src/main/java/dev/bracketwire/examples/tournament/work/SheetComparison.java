// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.work.SheetEdit.Kind;
import dev.bracketwire.sheets.table.SheetRecord;
import dev.bracketwire.sheets.table.TableRecords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares a sheet with the store and with the rows that both last agreed on. Changes of the store alone are written.
 * Changes in the sheet wait as edits, even if the store has changed the same value.
 */
final class SheetComparison {
    /** The rows to add, by person. */
    final Map<String, SheetRow> additions = new LinkedHashMap<>();

    /** The keys of the rows to free, by person. */
    final Map<String, String> removals = new LinkedHashMap<>();

    /** The rows to change. */
    final List<Update> updates = new ArrayList<>();

    /** The rows on which both sides agree by now without a write, by person. */
    final Map<String, SheetRow> agreed = new LinkedHashMap<>();

    /** The people that are gone from both sides. */
    final Set<String> gone = new LinkedHashSet<>();

    /** The edits by hand. */
    final List<SheetEdit> edits = new ArrayList<>();

    /** The rows that cannot be compared, in sentences with the next step. */
    final List<String> problems = new ArrayList<>();

    private final EntryList entries;
    private final Map<String, Person> people;
    private final TableRecords sheet;
    private final SheetKeys keys;
    private final SheetCells cells;
    private final Map<String, List<SheetRecord>> byKey;
    private final Set<String> seen = new LinkedHashSet<>();

    SheetComparison(EntryList entries, Map<String, Person> people, Map<String, SheetRow> known, TableRecords sheet) {
        this.entries = entries;
        this.people = people;
        this.sheet = sheet;
        this.keys = new SheetKeys(people);
        this.cells = new SheetCells(entries.tournament(), sheet.layout(), problems);
        this.byKey = sheet.list().stream()
                .collect(Collectors.groupingBy(SheetRecord::key, LinkedHashMap::new, Collectors.toList()));
        byKey.keySet().forEach(keys::use);
        known.values().forEach(row -> {
            keys.use(row.key());
            seen.add(row.key());
        });
        known.forEach(this::compare);
        for (Entry entry : entries.registered()) {
            if (!known.containsKey(entry.person())) {
                enter(entry);
            }
        }
        byKey.forEach((key, rows) -> {
            if (!seen.contains(key) && rows.size() == 1) {
                addedByHand(rows.get(0));
            }
        });
    }

    private void compare(String person, SheetRow row) {
        List<SheetRecord> rows = byKey.getOrDefault(row.key(), List.of());
        if (rows.size() > 1) {
            return; // the sheet itself has this problem
        }
        // If the process ended after it had written a new key, the row is found by that key.
        Optional<SheetRecord> record = rows.isEmpty() ? ownRow(person) : Optional.of(rows.get(0));
        Optional<Entry> entry = entries.find(person).filter(Entry::registered);
        if (entry.isPresent() && record.isPresent()) {
            compare(entry.get(), row, record.get());
        } else if (entry.isPresent()) {
            edits.add(new SheetEdit(
                    person,
                    Kind.REMOVED,
                    Map.of(),
                    null,
                    "The row of {" + person + "} was removed. To keep the place, undo that" + " in the sheet."));
        } else if (record.isPresent() && people.containsKey(person) && isEdited(row, record.get())) {
            left(person, record.get());
        } else if (record.isPresent()) {
            removals.put(person, record.get().key());
        } else {
            gone.add(person);
        }
    }

    private boolean isEdited(SheetRow row, SheetRecord record) {
        return SheetRow.FIELDS.stream().anyMatch(field -> {
            Object there = cells.value(record, field);
            Object agreed = row.values().get(field);
            return there != null && agreed != null && !there.equals(agreed) && !there.equals("");
        });
    }

    /** Keeps the row of somebody who has left while it was changed by hand. */
    private void left(String person, SheetRecord record) {
        cells.person(record)
                .ifPresent(values -> edits.add(new SheetEdit(
                        person,
                        Kind.ADDED,
                        values,
                        new SheetRow(record.key(), values),
                        "{" + person + "} has left, and their row was changed by hand since. Remove the row if that is"
                                + " settled.")));
    }

    private Optional<SheetRecord> ownRow(String person) {
        Optional<SheetRecord> found = keys.possible(person).stream()
                .filter(key -> !seen.contains(key))
                .flatMap(key -> sheet.find(key).stream())
                .findFirst();
        found.ifPresent(record -> seen.add(record.key()));
        return found;
    }

    private void enter(Entry entry) {
        Optional<SheetRecord> record = ownRow(entry.person());
        if (record.isPresent()) {
            SheetRow row = SheetRow.of(record.get().key(), entry);
            agreed.put(entry.person(), row);
            compare(entry, row, record.get());
        } else {
            additions.put(entry.person(), SheetRow.of(keys.create(entry.person()), entry));
        }
    }

    private void compare(Entry entry, SheetRow row, SheetRecord record) {
        String person = entry.person();
        if (Boolean.FALSE.equals(cells.value(record, SheetRow.REGISTERED))) {
            edits.add(new SheetEdit(
                    person, Kind.REMOVED, Map.of(), null, "{" + person + "} is not ticked as registered any more."));
            return;
        }
        SheetRow store = SheetRow.of(record.key(), entry);
        Map<String, Object> settled = new LinkedHashMap<>();
        Map<String, Object> written = new LinkedHashMap<>();
        Map<String, Object> byHand = new LinkedHashMap<>();
        for (String field : SheetRow.FIELDS) {
            Object there = cells.value(record, field);
            Object wanted = store.values().get(field);
            if (there == null) {
                continue;
            }
            if (there.equals(wanted)) {
                settled.put(field, wanted);
            } else if (there.equals(row.values().get(field))) {
                written.put(field, wanted);
            } else if (!row.values().containsKey(field) && (there.equals("") || there.equals(false))) {
                settled.put(field, there); // an empty column that was not there before
                written.put(field, wanted);
            } else if (cells.isUsable(record, field, there)) {
                byHand.put(field, there);
            }
        }
        SheetRow now = row.with(record.key(), settled);
        if (!now.equals(row)) {
            agreed.put(person, now);
        }
        String newKey = keys.isCurrent(person, record.key()) ? null : keys.create(person);
        if (newKey != null || !written.isEmpty()) {
            updates.add(new Update(person, now, newKey, written));
        }
        if (!byHand.isEmpty()) {
            edits.add(new SheetEdit(
                    person,
                    Kind.CHANGED,
                    byHand,
                    now.with(now.key(), byHand),
                    sentence(person, byHand, store.values())));
        }
    }

    private static String sentence(String person, Map<String, Object> byHand, Map<String, Object> store) {
        return byHand.entrySet().stream()
                .map(each -> each.getKey() + " is " + word(each.getValue()) + " in the sheet and "
                        + word(store.get(each.getKey())) + " in the tournament")
                .collect(Collectors.joining(", ", "{" + person + "}: ", "."));
    }

    private static String word(@Nullable Object value) {
        return value instanceof Boolean ticked
                ? ticked ? "ticked" : "not ticked"
                : "\"" + String.valueOf(value).replace("{p-", "{ p-") + "\"";
    }

    private void addedByHand(SheetRecord record) {
        List<String> named = people.values().stream()
                .map(Person::id)
                .filter(person -> keys.isCurrent(person, record.key()))
                .toList();
        if (named.size() != 1) {
            problems.add(record + ": " + (named.isEmpty() ? "nobody" : "more than one person")
                    + " is known by this name." + " Have the person sign in and register, then remove the row.");
            return;
        }
        String person = named.get(0);
        if (entries.find(person).filter(Entry::registered).isPresent()) {
            problems.add(record + ": this person has another row. Remove one of the two.");
            return;
        }
        cells.person(record)
                .ifPresent(values -> edits.add(new SheetEdit(
                        person,
                        Kind.ADDED,
                        values,
                        new SheetRow(record.key(), values),
                        "A row for {" + person + "} was added, as " + values.get(SheetRow.IGN) + ".")));
    }

    /** Whether the sheet is to be written. */
    boolean writes() {
        return !additions.isEmpty() || !removals.isEmpty() || !updates.isEmpty();
    }

    /**
     * A row to change.
     *
     * @param person the person
     * @param row the row on which both sides agree
     * @param newKey the key to give to the row; null for the same
     * @param values the values to write by role
     */
    record Update(String person, SheetRow row, @Nullable String newKey, Map<String, Object> values) {
        SheetRow after() {
            return row.with(newKey == null ? row.key() : newKey, values);
        }
    }
}
