// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a type expects of the settings it is read from. */
sealed interface SettingsShape {
    /** A value without parts. */
    record Scalar(Class<?> type) implements SettingsShape {}

    /** A list, or a set in the order of the list. */
    record Many(SettingsShape element, boolean unique) implements SettingsShape {}

    /** A map from text. */
    record Keyed(SettingsShape value) implements SettingsShape {}

    /** An {@code Optional}. */
    record Maybe(SettingsShape inner) implements SettingsShape {}

    /** One part of the settings, whatever stands beside it. */
    record Section(String name, SettingsShape inner) implements SettingsShape {}

    record Component(String name, SettingsShape settingsShape, boolean nullable) {}

    /** A record. It may hold itself, so its components are added when it is known already. */
    final class Fields implements SettingsShape {
        final Class<?> type;
        final List<Component> components = new ArrayList<>();
        private final Map<String, Component> spellings = new LinkedHashMap<>();

        Fields(Class<?> type) {
            this.type = type;
        }

        void add(Component component) {
            components.add(component);
            String name = component.name();
            for (String spelling : new String[] {name, NameStyles.kebab(name), NameStyles.snake(name)}) {
                Component other = spellings.putIfAbsent(spelling, component);
                if (other != null && !other.name().equals(name)) {
                    throw new IllegalArgumentException("the components " + other.name() + " and " + name + " of "
                            + type.getName() + " are spelled alike in a file; rename one");
                }
            }
        }

        /** The component that a key of a file means, if there is one. */
        Optional<Component> find(String key) {
            return Optional.ofNullable(spellings.get(key));
        }

        List<String> names() {
            return components.stream().map(Component::name).toList();
        }
    }
}
