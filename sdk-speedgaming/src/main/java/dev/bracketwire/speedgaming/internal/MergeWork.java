// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.ConflictException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.speedgaming.MatchListener;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.PersonAlias;
import dev.bracketwire.speedgaming.PersonMerge;
import dev.bracketwire.speedgaming.PersonStore;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.Suggestion;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Merges two persons within a transaction, and takes merges back. */
final class MergeWork {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<MatchListener> listeners;
    private final ChangeRecorder recorder;
    private final InstantSource dates;

    MergeWork(List<MatchListener> listeners, ChangeRecorder recorder, InstantSource dates) {
        this.listeners = List.copyOf(listeners);
        this.recorder = recorder;
        this.dates = dates;
    }

    /**
     * A merge that was made.
     *
     * @param merge the entry in the list of merges
     * @param person the person that stands for both
     */
    record Merged(PersonMerge merge, Person person) {}

    /** Returns the person with an id, or the one that it was merged into. In a write it stays as it is. */
    static Person standing(PersonStore people, long id) throws SQLException {
        Set<Long> passed = new HashSet<>();
        Person person = people.find(id).orElseThrow(() -> missing(id));
        while (person.mergedInto() != null && passed.add(person.id())) {
            long into = person.mergedInto();
            person = people.find(into).orElseThrow(() -> missing(id));
        }
        return person;
    }

    static NotFoundException missing(long id) {
        return new NotFoundException(Where.of("speedgaming", "person"), "there is no person " + id);
    }

    static ConflictException conflict(String problem) {
        return new ConflictException(Where.of("speedgaming", "person"), problem);
    }

    /** Merges a person into another, with its matches, aliases and open suggestions. */
    Merged merge(StoreSession session, long fromId, long intoId, String actor) throws SQLException {
        if (fromId == intoId) {
            throw conflict("person " + fromId + " cannot be merged into itself");
        }
        PersonStore people = session.people();
        Person low = people.find(Math.min(fromId, intoId)).orElseThrow(() -> missing(Math.min(fromId, intoId)));
        Person high = people.find(Math.max(fromId, intoId)).orElseThrow(() -> missing(Math.max(fromId, intoId)));
        Person from = fromId < intoId ? low : high;
        Person into = fromId < intoId ? high : low;
        for (Person each : List.of(from, into)) {
            if (each.mergedInto() != null) {
                throw conflict("person " + each.id() + " was merged into person " + each.mergedInto() + " already");
            }
        }
        if (from.hostUser() != null && into.hostUser() != null) {
            throw conflict("persons " + fromId + " and " + intoId + " are different users of the host");
        }
        Instant now = dates.instant();
        ObjectNode state = JSON.createObjectNode().put("from", fromId).put("into", intoId);
        state.set("fromPerson", fields(from));
        state.set("intoPerson", fields(into));
        moveAliases(people, fromId, intoId, state.putArray("aliases"));

        // The first one gives up its ids before the other one takes them: no two persons may have one id.
        Person gone = with(from, null, null, null, intoId);
        Person both = with(
                into,
                into.discordId() == null ? from.discordId() : into.discordId(),
                into.twitch() == null ? from.twitch() : into.twitch(),
                into.hostUser() == null ? from.hostUser() : into.hostUser(),
                null);
        people.replace(List.of(gone));
        people.replace(List.of(both));

        List<ChangeRecorder.Edit> edits = new ArrayList<>();
        ArrayNode matches = state.putArray("matches");
        MergedPlaces places = new MergedPlaces(fromId, intoId);
        for (ScheduledMatch match : matchesOf(session, fromId)) {
            matches.add(places.described(match));
            ScheduledMatch after = places.given(match);
            edits.add(new ChangeRecorder.Edit(match, after, actor, "merge"));
        }
        if (!edits.isEmpty()) {
            recorder.save(session, edits);
        }
        moveSuggestions(people, fromId, intoId, actor, now);
        Person stored = people.find(intoId).orElseThrow(() -> missing(intoId));
        PersonMerge merge = people.addMerge(new PersonMerge(0, fromId, intoId, actor, now, null), state.toString());
        for (MatchListener listener : listeners) {
            listener.personLinked(session, from, stored);
        }
        return new Merged(merge, stored);
    }

