// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of one tournament, earliest first, with the queries that its rules need. */
public final class EntryList implements Iterable<Entry> {
    // The last position is given again once its entry is gone, so an undo can bring two entries of one position
    // together.
    private static final Comparator<Entry> ORDER = Comparator.comparingLong(Entry::position)
            .thenComparing(Entry::since)
            .thenComparing(Entry::person);

    private final Tournament tournament;
    private final Map<String, Entry> byPerson = new LinkedHashMap<>();

    /** Copies the entries. */
    public EntryList(Tournament tournament, Iterable<Entry> entries) {
        this.tournament = tournament;
        entries.forEach(entry -> byPerson.put(entry.person(), entry));
    }

    /** Returns the tournament. */
    public Tournament tournament() {
        return tournament;
    }

    /** Returns the entry of a person. */
    public Optional<Entry> find(String person) {
        return Optional.ofNullable(byPerson.get(person));
    }

    /** Returns the entries with a place. */
    public List<Entry> registered() {
        return byPerson.values().stream().filter(Entry::registered).toList();
    }

    /** Returns the waitlist in its order. */
    public List<Entry> waiting() {
        return byPerson.values().stream().filter(entry -> !entry.registered()).toList();
    }

    /** Returns the number of free places. */
    public int free() {
        return tournament.capacity() - registered().size();
    }

    /** Returns the position on the waitlist, counted from 1. */
    public int waitlistNumber(String person) {
        int number = 1;
        for (Entry entry : waiting()) {
            if (entry.person().equals(person)) {
                return number;
            }
            number++;
        }
        throw new IllegalArgumentException("the person does not wait");
    }

    /** Returns the position of the next entry. */
    public long nextPosition() {
        return byPerson.values().stream().mapToLong(Entry::position).max().orElse(0) + 1;
    }

    /** Returns the teams of entries with a place, as they are written first, with their numbers of players. */
    public Map<String, Integer> teams() {
        return count(registered());
    }

    /** Returns the teams that have a place and room for one more player. */
    public List<String> teamsWithRoom() {
        return teams().entrySet().stream()
                .filter(team -> team.getValue() < tournament.teamSize())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the names of all teams, those on the waitlist too. */
    public List<String> teamNames() {
        return List.copyOf(count(byPerson.values()).keySet());
    }

    /** Returns the members of a team, those on the waitlist too. */
    public List<Entry> members(String team) {
        String key = teamKey(team);
        return byPerson.values().stream()
                .filter(entry -> entry.team() != null && teamKey(entry.team()).equals(key))
                .toList();
    }

    /** Returns a list in which the entry of a person is another one, or gone if it is null. */
    public EntryList with(String person, @Nullable Entry entry) {
        return with(Map.of(person, Optional.ofNullable(entry)));
    }

    /** Returns a list in which the entries of these people are other ones, or gone. */
    public EntryList with(Map<String, Optional<Entry>> changed) {
        List<Entry> all = new ArrayList<>(byPerson.values());
        all.removeIf(each -> changed.containsKey(each.person()));
        changed.values().forEach(entry -> entry.ifPresent(all::add));
        all.sort(ORDER);
        return new EntryList(tournament, all);
    }

    /** Returns the text by which two spellings of a team are the same one. */
    public static String teamKey(String team) {
        return team.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }

    private static Map<String, Integer> count(Iterable<Entry> entries) {
        Map<String, String> spelling = new LinkedHashMap<>();
        Map<String, Integer> players = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry.team() != null) {
                String name = spelling.computeIfAbsent(teamKey(entry.team()), key -> entry.team());
                players.merge(name, 1, Integer::sum);
            }
        }
        return players;
    }

    /** Returns the number of entries. */
    public int size() {
        return byPerson.size();
    }

    @Override
    public Iterator<Entry> iterator() {
        return List.copyOf(byPerson.values()).iterator();
    }
}
