// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.Call;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.speedgaming.MatchListener;
import dev.bracketwire.speedgaming.MatchLogEntry;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.PersonAlias;
import dev.bracketwire.speedgaming.PersonAlias.Kind;
import dev.bracketwire.speedgaming.PersonMerge;
import dev.bracketwire.speedgaming.PersonStore;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.Suggestion;
import dev.bracketwire.speedgaming.UserDirectory;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Links and merges persons for people. */
public final class PersonAdmin {
    private static final Duration KEPT_UNUSED = Duration.ofDays(30);
    private static final int LONGEST_USER = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ImportStore store;
    private final UserDirectory directory;
    private final List<MatchListener> listeners;
    private final InstantSource dates;
    private final MergeWork merges;

    /** Works on this store. */
    public PersonAdmin(
            ImportStore store,
            UserDirectory directory,
            List<MatchListener> listeners,
            ChangeRecorder recorder,
            InstantSource dates) {
        this.store = store;
        this.directory = directory;
        this.listeners = List.copyOf(listeners);
        this.dates = dates;
        this.merges = new MergeWork(listeners, recorder, dates);
    }

    public Call<Person> person(long id) {
        return store.read(session -> MergeWork.standing(session.people(), id));
    }

    public Call<List<Person>> search(String text) {
        return store.read(session -> session.people().search(text));
    }

    public Call<List<PersonAlias>> aliases(long person) {
        return store.read(session -> session.people()
                .aliasesOf(MergeWork.standing(session.people(), person).id()));
    }

    public Call<List<Suggestion>> suggestions() {
        return store.read(session -> session.people().suggestions(true));
    }

    public Call<Boolean> dismiss(long suggestion, String actor) {
        return store.write(session -> session.people().settle(suggestion, actor, dates.instant()));
    }

    public Call<Person> link(long person, String hostUser, String actor) {
        checkUser(hostUser);
        return store.write(session -> {
            PersonStore people = session.people();
            Optional<Person> user = people.findByHostUser(hostUser);
            Person placeholder = MergeWork.standing(people, person);
            if (user.isPresent() && user.get().id() == placeholder.id()) {
                return placeholder;
            }
            if (placeholder.hostUser() != null) {
                throw MergeWork.conflict(
                        "person " + placeholder.id() + " is the user " + placeholder.hostUser() + " already");
            }
            return user.isPresent()
                    ? merges.merge(session, placeholder.id(), user.get().id(), actor)
                            .person()
                    : become(session, placeholder, hostUser);
        });
    }

    private static void checkUser(String hostUser) {
        if (hostUser.isBlank() || hostUser.length() > LONGEST_USER) {
            throw new IllegalArgumentException(
                    "hostUser must have 1 to " + LONGEST_USER + " characters, not only blanks");
        }
    }

    private Person become(StoreSession session, Person placeholder, String hostUser) throws SQLException {
        Person user = replace(
                session, MergeWork.with(placeholder, placeholder.discordId(), placeholder.twitch(), hostUser, null));
        for (MatchListener listener : listeners) {
            listener.personLinked(session, placeholder, user);
        }
        return user;
    }

    private static Person replace(StoreSession session, Person person) throws SQLException {
        return session.people().replace(List.of(person)).get(0);
    }

    public Call<Person> setDiscordId(long person, @Nullable String discordId, String actor) {
        String id = discordId == null ? null : checked(discordId);
        return store.write(session -> {
            PersonStore people = session.people();
            Person before = MergeWork.standing(people, person);
            Person owner = id == null ? null : owner(people, id);
            if (owner != null && owner.id() != before.id()) {
                throw MergeWork.conflict("person " + owner.id()
                        + " has this id on Discord; remove it there first, or merge the two persons");
            }
            Instant now = dates.instant();
            settleConflicts(people, before.id(), actor, now);
            if (Objects.equals(before.discordId(), id)) {
                return before;
            }
            List<PersonAlias> old = people.aliasesOf(before.id()).stream()
                    .filter(alias -> alias.kind() == Kind.DISCORD_ID
                            && (id == null || alias.value().equals(before.discordId())))
                    .toList();
            if (!old.isEmpty()) {
                people.removeAliases(old);
            }
            if (id != null) {
                people.addAliases(List.of(new PersonAlias(before.id(), Kind.DISCORD_ID, id, now, now)));
            }
            Person after = replace(session, MergeWork.with(before, id, before.twitch(), before.hostUser(), null));
            if (id == null || after.hostUser() != null) {
                return after;
            }
            Optional<String> user = directory.findUser(session, id).filter(found -> !found.isBlank());
            return user.isPresent() && people.findByHostUser(user.get()).isEmpty()
                    ? become(session, after, user.get())
                    : after;
        });
    }

