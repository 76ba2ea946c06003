// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.PersonAlias;
import dev.bracketwire.speedgaming.PersonMerge;
import dev.bracketwire.speedgaming.PersonStore;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.Suggestion;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Keeps persons in memory. */
final class MemoryPeople implements PersonStore {
    private static final int MOST_FOUND = 100;
    private static final int MOST_LISTED = 500;

    private final MemoryStore.Session session;

    MemoryPeople(MemoryStore.Session session) {
        this.session = session;
    }

    @Override
    public Optional<Person> find(long id) {
        return Optional.ofNullable(session.state().persons.get(id));
    }

    @Override
    public Map<Long, Person> findAll(Collection<Long> ids) {
        Map<Long, Person> found = new LinkedHashMap<>();
        for (Long id : new TreeSet<>(ids)) {
            find(id).ifPresent(person -> found.put(id, person));
        }
        return found;
    }

    @Override
    public Map<String, Person> byDiscordId(Collection<String> discordIds) {
        Map<String, Person> found = new LinkedHashMap<>();
        for (String discordId : discordIds) {
            Long id = session.state().byDiscordId.get(ValueCleaner.text(discordId));
            if (id != null) {
                find(id).ifPresent(person -> found.put(discordId, person));
            }
        }
        return found;
    }

    @Override
    public Optional<Person> findByHostUser(String hostUser) {
        Long id = session.state().byHostUser.get(ValueCleaner.text(hostUser));
        return id == null ? Optional.empty() : find(id);
    }

    @Override
    public List<Person> search(String text) {
        String part = ValueCleaner.folded(ValueCleaner.text(text));
        return session.state().persons.values().stream()
                .filter(person -> person.mergedInto() == null
                        && ValueCleaner.folded(person.name()).contains(part))
                .sorted(Comparator.comparing(person -> ValueCleaner.folded(person.name())))
                .limit(MOST_FOUND)
                .toList();
    }

    @Override
    public List<PersonAlias> aliases(PersonAlias.Kind kind, Collection<String> values) {
        MemoryState state = session.state();
        List<PersonAlias> found = new ArrayList<>();
        for (String value : new LinkedHashSet<>(ValueCleaner.texts(List.copyOf(values)))) {
            for (Long person :
                    new TreeSet<>(state.byAlias.getOrDefault(new MemoryState.AliasValue(kind, value), Set.of()))) {
                PersonAlias alias = state.aliases.get(new MemoryState.AliasKey(person, kind, value));
                Person owner = state.persons.get(person);
                if (alias != null && owner != null && owner.mergedInto() == null) {
                    found.add(alias);
                }
            }
        }
        return found;
    }

    @Override
    public List<PersonAlias> aliasesOf(long person) {
        return session.state().aliasesOf(person);
    }

    @Override
    public List<Person> add(List<Person> persons) throws SQLException {
        MemoryState state = session.writing();
        List<Person> stored = new ArrayList<>();
        for (Person person : persons) {
            Person clean = ValueCleaner.person(person, state.newId(), 1);
            state.put(clean);
            stored.add(clean);
        }
        return stored;
    }

    @Override
    public List<Person> replace(List<Person> persons) throws SQLException {
        MemoryState state = session.writing();
        Set<Long> seen = new HashSet<>();
        for (Person person : persons) {
            Person stored = state.persons.get(person.id());
            if (stored == null || !seen.add(person.id()) || stored.version() != person.version()) {
                throw new IllegalStateException(
                        stored == null
                                ? "there is no person " + person.id()
                                : "person " + person.id() + " was given twice, or has version " + stored.version()
                                        + ", not " + person.version());
            }
            state.release(stored);
        }
        List<Person> all = new ArrayList<>();
        for (Person person : persons) {
            Person clean = ValueCleaner.person(person, person.id(), person.version() + 1);
            state.put(clean);
            all.add(clean);
        }
        return all;
    }

    @Override
    public void addAliases(Collection<PersonAlias> aliases) {
        MemoryState state = session.writing();
        aliases.forEach(alias -> state.see(clean(alias)));
    }

    @Override
    public void removeAliases(Collection<PersonAlias> aliases) {
        MemoryState state = session.writing();
        aliases.forEach(alias -> state.remove(clean(alias)));
    }

