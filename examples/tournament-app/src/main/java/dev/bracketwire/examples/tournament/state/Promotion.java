// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Decides which entries move from the waitlist to free places. Without teams it is the earliest entry. With teams, a
 * team that waits as a whole goes before a partner for a team with room, and both go before a single player of a new
 * team.
 */
public final class Promotion {
    private Promotion() {}

    /** Returns the entries that move up, in order, until no place is free or no entry fits. */
    public static List<Entry> next(EntryList entries) {
        if (!entries.tournament().hasTeams()) {
            List<Entry> waiting = entries.waiting();
            return waiting.subList(0, Math.max(0, Math.min(entries.free(), waiting.size())));
        }
        TeamPlaces places = new TeamPlaces(entries);
        List<Entry> promoted = new ArrayList<>();
        for (List<Entry> next = places.next(); !next.isEmpty(); next = places.next()) {
            promoted.addAll(next);
        }
        return promoted;
    }

    /** Gives free places one after the other, without a new list of all entries for each. */
    private static final class TeamPlaces {
        private final int size;
        private final int limit;
        private final List<Entry> waiting;
        private final Map<String, Integer> registered = new HashMap<>();
        private final Map<String, List<Entry>> members = new HashMap<>();
        private int free;

        TeamPlaces(EntryList entries) {
            size = entries.tournament().teamSize();
            limit = entries.tournament().teamLimit();
            free = entries.free();
            waiting = new ArrayList<>(entries.waiting());
            for (Entry entry : entries) {
                if (entry.team() != null) {
                    members.computeIfAbsent(key(entry), key -> new ArrayList<>())
                            .add(entry);
                    if (entry.registered()) {
                        registered.merge(key(entry), 1, Integer::sum);
                    }
                }
            }
        }

        List<Entry> next() {
            if (free < 1) {
                return List.of();
            }
            boolean roomForTeam = registered.size() < limit;
            Optional<List<Entry>> whole = roomForTeam && free >= size
                    ? first(entry -> entry.team() != null
                                    && !registered.containsKey(key(entry))
                                    && of(entry).size() == size)
                            .map(this::of)
                    : Optional.empty();
            List<Entry> next = whole.or(() -> first(
                                    entry -> entry.team() != null && registered.getOrDefault(key(entry), size) < size)
                            .map(List::of))
                    .or(() -> first(entry ->
                                    entry.team() == null || (roomForTeam && !registered.containsKey(key(entry))))
                            .map(List::of))
                    .orElse(List.of());
            for (Entry entry : next) {
                free--;
                waiting.remove(entry);
                if (entry.team() != null) {
                    registered.merge(key(entry), 1, Integer::sum);
                }
            }
            return next;
        }

        private List<Entry> of(Entry entry) {
            return members.getOrDefault(key(entry), List.of());
        }

        private Optional<Entry> first(Predicate<Entry> fits) {
            return waiting.stream().filter(fits).findFirst();
        }

        private static String key(Entry entry) {
            return EntryList.teamKey(Objects.requireNonNull(entry.team()));
        }
    }

    /** Returns the changes that move entries up to the free places. */
    public static List<StateChange> changes(EntryList entries) {
        return next(entries).stream()
                .map(entry -> (StateChange) new StateChange.OfEntry(entry, entry.status(Entry.Status.REGISTERED)))
                .toList();
    }

    /** Returns the changes, followed by those that move others up to the places that become free. */
    public static List<StateChange> withPromotions(StateView state, List<StateChange> changes) throws SQLException {
        Map<String, Tournament> settings = new TreeMap<>();
        Map<String, Map<String, Optional<Entry>>> changed = new HashMap<>();
        for (StateChange change : changes) {
            String id = change.place();
            if (id == null) {
                continue;
            }
            if (!settings.containsKey(id)) {
                state.findTournament(id).ifPresent(present -> settings.put(id, present));
            }
            if (change instanceof StateChange.OfEntry entry) {
                changed.computeIfAbsent(id, key -> new HashMap<>())
                        .put(entry.subject(), Optional.ofNullable(entry.after()));
            } else if (change instanceof StateChange.OfTournament of && of.after() != null) {
                settings.computeIfPresent(id, (key, present) -> of.after());
            }
        }
        List<StateChange> all = new ArrayList<>(changes);
        for (Tournament each : settings.values()) {
            EntryList entries = state.entries(each).with(changed.getOrDefault(each.id(), Map.of()));
            all.addAll(changes(entries));
        }
        return joined(all);
    }

    /**
     * Makes one change of two about the same entry, since a person gets one message. An undo may send somebody back to the
     * waitlist who moves up again at once: then nothing changes.
     */
    private static List<StateChange> joined(List<StateChange> changes) {
        Map<String, Integer> places = new HashMap<>();
        List<Optional<StateChange>> all = new ArrayList<>();
        for (StateChange change : changes) {
            Integer earlier = change instanceof StateChange.OfEntry
                    ? places.putIfAbsent(change.place() + " " + change.subject(), all.size())
                    : null;
            if (earlier == null) {
                all.add(Optional.of(change));
                continue;
            }
            Entry before = ((StateChange.OfEntry) all.get(earlier).orElse(change)).before();
            Entry after = ((StateChange.OfEntry) change).after();
            all.set(
                    earlier,
                    Objects.equals(before, after)
                            ? Optional.empty()
                            : Optional.of(new StateChange.OfEntry(before, after)));
        }
        return all.stream().flatMap(Optional::stream).toList();
    }
}
