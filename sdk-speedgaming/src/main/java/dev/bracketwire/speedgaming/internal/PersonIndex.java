// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.PersonAlias;
import dev.bracketwire.speedgaming.PersonAlias.Kind;
import dev.bracketwire.speedgaming.PersonStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds the persons that share a sign with given players, read by one statement for each kind of sign. */
final class PersonIndex {
    private final Map<Long, Entry> byId = new TreeMap<>();
    private final Map<Kind, Map<String, Set<Entry>>> bySign = new EnumMap<>(Kind.class);
    private final Map<String, Entry> byDiscordId = new HashMap<>();

    /** Reads the persons of these signs. In a write they stay as they are until the transaction ends. */
    static PersonIndex read(PersonStore people, Collection<PersonSigns> signs) throws SQLException {
        Map<Kind, Set<String>> values = new EnumMap<>(Kind.class);
        for (PersonSigns each : signs) {
            each.byKind()
                    .forEach((kind, value) ->
                            values.computeIfAbsent(kind, key -> new TreeSet<>()).add(value));
        }
        Set<Long> ids = new TreeSet<>();
        Set<String> discordIds = values.getOrDefault(Kind.DISCORD_ID, Set.of());
        if (!discordIds.isEmpty()) {
            people.byDiscordId(discordIds).values().forEach(person -> ids.add(person.id()));
        }
        List<PersonAlias> aliases = new ArrayList<>();
        for (Map.Entry<Kind, Set<String>> each : values.entrySet()) {
            aliases.addAll(people.aliases(each.getKey(), each.getValue()));
        }
        aliases.forEach(alias -> ids.add(alias.person()));
        PersonIndex index = new PersonIndex();
        index.load(people, ids);
        for (PersonAlias alias : aliases) {
            Entry entry = index.standing(alias.person());
            if (entry != null) {
                entry.seen.put(sign(alias.kind(), alias.value()), alias);
                index.put(alias.kind(), alias.value(), entry);
            }
        }
        for (Entry entry : index.byId.values()) {
            if (entry.discordId != null && !entry.isMerged()) {
                index.byDiscordId.put(entry.discordId, entry);
            }
        }
        index.bySign
                .getOrDefault(Kind.DISCORD_ID, Map.of())
                .forEach((id, entries) ->
                        index.byDiscordId.putIfAbsent(id, entries.iterator().next()));
        return index;
    }

    private void load(PersonStore people, Set<Long> ids) throws SQLException {
        Set<Long> missing = ids;
        while (!missing.isEmpty()) {
            people.findAll(missing).values().forEach(person -> byId.put(person.id(), new Entry(person)));
            Set<Long> further = new TreeSet<>();
            for (Entry entry : byId.values()) {
                // merged by another transaction after its alias was read
                Long into = entry.stored == null ? null : entry.stored.mergedInto();
                if (into != null && !byId.containsKey(into) && !missing.contains(into)) {
                    further.add(into);
                }
            }
            missing = further;
        }
    }

    private @Nullable Entry standing(long id) {
        Entry entry = byId.get(id);
        for (int steps = 0; entry != null && steps <= byId.size(); steps++) {
            Long into = entry.stored == null ? null : entry.stored.mergedInto();
            if (into == null) {
                return entry;
            }
            entry = byId.get(into);
        }
        return null;
    }

    /** Returns the entry of a person that was read otherwise. */
    Entry entry(Person person) {
        return byId.computeIfAbsent(person.id(), id -> new Entry(person));
    }

    @Nullable
    Entry withDiscordId(@Nullable String discordId) {
        return discordId == null ? null : byDiscordId.get(discordId);
    }

    /** Returns the entries with a sign, the oldest first. */
    Set<Entry> with(Kind kind, @Nullable String value) {
        return value == null ? Set.of() : bySign.getOrDefault(kind, Map.of()).getOrDefault(value, Set.of());
    }

    /** Notes that a person has a sign now. */
    void put(Kind kind, String value, Entry entry) {
        bySign.computeIfAbsent(kind, key -> new HashMap<>())
                .computeIfAbsent(value, key -> new LinkedHashSet<>())
                .add(entry);
        if (kind == Kind.DISCORD_ID) {
            byDiscordId.putIfAbsent(value, entry);
        }
    }

    static String sign(Kind kind, String value) {
        return kind + " " + value;
    }

    /** Holds a person while signs are compared: one that is stored, or a new one. */
    static final class Entry {
        final Map<String, PersonAlias> seen = new HashMap<>();

        @Nullable
        Person stored;

        String name;

        @Nullable
        String discordId;

        @Nullable
        String twitch;

        @Nullable
        String hostUser;
        /** The entry that stands for this one after a merge of this run. */
        @Nullable
        Entry into;

        Entry(Person stored) {
            this.stored = stored;
            this.name = stored.name();
            this.discordId = stored.discordId();
            this.twitch = stored.twitch();
            this.hostUser = stored.hostUser();
        }

        Entry(PersonSigns signs) {
            this.name = signs.name();
            this.discordId = signs.discordId();
            this.twitch = signs.twitch();
        }

        /** Stands for another entry from now on, and takes over the values that it lacks itself. */
        void absorb(Entry from) {
            from.into = this;
            discordId = discordId == null ? from.discordId : discordId;
            twitch = twitch == null ? from.twitch : twitch;
            hostUser = hostUser == null ? from.hostUser : hostUser;
        }

        /** Whether it is not as it is stored. */
        boolean differs() {
            Person old = person();
            return !old.name().equals(name)
                    || !Objects.equals(old.discordId(), discordId)
                    || !Objects.equals(old.twitch(), twitch)
                    || !Objects.equals(old.hostUser(), hostUser);
        }

        private boolean isMerged() {
            return stored != null && stored.mergedInto() != null;
        }

        Entry end() {
            Entry entry = this;
            while (entry.into != null) {
                entry = entry.into;
            }
            return entry;
        }

        long id() {
            return person().id();
        }

        Person person() {
            if (stored == null) {
                throw new IllegalStateException("the person is not stored yet");
            }
            return stored;
        }

        /** Whether the ids on Discord of both could be those of one person. */
        boolean mayHave(@Nullable String other) {
            return discordId == null || other == null || discordId.equals(other);
        }

        /** Returns the person as it becomes. */
        Person changed(Instant now) {
            Person old = stored;
            return old == null
                    ? new Person(0, 0, name, discordId, twitch, hostUser, null, now, now)
                    : new Person(
                            old.id(),
                            old.version(),
                            name,
                            discordId,
                            twitch,
                            hostUser,
                            old.mergedInto(),
                            old.createdAt(),
                            old.unusedSince());
        }
    }
}
