// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One place in a tree of settings. No kind shows what it holds: it may be a secret. */
sealed interface Node {
    Origin origin();

    /** What stands there, for messages. */
    String kind();

    /** Lays what is above over what is below: groups merge, everything else is replaced, nothing replaces nothing. */
    static Node merge(Node below, Node above) {
        if (above instanceof Nothing) {
            return below;
        }
        if (!(below instanceof Group lower) || !(above instanceof Group upper)) {
            return above;
        }
        Map<String, Node> merged = new LinkedHashMap<>(lower.entries());
        upper.entries().forEach((key, node) -> merged.merge(key, node, Node::merge));
        return new Group(merged, upper.origin());
    }

    /** Makes a tree of what code gave. */
    static Node of(@Nullable Object given, Origin origin) {
        if (given == null) {
            return new Nothing(origin);
        }
        if (given instanceof Map<?, ?> map) {
            Map<String, Node> entries = new LinkedHashMap<>();
            map.forEach((key, value) -> entries.put(String.valueOf(key), of(value, origin)));
            return new Group(entries, origin);
        }
        if (given instanceof Iterable<?> iterable && !(given instanceof java.nio.file.Path)) {
            List<Node> elements = new ArrayList<>();
            iterable.forEach(element -> elements.add(of(element, origin)));
            return new Items(elements, origin);
        }
        return new Value(given, origin, false, null);
    }

    record Group(Map<String, Node> entries, Origin origin) implements Node {
        @Override
        public String kind() {
            return "an object";
        }

        @Override
        public String toString() {
            return "Group[" + origin.text() + "]";
        }
    }

    record Items(List<Node> elements, Origin origin) implements Node {
        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public String toString() {
            return "Items[" + origin.text() + "]";
        }
    }

    /** An absent value, or a null that was written. */
    record Nothing(Origin origin) implements Node {
        static final Nothing ABSENT = new Nothing(Origin.of("absent"));

        @Override
        public String kind() {
            return "null";
        }
    }

    /**
     * A value that has no parts.
     *
     * @param content text, or what code gave
     * @param done whether references in the text were replaced, or must not be
     * @param template the text as it was written, where a reference was replaced in it
     */
    record Value(
            Object content,
            Origin origin,
            boolean done,
            @Nullable String template) implements Node {
        /** The text of it, or null where code gave something that is none. */
        @Nullable
        String text() {
            boolean plain = content instanceof CharSequence || content instanceof Number || content instanceof Boolean;
            return plain ? content.toString() : null;
        }

        @Override
        public String kind() {
            return text() == null ? "a " + content.getClass().getName() : "text";
        }

        @Override
        public String toString() {
            return "Value[" + origin.text() + "]";
        }
    }
}