    private static PersonAlias clean(PersonAlias alias) {
        return new PersonAlias(
                alias.person(),
                alias.kind(),
                ValueCleaner.text(alias.value()),
                ValueCleaner.time(alias.firstSeen()),
                ValueCleaner.time(alias.lastSeen()));
    }

    @Override
    public void remove(long person) {
        MemoryState state = session.writing();
        if (isUsed(person)) {
            throw new IllegalStateException("person " + person + " has a match, so it cannot be removed");
        }
        state.aliasesOf(person).forEach(state::remove);
        Person stored = state.persons.remove(person);
        if (stored != null) {
            state.release(stored);
        }
    }

    private boolean isUsed(long person) {
        return session.state().matches.values().stream().anyMatch(match -> MemoryMatches.has(match, person));
    }

    @Override
    public List<Person> unusedSince(Instant before) {
        return session.state().persons.values().stream()
                .filter(person -> person.isPlaceholder()
                        && person.unusedSince() != null
                        && person.unusedSince().isBefore(before)
                        && !isUsed(person.id()))
                .sorted(Comparator.comparing(person -> String.valueOf(person.unusedSince())))
                .limit(MOST_LISTED)
                .toList();
    }

    @Override
    public boolean suggest(Suggestion suggestion) {
        MemoryState state = session.writing();
        boolean there = state.suggestions.values().stream()
                .anyMatch(each -> each.kind() == suggestion.kind() && pair(each).equals(pair(suggestion)));
        if (!there) {
            long id = state.newId();
            state.suggestions.put(
                    id,
                    new Suggestion(
                            id,
                            suggestion.kind(),
                            ValueCleaner.text(suggestion.tournament()),
                            suggestion.first(),
                            suggestion.second(),
                            ValueCleaner.texts(suggestion.reasons()),
                            ValueCleaner.time(suggestion.createdAt()),
                            ValueCleaner.optional(suggestion.settledAt()),
                            ValueCleaner.optional(suggestion.settledBy())));
        }
        return !there;
    }

    private static List<Long> pair(Suggestion suggestion) {
        return List.of(
                Math.min(suggestion.first(), suggestion.second()), Math.max(suggestion.first(), suggestion.second()));
    }

    @Override
    public List<Suggestion> suggestions(boolean openOnly) {
        List<Suggestion> all = session.state().suggestions.values().stream()
                .filter(each -> !openOnly || each.settledAt() == null)
                .sorted(Comparator.comparing(Suggestion::createdAt))
                .toList();
        return openOnly ? all : all.subList(Math.max(0, all.size() - MOST_LISTED), all.size());
    }

    @Override
    public boolean settle(long suggestion, String actor, Instant at) {
        MemoryState state = session.writing();
        Suggestion open = state.suggestions.get(suggestion);
        if (open == null || open.settledAt() != null) {
            return false;
        }
        state.suggestions.put(
                suggestion,
                new Suggestion(
                        open.id(),
                        open.kind(),
                        open.tournament(),
                        open.first(),
                        open.second(),
                        open.reasons(),
                        open.createdAt(),
                        ValueCleaner.time(at),
                        ValueCleaner.text(actor)));
        return true;
    }

    @Override
    public PersonMerge addMerge(PersonMerge merge, String undoState) {
        MemoryState state = session.writing();
        PersonMerge stored = new PersonMerge(
                state.newId(),
                merge.from(),
                merge.into(),
                ValueCleaner.text(merge.actor()),
                ValueCleaner.time(merge.at()),
                ValueCleaner.optional(merge.undoneAt()));
        state.merges.put(stored.id(), stored);
        state.undoStates.put(stored.id(), ValueCleaner.text(undoState));
        return stored;
    }

    @Override
    public List<PersonMerge> merges() {
        return session.state().merges.descendingMap().values().stream()
                .sorted(Comparator.comparing(PersonMerge::at).reversed())
                .limit(MOST_LISTED)
                .toList();
    }

    @Override
    public List<PersonMerge> mergesOf(Collection<Long> persons) {
        return session.state().merges.descendingMap().values().stream()
                .filter(merge -> persons.contains(merge.from()) || persons.contains(merge.into()))
                .sorted(Comparator.comparing(PersonMerge::at).reversed())
                .toList();
    }

    @Override
    public Optional<String> findUndoState(long merge) {
        return Optional.ofNullable(session.state().undoStates.get(merge));
    }