    private static String checked(String discordId) {
        String id = PersonSigns.discordId(discordId);
        if (id == null) {
            throw new IllegalArgumentException("discordId must be a number from 1 to 18446744073709551615");
        }
        return id;
    }

    /** Returns the person with an id on Discord, also with one that came by a merge. */
    private static @Nullable Person owner(PersonStore people, String discordId) throws SQLException {
        Person person = people.byDiscordId(List.of(discordId)).get(discordId);
        if (person == null) {
            List<PersonAlias> aliases = people.aliases(Kind.DISCORD_ID, List.of(discordId));
            return aliases.isEmpty()
                    ? null
                    : MergeWork.standing(people, aliases.get(0).person());
        }
        return MergeWork.standing(people, person.id());
    }

    private static void settleConflicts(PersonStore people, long person, String actor, Instant now)
            throws SQLException {
        for (Suggestion each : people.suggestions(true)) {
            if (each.kind() == Suggestion.Kind.CONFLICT && (each.first() == person || each.second() == person)) {
                people.settle(each.id(), actor, now);
            }
        }
    }

    public Call<Optional<Person>> claim(String hostUser, String discordId) {
        checkUser(hostUser);
        String id = checked(discordId);
        return store.write(session -> {
            PersonStore people = session.people();
            Person shown = owner(people, id);
            Person user = people.findByHostUser(hostUser).orElse(null);
            if (shown == null) {
                if (user == null || user.discordId() != null) {
                    return Optional.ofNullable(user);
                }
                Instant now = dates.instant();
                people.addAliases(List.of(new PersonAlias(user.id(), Kind.DISCORD_ID, id, now, now)));
                return Optional.of(replace(session, MergeWork.with(user, id, user.twitch(), user.hostUser(), null)));
            }
            if (user != null && user.id() == shown.id()) {
                return Optional.of(user);
            }
            if (shown.hostUser() != null) {
                throw MergeWork.conflict("person " + shown.id() + " with this id on Discord is the user "
                        + shown.hostUser() + " already");
            }
            return Optional.of(
                    user == null
                            ? become(session, shown, hostUser)
                            : merges.merge(session, shown.id(), user.id(), "claim")
                                    .person());
        });
    }

    public Call<PersonMerge> merge(long from, long into, String actor) {
        return store.write(session -> merges.merge(session, from, into, actor).merge());
    }

    public Call<List<PersonMerge>> merges() {
        return store.read(session -> session.people().merges());
    }

    public Call<Person> undo(long merge, String actor) {
        return store.write(session -> merges.undo(session, merge, actor));
    }

