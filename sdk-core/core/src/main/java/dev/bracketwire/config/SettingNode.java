// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One place in a tree of settings. No kind shows what it holds: it may be a secret. */
sealed interface SettingNode {
    SettingOrigin origin();

    /** Returns a description of the node for messages. */
    String kind();

    /** Lays what is above over what is below: groups merge, everything else is replaced, nothing replaces nothing. */
    static SettingNode merge(SettingNode below, SettingNode above) {
        if (above instanceof Nothing) {
            return below;
        }
        if (!(below instanceof Group lower) || !(above instanceof Group upper)) {
            return above;
        }
        Map<String, SettingNode> merged = new LinkedHashMap<>(lower.entries());
        upper.entries().forEach((key, settingNode) -> merged.merge(key, settingNode, SettingNode::merge));
        return new Group(merged, upper.origin());
    }

    /** Makes a tree of what code gave. */
    static SettingNode of(@Nullable Object given, SettingOrigin settingOrigin) {
        if (given == null) {
            return new Nothing(settingOrigin);
        }
        if (given instanceof Map<?, ?> map) {
            Map<String, SettingNode> entries = new LinkedHashMap<>();
            map.forEach((key, value) -> entries.put(String.valueOf(key), of(value, settingOrigin)));
            return new Group(entries, settingOrigin);
        }
        if (given instanceof Iterable<?> iterable && !(given instanceof java.nio.file.Path)) {
            List<SettingNode> elements = new ArrayList<>();
            iterable.forEach(element -> elements.add(of(element, settingOrigin)));
            return new Items(elements, settingOrigin);
        }
        return new Value(given, settingOrigin, false, null);
    }

    record Group(Map<String, SettingNode> entries, SettingOrigin origin) implements SettingNode {
        @Override
        public String kind() {
            return "an object";
        }

        @Override
        public String toString() {
            return "Group[" + origin.text() + "]";
        }
    }

    record Items(List<SettingNode> elements, SettingOrigin origin) implements SettingNode {
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
    record Nothing(SettingOrigin origin) implements SettingNode {
        static final Nothing ABSENT = new Nothing(SettingOrigin.of("absent"));

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
            SettingOrigin origin,
            boolean done,
            @Nullable String template) implements SettingNode {
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
