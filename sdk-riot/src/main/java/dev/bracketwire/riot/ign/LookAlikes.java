// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.riot.internal.names.SimilarityKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds names that people take for one another, in a time that does not grow with the number of names. What is found is a
 * hint for somebody to look at, and no proof: names of other scripts may be drawn alike by chance. Safe for several threads.
 *
 * <pre>{@code
 * LookAlikes<String> taken = LookAlikes.create();
 * taken.add("modern", "Ann");
 * List<LookAlike<String>> like = taken.find("rnodern");
 * }</pre>
 *
 * @param <T> what stands for the owner of a name
 */
public final class LookAlikes<T> {
    private final Map<Likeness, Map<String, Map<String, Entry<T>>>> byKey = new EnumMap<>(Likeness.class);
    private final Map<String, Entry<T>> byName = new HashMap<>();

    private LookAlikes() {
        for (Likeness likeness : Likeness.values()) {
            byKey.put(likeness, new HashMap<>());
        }
    }

    private record Entry<T>(String name, T owner, Map<Likeness, List<String>> keys) {}

    /** Begins without names. */
    public static <T> LookAlikes<T> create() {
        return new LookAlikes<>();
    }

    /** How much two names are like one another; empty if they are not. */
    public static Optional<Likeness> of(String one, String other) {
        Map<Likeness, List<String>> left = SimilarityKey.keys(one);
        Map<Likeness, List<String>> right = SimilarityKey.keys(other);
        for (Likeness likeness : Likeness.values()) {
            if (left.getOrDefault(likeness, List.of()).stream()
                    .anyMatch(right.getOrDefault(likeness, List.of())::contains)) {
                return Optional.of(likeness);
            }
        }
        return Optional.empty();
    }

    /** Adds a name; one that is there already, written the same, goes over to this owner. */
    public synchronized void add(String name, T owner) {
        remove(name);
        Entry<T> entry = new Entry<>(name, Objects.requireNonNull(owner, "owner"), SimilarityKey.keys(name));
        byName.put(name, entry);
        entry.keys.forEach((likeness, keys) -> keys.forEach(key ->
                of(likeness).computeIfAbsent(key, any -> new LinkedHashMap<>()).put(name, entry)));
    }

    /** Takes a name out; false if it was not there. */
    public synchronized boolean remove(String name) {
        Entry<T> entry = byName.remove(name);
        if (entry == null) {
            return false;
        }
        entry.keys.forEach((likeness, keys) -> keys.forEach(key -> of(likeness).computeIfPresent(key, (same, all) -> {
            all.remove(name);
            return all.isEmpty() ? null : all;
        })));
        return true;
    }

    /** The names that are like this one, the most alike first, and each once. A name that is there finds itself too. */
    public List<LookAlike<T>> find(String name) {
        Map<Likeness, List<String>> keys = SimilarityKey.keys(name);
        Map<String, LookAlike<T>> found = new LinkedHashMap<>();
        synchronized (this) {
            keys.forEach((likeness, all) -> all.forEach(key -> of(likeness)
                    .getOrDefault(key, Map.of())
                    .forEach((other, entry) ->
                            found.putIfAbsent(other, new LookAlike<>(likeness, other, entry.owner)))));
        }
        return new ArrayList<>(found.values());
    }

    private Map<String, Map<String, Entry<T>>> of(Likeness likeness) {
        return Objects.requireNonNull(byKey.get(likeness), "likeness");
    }

    /** How many names there are. */
    public synchronized int size() {
        return byName.size();
    }
}