    private static List<ScheduledMatch> matchesOf(StoreSession session, long person) throws SQLException {
        List<Long> ids = session.matches().ofPerson(person).stream()
                .map(ScheduledMatch::id)
                .sorted()
                .toList();
        return ids.isEmpty()
                ? List.of()
                : List.copyOf(new TreeMap<>(session.matches().findAll(ids)).values());
    }

    private static void moveAliases(PersonStore people, long from, long into, ArrayNode state) throws SQLException {
        List<PersonAlias> all = people.aliasesOf(from);
        Set<String> shared = new HashSet<>();
        people.aliasesOf(into).forEach(alias -> shared.add(PersonIndex.sign(alias.kind(), alias.value())));
        List<PersonAlias> moving = new ArrayList<>();
        for (PersonAlias alias : all) {
            boolean both = shared.contains(PersonIndex.sign(alias.kind(), alias.value()));
            state.addObject()
                    .put("kind", alias.kind().name())
                    .put("value", alias.value())
                    .put("first", alias.firstSeen().toString())
                    .put("last", alias.lastSeen().toString())
                    .put("shared", both);
            if (!both) {
                moving.add(new PersonAlias(into, alias.kind(), alias.value(), alias.firstSeen(), alias.lastSeen()));
            }
        }
        if (!all.isEmpty()) {
            people.removeAliases(all);
        }
        if (!moving.isEmpty()) {
            people.addAliases(moving);
        }
    }

    private static void moveSuggestions(PersonStore people, long from, long into, String actor, Instant now)
            throws SQLException {
        for (Suggestion each : people.suggestions(true)) {
            if (each.kind() == Suggestion.Kind.SAME_MATCH || (each.first() != from && each.second() != from)) {
                continue;
            }
            people.settle(each.id(), actor, now);
            long first = each.first() == from ? into : each.first();
            long second = each.second() == from ? into : each.second();
            if (first != second) {
                people.suggest(new Suggestion(
                        0,
                        each.kind(),
                        each.tournament(),
                        first,
                        second,
                        each.reasons(),
                        each.createdAt(),
                        null,
                        null));
            }
        }
    }

    /** Gives the first person of a merge back its values, as far as they have not changed since. */
    Person undo(StoreSession session, long merge, String actor) throws SQLException {
        PersonStore people = session.people();
        JsonNode state = read(people.findUndoState(merge), merge);
        long fromId = state.path("from").asLong();
        long intoId = state.path("into").asLong();
        Person low = people.find(Math.min(fromId, intoId)).orElseThrow(() -> missing(Math.min(fromId, intoId)));
        Person high = people.find(Math.max(fromId, intoId)).orElseThrow(() -> missing(Math.max(fromId, intoId)));
        Person from = fromId < intoId ? low : high;
        Person into = fromId < intoId ? high : low;
        if (!Objects.equals(from.mergedInto(), intoId)
                || people.mergesOf(List.of(fromId)).stream()
                        .anyMatch(each -> each.id() == merge && each.undoneAt() != null)) {
            throw conflict("merge " + merge + " was taken back already");
        }
        if (into.mergedInto() != null) {
            throw conflict("person " + intoId + " was merged into person " + into.mergedInto()
                    + " since; take that merge back first");
        }
        JsonNode had = state.path("fromPerson");
        JsonNode other = state.path("intoPerson");
        Person less = with(
                into,
                kept("discordId", into.discordId(), had, other),
                kept("twitch", into.twitch(), had, other),
                kept("hostUser", into.hostUser(), had, other),
                null);
        people.replace(List.of(less));
        String discordId = text(had, "discordId");
        if (discordId != null && !people.byDiscordId(List.of(discordId)).isEmpty()) {
            discordId = null;
        }
        String hostUser = text(had, "hostUser");
        if (hostUser != null && people.findByHostUser(hostUser).isPresent()) {
            hostUser = null;
        }
        people.replace(List.of(with(from, discordId, text(had, "twitch"), hostUser, null)));
        giveAliases(people, state.path("aliases"), fromId, intoId);
        giveMatches(session, state.path("matches"), fromId, intoId, actor);
        people.markUndone(merge, dates.instant());
        return people.find(fromId).orElseThrow(() -> missing(fromId));
    }

