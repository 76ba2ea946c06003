// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.MatchLogEntry;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.PersonAlias;
import dev.bracketwire.speedgaming.PersonMerge;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.Suggestion;
import dev.bracketwire.speedgaming.TournamentFeed;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Holds all that a store in memory keeps. The values are immutable, so a copy of the maps is a copy of the state. */
final class MemoryState {
    final TreeMap<Long, ScheduledMatch> matches;
    final Map<Long, Long> bySource;
    final Map<String, Long> byHostKey;
    final List<MatchLogEntry> log;
    final TreeMap<Long, Person> persons;
    final Map<String, Long> byDiscordId;
    final Map<String, Long> byHostUser;
    final TreeMap<AliasKey, PersonAlias> aliases;
    final Map<AliasValue, Set<Long>> byAlias;
    final TreeMap<Long, Suggestion> suggestions;
    final TreeMap<Long, PersonMerge> merges;
    final Map<Long, String> undoStates;
    final TreeMap<Long, ImportRun> runs;
    final TreeMap<Long, byte[]> bodies;
    final Map<String, Long> applied;
    final TreeMap<String, TournamentFeed> feeds;
    final Set<String> enabled;
    final Map<String, String> texts;
    private long lastId;

    MemoryState() {
        this.matches = new TreeMap<>();
        this.bySource = new HashMap<>();
        this.byHostKey = new HashMap<>();
        this.log = new ArrayList<>();
        this.persons = new TreeMap<>();
        this.byDiscordId = new HashMap<>();
        this.byHostUser = new HashMap<>();
        this.aliases = new TreeMap<>();
        this.byAlias = new HashMap<>();
        this.suggestions = new TreeMap<>();
        this.merges = new TreeMap<>();
        this.undoStates = new HashMap<>();
        this.runs = new TreeMap<>();
        this.bodies = new TreeMap<>();
        this.applied = new HashMap<>();
        this.feeds = new TreeMap<>();
        this.enabled = new HashSet<>();
        this.texts = new HashMap<>();
    }

    private MemoryState(MemoryState other) {
        this.matches = new TreeMap<>(other.matches);
        this.bySource = new HashMap<>(other.bySource);
        this.byHostKey = new HashMap<>(other.byHostKey);
        this.log = new ArrayList<>(other.log);
        this.persons = new TreeMap<>(other.persons);
        this.byDiscordId = new HashMap<>(other.byDiscordId);
        this.byHostUser = new HashMap<>(other.byHostUser);
        this.aliases = new TreeMap<>(other.aliases);
        this.byAlias = new HashMap<>(other.byAlias);
        this.suggestions = new TreeMap<>(other.suggestions);
        this.merges = new TreeMap<>(other.merges);
        this.undoStates = new HashMap<>(other.undoStates);
        this.runs = new TreeMap<>(other.runs);
        this.bodies = new TreeMap<>(other.bodies);
        this.applied = new HashMap<>(other.applied);
        this.feeds = new TreeMap<>(other.feeds);
        this.enabled = new HashSet<>(other.enabled);
        this.texts = new HashMap<>(other.texts);
        this.lastId = other.lastId;
    }

    MemoryState copy() {
        return new MemoryState(this);
    }

    long newId() {
        return ++lastId;
    }

    /** Stores a match whose keys were freed by {@link #release(ScheduledMatch)}. */
    void put(ScheduledMatch match) throws SQLIntegrityConstraintViolationException {
        matches.put(match.id(), match);
        if (match.source() != null) {
            claim(bySource, match.source().match(), match.id(), "another match has this source");
        }
        if (match.hostKey() != null) {
            claim(byHostKey, match.hostKey(), match.id(), "another match has this host key");
        }
    }

    /** Gives the unique keys of a match free. */
    void release(ScheduledMatch match) {
        if (match.source() != null) {
            bySource.remove(match.source().match(), match.id());
        }
        if (match.hostKey() != null) {
            byHostKey.remove(match.hostKey(), match.id());
        }
    }

    /** Stores a person whose keys were freed by {@link #release(Person)}. */
    void put(Person person) throws SQLIntegrityConstraintViolationException {
        persons.put(person.id(), person);
        if (person.mergedInto() == null) {
            if (person.discordId() != null) {
                claim(byDiscordId, person.discordId(), person.id(), "another person has this id on Discord");
            }
            if (person.hostUser() != null) {
                claim(byHostUser, person.hostUser(), person.id(), "another person is this user");
            }
        }
    }

    /** Gives the unique keys of a person free. */
    void release(Person person) {
        if (person.discordId() != null) {
            byDiscordId.remove(person.discordId(), person.id());
        }
        if (person.hostUser() != null) {
            byHostUser.remove(person.hostUser(), person.id());
        }
    }

    private static <K> void claim(Map<K, Long> keys, K key, long id, String problem)
            throws SQLIntegrityConstraintViolationException {
        Long other = keys.putIfAbsent(key, id);
        if (other != null) {
            throw new SQLIntegrityConstraintViolationException(problem, "23505");
        }
    }

    /** Stores an alias; of one that is there, it changes the time when it was seen last. */
    void see(PersonAlias alias) {
        AliasKey key = AliasKey.of(alias);
        PersonAlias stored = aliases.get(key);
        put(
                stored == null
                        ? alias
                        : new PersonAlias(
                                alias.person(), alias.kind(), alias.value(), stored.firstSeen(), alias.lastSeen()));
    }

    void put(PersonAlias alias) {
        aliases.put(AliasKey.of(alias), alias);
        // The sets are shared with other copies of the state, so they are never changed.
        byAlias.compute(AliasValue.of(alias), (key, persons) -> with(persons, alias.person()));
    }

    void remove(PersonAlias alias) {
        if (aliases.remove(AliasKey.of(alias)) != null) {
            byAlias.computeIfPresent(AliasValue.of(alias), (key, persons) -> without(persons, alias.person()));
        }
    }

    private static Set<Long> with(@Nullable Set<Long> persons, long person) {
        Set<Long> all = persons == null ? new HashSet<>() : new HashSet<>(persons);
        all.add(person);
        return all;
    }

    private static @Nullable Set<Long> without(Set<Long> persons, long person) {
        Set<Long> rest = new HashSet<>(persons);
        rest.remove(person);
        return rest.isEmpty() ? null : rest;
    }

    List<PersonAlias> aliasesOf(long person) {
        PersonAlias.Kind[] kinds = PersonAlias.Kind.values();
        return List.copyOf(
                aliases.subMap(new AliasKey(person, kinds[0], ""), true, new AliasKey(person + 1, kinds[0], ""), false)
                        .values());
    }

    /** Identifies an alias. */
    record AliasKey(long person, PersonAlias.Kind kind, String value) implements Comparable<AliasKey> {
        static AliasKey of(PersonAlias alias) {
            return new AliasKey(alias.person(), alias.kind(), alias.value());
        }

        @Override
        public int compareTo(AliasKey other) {
            int order = Long.compare(person, other.person);
            order = order != 0 ? order : kind.compareTo(other.kind);
            return order != 0 ? order : value.compareTo(other.value);
        }
    }

    /** Finds aliases by their value. */
    record AliasValue(PersonAlias.Kind kind, String value) {
        static AliasValue of(PersonAlias alias) {
            return new AliasValue(alias.kind(), alias.value());
        }
    }
}