    public Call<String> export(long person) {
        return store.read(session -> {
            PersonStore people = session.people();
            Person subject = MergeWork.standing(people, person);
            Set<Long> ids = withMerged(people, subject.id());
            ObjectNode all = JSON.createObjectNode();
            ArrayNode persons = all.putArray("persons");
            ArrayNode aliases = all.putArray("aliases");
            for (long id : ids) {
                Optional<Person> each = people.find(id);
                if (each.isPresent()) {
                    persons.add(json(each.get()));
                }
                for (PersonAlias alias : people.aliasesOf(id)) {
                    aliases.addObject()
                            .put("person", id)
                            .put("kind", alias.kind().name())
                            .put("value", alias.value())
                            .put("firstSeen", alias.firstSeen().toString())
                            .put("lastSeen", alias.lastSeen().toString());
                }
            }
            ArrayNode matches = all.putArray("matches");
            for (ScheduledMatch match : session.matches().ofPerson(subject.id())) {
                matches.add(json(match, subject.id()));
            }
            ArrayNode suggestions = all.putArray("suggestions");
            for (Suggestion each : people.suggestions(false)) {
                if (each.kind() != Suggestion.Kind.SAME_MATCH
                        && (ids.contains(each.first()) || ids.contains(each.second()))) {
                    ObjectNode node = suggestions
                            .addObject()
                            .put("kind", each.kind().name())
                            .put("first", each.first())
                            .put("second", each.second())
                            .put("createdAt", each.createdAt().toString());
                    each.reasons().forEach(node.putArray("reasons")::add);
                }
            }
            ArrayNode done = all.putArray("merges");
            for (PersonMerge each : people.mergesOf(ids)) {
                done.addObject()
                        .put("from", each.from())
                        .put("into", each.into())
                        .put("at", each.at().toString())
                        .put("undoneAt", Objects.toString(each.undoneAt(), null));
            }
            try {
                return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static ObjectNode json(Person person) {
        return JSON.createObjectNode()
                .put("id", person.id())
                .put("name", person.name())
                .put("discordId", person.discordId())
                .put("twitch", person.twitch())
                .put("hostUser", person.hostUser())
                .put("mergedInto", person.mergedInto())
                .put("createdAt", person.createdAt().toString());
    }

    private static ObjectNode json(ScheduledMatch match, long person) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", match.id())
                .put("tournament", match.tournament())
                .put("raceStart", Objects.toString(match.times().raceStart(), null));
        ArrayNode roles = node.putArray("roles");
        match.players().stream()
                .filter(player -> player.person() == person)
                .forEach(player -> roles.addObject()
                        .put("role", "PLAYER")
                        .put("name", player.name())
                        .put("stream", player.stream()));
        match.crew().stream()
                .filter(member -> member.person() == person)
                .forEach(member -> roles.addObject()
                        .put("role", member.role().name())
                        .put("name", member.name())
                        .put("signUp", member.signUp()));
        return node;
    }

    /** Returns a person and those that were merged into it, also in several steps. */
    private static Set<Long> withMerged(PersonStore people, long person) throws SQLException {
        Set<Long> ids = new LinkedHashSet<>(Set.of(person));
        Collection<Long> last = ids;
        while (!last.isEmpty()) {
            Set<Long> found = new LinkedHashSet<>();
            for (PersonMerge merge : people.mergesOf(last)) {
                if (merge.undoneAt() == null && ids.add(merge.from())) {
                    found.add(merge.from());
                }
            }
            last = found;
        }
        return ids;
    }

    public Call<Integer> erase(long person, String actor) {
        return store.write(session -> {
            PersonStore people = session.people();
            long id = MergeWork.standing(people, person).id();
            List<Long> matches = session.matches().ofPerson(id).stream()
                    .map(ScheduledMatch::id)
                    .sorted()
                    .toList();
            Instant now = dates.instant();
            Set<Long> ids = withMerged(people, id);
            int blanked = 0;
            for (long each : ids) {
                blanked += people.blank(each);
            }
            for (Suggestion each : people.suggestions(true)) {
                if (each.kind() != Suggestion.Kind.SAME_MATCH
                        && (ids.contains(each.first()) || ids.contains(each.second()))) {
                    people.settle(each.id(), actor, now);
                }
            }
            List<MatchLogEntry> log = new ArrayList<>();
            session.matches()
                    .findAll(matches)
                    .values()
                    .forEach(match -> log.add(new MatchLogEntry(
                            match.id(), match.version(), now, actor, "erase", "person", Long.toString(id), "")));
            if (!log.isEmpty()) {
                session.matches().log(log);
            }
            return blanked;
        });
    }

    public Call<Integer> removeUnused() {
        return store.write(session -> {
            PersonStore people = session.people();
            Instant before = dates.instant().minus(KEPT_UNUSED);
            int removed = 0;
            int more = 1;
            while (more > 0) {
                more = 0;
                for (Person each : people.unusedSince(before)) {
                    if (session.matches().ofPerson(each.id()).isEmpty()) {
                        people.remove(each.id());
                        more++;
                    }
                }
                removed += more;
            }
            return removed;
        });
    }
}