    @Override
    public void markUndone(long merge, Instant at) {
        PersonMerge done = session.writing().merges.get(merge);
        if (done == null) {
            throw new IllegalStateException("there is no merge " + merge);
        }
        session.writing()
                .merges
                .put(
                        merge,
                        new PersonMerge(
                                merge, done.from(), done.into(), done.actor(), done.at(), ValueCleaner.time(at)));
    }

    @Override
    public int blank(long person) throws SQLException {
        MemoryState state = session.writing();
        Set<Long> persons = withMerged(state, person);
        Set<String> known = new HashSet<>();
        for (Long id : persons) {
            Person each = state.persons.get(id);
            if (each == null) {
                continue;
            }
            known.add(each.name());
            known.add(String.valueOf(each.discordId() == null ? "" : each.discordId()));
            known.add(String.valueOf(each.twitch() == null ? "" : each.twitch()));
            for (PersonAlias alias : state.aliasesOf(id)) {
                known.add(alias.value());
                state.remove(alias);
            }
            state.release(each);
            state.put(new Person(
                    id,
                    each.version() + 1,
                    "",
                    null,
                    null,
                    null,
                    each.mergedInto(),
                    each.createdAt(),
                    each.unusedSince()));
        }
        Set<Long> matches = blankMatches(state, persons, known);
        PersonErasure.ErasedTexts texts = new PersonErasure.ErasedTexts(known);
        state.suggestions.replaceAll((id, each) -> {
            Set<Long> concerned = each.kind() == Suggestion.Kind.SAME_MATCH ? matches : persons;
            boolean all = concerned.contains(each.first()) || concerned.contains(each.second());
            return withReasons(each, all ? List.of() : texts.without(each.reasons()));
        });
        state.undoStates.entrySet().removeIf(each -> texts.isIn(each.getValue()));
        for (PersonMerge merge : state.merges.values()) {
            if (persons.contains(merge.from()) || persons.contains(merge.into())) {
                state.undoStates.remove(merge.id());
            }
        }
        state.bodies.clear();
        state.runs.replaceAll((number, run) -> new ImportRun(
                number,
                run.scope(),
                run.from(),
                run.to(),
                run.status(),
                run.startedAt(),
                run.finishedAt(),
                run.counts(),
                texts.without(run.problems())));
        return matches.size();
    }

    private static Set<Long> withMerged(MemoryState state, long person) {
        Set<Long> all = new TreeSet<>(Set.of(person));
        Predicate<Person> leadsThere = each -> each.mergedInto() != null && all.contains(each.mergedInto());
        while (state.persons.values().stream().filter(leadsThere).anyMatch(each -> all.add(each.id()))) {
            // a person that was added may have others that were merged into it
        }
        return all;
    }

    private static Set<Long> blankMatches(MemoryState state, Set<Long> persons, Set<String> known) throws SQLException {
        Set<Long> blanked = new TreeSet<>();
        for (ScheduledMatch match : List.copyOf(state.matches.values())) {
            if (persons.stream().noneMatch(person -> MemoryMatches.has(match, person))) {
                continue;
            }
            List<MatchPlayer> players = new ArrayList<>();
            for (MatchPlayer each : match.players()) {
                boolean blank = persons.contains(each.person());
                if (blank) {
                    known.add(each.name());
                    known.add(each.stream());
                }
                players.add(blank ? new MatchPlayer(each.person(), "", "") : each);
            }
            List<CrewMember> crew = new ArrayList<>();
            for (CrewMember each : match.crew()) {
                boolean blank = persons.contains(each.person());
                if (blank) {
                    known.add(each.name());
                }
                crew.add(
                        blank
                                ? new CrewMember(
                                        each.person(),
                                        each.role(),
                                        each.signUp(),
                                        "",
                                        each.approved(),
                                        each.ready(),
                                        each.language())
                                : each);
            }
            ScheduledMatch changed = match.edit().players(players).crew(crew).done();
            state.matches.put(match.id(), ValueCleaner.match(changed, match.id(), match.version() + 1));
            blanked.add(match.id());
        }
        return blanked;
    }

    private static Suggestion withReasons(Suggestion each, List<String> reasons) {
        return new Suggestion(
                each.id(),
                each.kind(),
                each.tournament(),
                each.first(),
                each.second(),
                reasons,
                each.createdAt(),
                each.settledAt(),
                each.settledBy());
    }
}
