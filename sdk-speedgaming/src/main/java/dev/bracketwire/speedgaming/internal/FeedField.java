// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Describes a field of the feed.
 *
 * @param name the name
 * @param type the type
 * @param path the path from the episode
 * @param fields the fields of an object, or of the objects of a list
 */
record FeedField(String name, Type type, String path, Map<String, FeedField> fields) {
    /** An episode, as SpeedGaming sent it in 2026. */
    static final FeedField EPISODE = object(
                    "",
                    of("id", Type.KEY),
                    of("title", Type.TEXT),
                    of("when", Type.TIME),
                    of("whenCountdown", Type.TIME),
                    of("length", Type.NUMBER),
                    of("timezone", Type.TEXT),
                    of("approved", Type.FLAG),
                    of("externalRestream", Type.FLAG),
                    object(
                            "event",
                            of("id", Type.NUMBER),
                            of("slug", Type.TEXT),
                            of("name", Type.TEXT),
                            of("shortName", Type.TEXT),
                            of("game", Type.TEXT),
                            of("active", Type.FLAG),
                            of("srtv", Type.UNUSED),
                            of("srl", Type.UNUSED),
                            of("botChannel", Type.UNUSED)),
                    match("match1"),
                    match("match2"),
                    list(
                            "channels",
                            of("id", Type.NUMBER),
                            of("name", Type.TEXT),
                            of("slug", Type.TEXT),
                            of("initials", Type.TEXT),
                            of("language", Type.TEXT)),
                    crew("commentators"),
                    crew("trackers"),
                    crew("broadcasters"),
                    crew("helpers"))
            .placed("");

    /** Describes an event outside of an episode. */
    static FeedField event() {
        FeedField event = Objects.requireNonNull(EPISODE.fields.get("event"));
        return new FeedField("", Type.OBJECT, "", event.fields);
    }

    private static FeedField of(String name, Type type) {
        return new FeedField(name, type, "", Map.of());
    }

    private static FeedField match(String name) {
        return object(
                name,
                of("id", Type.KEY),
                of("title", Type.TEXT),
                of("note", Type.TEXT),
                list(
                        "players",
                        of("id", Type.NUMBER),
                        of("displayName", Type.TEXT),
                        of("discordId", Type.TEXT),
                        of("discordTag", Type.TEXT),
                        of("publicStream", Type.TEXT),
                        of("streamingFrom", Type.TEXT)));
    }

    private static FeedField crew(String name) {
        return list(
                name,
                of("id", Type.NUMBER),
                of("displayName", Type.TEXT),
                of("discordId", Type.TEXT),
                of("discordTag", Type.TEXT),
                of("publicStream", Type.TEXT),
                of("approved", Type.FLAG),
                of("ready", Type.FLAG),
                of("partner", Type.TEXT),
                of("language", Type.TEXT));
    }

    private static FeedField object(String name, FeedField... fields) {
        return new FeedField(name, Type.OBJECT, "", byName(fields));
    }

    private static FeedField list(String name, FeedField... fields) {
        return new FeedField(name, Type.LIST, "", byName(fields));
    }

    private static Map<String, FeedField> byName(FeedField... fields) {
        Map<String, FeedField> named = new LinkedHashMap<>();
        for (FeedField field : fields) {
            named.put(field.name, field);
        }
        return named;
    }

    private FeedField placed(String before) {
        String place = before + name;
        String inside = place.isEmpty() ? "" : place + (type == Type.LIST ? "[]." : ".");
        Map<String, FeedField> children = new LinkedHashMap<>();
        fields.forEach((key, field) -> children.put(key, field.placed(inside)));
        return new FeedField(name, type, place, children);
    }

    /** Returns the path of a field that is not described here. */
    String child(String unknown) {
        String inside = path.isEmpty() ? "" : path + (type == Type.LIST ? "[]." : ".");
        return inside + unknown;
    }

    /** The types of fields. */
    enum Type {
        /** A whole number above zero that must be there. */
        KEY("an id"),
        NUMBER("a whole number"),
        TEXT("a text"),
        TIME("a date and time with an offset"),
        FLAG("a flag"),
        OBJECT("an object"),
        LIST("a list"),
        /** Known, but not read. */
        UNUSED("a value");

        final String expected;

        Type(String expected) {
            this.expected = expected;
        }
    }
}
