// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.Likeness;
import dev.bracketwire.riot.ign.LookAlike;
import dev.bracketwire.riot.ign.RosterEntry;
import dev.bracketwire.riot.ign.RosterEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A roster in memory, held by one thread at a time. */
final class MemoryRosterTransaction implements RosterTransaction {
    static final Comparator<RosterEntry> PRIMARY_FIRST = Comparator.comparing((RosterEntry entry) -> !entry.primary())
            .thenComparing(RosterEntry::since)
            .thenComparing(entry -> entry.puuid().value());
    static final Comparator<RosterEntry> BY_ENTRANT =
            Comparator.comparing(RosterEntry::entrant).thenComparing(PRIMARY_FIRST);
    static final Comparator<RosterEntry> LAST_SEEN_FIRST =
            Comparator.comparing(RosterEntry::seen).reversed().thenComparing(PRIMARY_FIRST);

    private final Map<Key, RosterEntry> entries = new HashMap<>();
    private final Map<String, Set<Key>> byEntrant = new HashMap<>();
    private final Map<String, Set<Key>> byLabel = new HashMap<>();
    private final Map<String, Set<Key>> byLook = new HashMap<>();
    private final Map<String, List<RosterEvent>> events = new HashMap<>();

    private record Key(String keyFingerprint, Puuid puuid) {
        static Key of(RosterEntry entry) {
            return new Key(entry.keyFingerprint(), entry.puuid());
        }
    }

    @Override
    public void lock(Collection<String> entrants) {
        // Whoever has this book has it alone.
    }

    @Override
    public Optional<RosterEntry> find(String keyFingerprint, Puuid puuid) {
        return Optional.ofNullable(entries.get(new Key(keyFingerprint, puuid)));
    }

    @Override
    public List<RosterEntry> called(RiotId name) {
        return under(byLabel, NameKeys.label(name)).sorted(LAST_SEEN_FIRST).toList();
    }

    @Override
    public List<RosterEntry> of(String entrant) {
        return under(byEntrant, entrant).sorted(PRIMARY_FIRST).toList();
    }

    @Override
    public List<RosterEntry> all() {
        return entries.values().stream().sorted(BY_ENTRANT).toList();
    }

    private Stream<RosterEntry> under(Map<String, Set<Key>> index, String key) {
        return index.getOrDefault(key, Set.of()).stream().flatMap(each -> Stream.ofNullable(entries.get(each)));
    }

    @Override
    public List<LookAlike<RosterEntry>> like(RiotId name) {
        Map<Key, LookAlike<RosterEntry>> found = new LinkedHashMap<>();
        for (Map.Entry<String, Likeness> look : NameKeys.of(name).entrySet()) {
            under(byLook, look.getKey())
                    .forEach(entry -> found.putIfAbsent(
                            Key.of(entry),
                            new LookAlike<>(look.getValue(), entry.name().name(), entry)));
        }
        return new ArrayList<>(found.values());
    }

    @Override
    public boolean insert(RosterEntry entry) {
        if (entries.putIfAbsent(Key.of(entry), entry) != null) {
            return false;
        }
        index(entry, true);
        return true;
    }

    @Override
    public boolean update(RosterEntry before, RosterEntry after) {
        if (!same(before, entries.get(Key.of(before)))) {
            return false;
        }
        index(before, false);
        entries.put(Key.of(after), after);
        index(after, true);
        return true;
    }

    @Override
    public boolean delete(RosterEntry before) {
        if (!same(before, entries.get(Key.of(before)))) {
            return false;
        }
        index(before, false);
        entries.remove(Key.of(before));
        return true;
    }

    private static boolean same(RosterEntry seen, @Nullable RosterEntry now) {
        return now != null
                && now.entrant().equals(seen.entrant())
                && now.version() == seen.version()
                && now.since().equals(seen.since());
    }

    private void index(RosterEntry entry, boolean there) {
        Key key = Key.of(entry);
        put(byEntrant, entry.entrant(), key, there);
        put(byLabel, NameKeys.label(entry.name()), key, there);
        NameKeys.of(entry.name()).keySet().forEach(look -> put(byLook, look, key, there));
    }

    private static void put(Map<String, Set<Key>> index, String under, Key key, boolean there) {
        if (there) {
            index.computeIfAbsent(under, any -> new LinkedHashSet<>()).add(key);
        } else {
            index.computeIfPresent(under, (same, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
            });
        }
    }

    @Override
    public void note(RosterEvent event) {
        events.computeIfAbsent(event.entrant(), any -> new ArrayList<>()).add(event);
    }

    @Override
    public List<RosterEvent> history(String entrant) {
        return List.copyOf(events.getOrDefault(entrant, List.of()));
    }
}