    private static JsonNode read(Optional<String> state, long merge) {
        try {
            JsonNode node = JSON.readTree(state.orElse(""));
            if (node.path("from").isIntegralNumber() && node.path("into").isIntegralNumber()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the state of merge " + merge + " is damaged", e);
        }
        throw new NotFoundException(
                Where.of("speedgaming", "merge"),
                "there is no merge " + merge + " that can be taken back; if a person of it was erased, it cannot");
    }

    /** Returns the value that the second person keeps: its old one where it received the first one's and still has it. */
    private static @Nullable String kept(String field, @Nullable String now, JsonNode from, JsonNode into) {
        boolean received = text(into, field) == null && text(from, field) != null;
        return received && Objects.equals(now, text(from, field)) ? null : now;
    }

    private static void giveAliases(PersonStore people, JsonNode state, long from, long into) throws SQLException {
        Map<String, PersonAlias> present = new TreeMap<>();
        people.aliasesOf(into).forEach(alias -> present.put(PersonIndex.sign(alias.kind(), alias.value()), alias));
        List<PersonAlias> back = new ArrayList<>();
        List<PersonAlias> leaving = new ArrayList<>();
        for (JsonNode each : state) {
            PersonAlias.Kind kind = PersonAlias.Kind.valueOf(each.path("kind").asText());
            String value = each.path("value").asText();
            PersonAlias current = present.get(PersonIndex.sign(kind, value));
            if (current == null) {
                continue; // removed since
            }
            Instant first = Instant.parse(each.path("first").asText());
            Instant last = Instant.parse(each.path("last").asText());
            boolean shared = each.path("shared").asBoolean();
            back.add(new PersonAlias(from, kind, value, first, shared ? last : current.lastSeen()));
            if (!shared) {
                leaving.add(current);
            }
        }
        if (!leaving.isEmpty()) {
            people.removeAliases(leaving);
        }
        if (!back.isEmpty()) {
            people.addAliases(back);
        }
    }

    private void giveMatches(StoreSession session, JsonNode state, long from, long into, String actor)
            throws SQLException {
        Map<Long, JsonNode> byId = new TreeMap<>();
        state.forEach(each -> byId.put(each.path("id").asLong(), each));
        if (byId.isEmpty()) {
            return;
        }
        MergedPlaces places = new MergedPlaces(from, into);
        List<ChangeRecorder.Edit> edits = new ArrayList<>();
        Map<Long, ScheduledMatch> stored = new TreeMap<>(session.matches().findAll(byId.keySet()));
        for (ScheduledMatch match : stored.values()) {
            JsonNode before = byId.get(match.id());
            if (before == null) {
                continue;
            }
            ScheduledMatch after = places.givenBack(match, before);
            if (!after.players().equals(match.players()) || !after.crew().equals(match.crew())) {
                edits.add(new ChangeRecorder.Edit(match, after, actor, "unmerge"));
            }
        }
        if (!edits.isEmpty()) {
            recorder.save(session, edits);
        }
    }

    private static ObjectNode fields(Person person) {
        return JSON.createObjectNode()
                .put("discordId", person.discordId())
                .put("twitch", person.twitch())
                .put("hostUser", person.hostUser());
    }

    private static @Nullable String text(JsonNode node, String field) {
        return node.path(field).isTextual() ? node.path(field).asText() : null;
    }

    static Person with(
            Person person,
            @Nullable String discordId,
            @Nullable String twitch,
            @Nullable String hostUser,
            @Nullable Long mergedInto) {
        return new Person(
                person.id(),
                person.version(),
                person.name(),
                discordId,
                twitch,
                hostUser,
                mergedInto,
                person.createdAt(),
                person.unusedSince());
    }
}
