// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.util.Map;

/**
 * Shows how the fields of a reply differ from those that this version knows, each with how often it was seen. A field is a
 * path, such as {@code match1.players[].pronouns}.
 *
 * @param unknown fields that this version does not know; they are ignored
 * @param missing fields that were not there; they are taken as empty
 * @param retyped fields of another type than expected, which were converted, or spoiled their episode
 */
public record FeedDrift(Map<String, Integer> unknown, Map<String, Integer> missing, Map<String, Integer> retyped) {
    /** Makes sorted copies. */
    public FeedDrift {
        unknown = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(unknown));
        missing = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(missing));
        retyped = java.util.Collections.unmodifiableMap(new java.util.TreeMap<>(retyped));
    }

    /** Says that every field was as expected. */
    public static FeedDrift none() {
        return new FeedDrift(Map.of(), Map.of(), Map.of());
    }

    /** Whether every field was as expected. */
    public boolean isEmpty() {
        return unknown.isEmpty() && missing.isEmpty() && retyped.isEmpty();
    }
}
