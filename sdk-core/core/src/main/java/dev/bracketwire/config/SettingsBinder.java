// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads a tree into a shape. If there are problems, the result must not be used. */
final class SettingsBinder {
    private final SettingsProblems settingsProblems;
    private final SettingValues settingValues;
    private final RecordFactory recordFactory;
    private final @Nullable UnaryOperator<String> lookedIn;
    private final Set<SettingsShape.Fields> unfolding = new HashSet<>();
    private boolean incomplete;

    /** @param lookedIn names the sources a path was looked for in, or null where not all could be read */
    SettingsBinder(
            EnvironmentVariables environmentVariables,
            SettingsProblems settingsProblems,
            @Nullable UnaryOperator<String> lookedIn) {
        this.settingsProblems = settingsProblems;
        this.settingValues = new SettingValues(environmentVariables, settingsProblems);
        this.recordFactory = new RecordFactory(settingValues, settingsProblems);
        this.lookedIn = lookedIn;
    }

    @Nullable
    Object bind(SettingsShape settingsShape, SettingNode settingNode, String path) {
        if (settingNode instanceof SettingNode.Nothing) {
            return absent(settingsShape, path);
        }
        if (settingsShape instanceof SettingsShape.Scalar scalar) {
            return settingValues.read(scalar.type(), settingNode, path);
        }
        if (settingsShape instanceof SettingsShape.Maybe maybe) {
            return Optional.ofNullable(bind(maybe.inner(), settingNode, path));
        }
        if (settingsShape instanceof SettingsShape.Many many) {
            return many(many, settingNode, path);
        }
        if (settingsShape instanceof SettingsShape.Fields fields
                && settingNode instanceof SettingNode.Value value
                && fits(fields, value)) {
            return value.content();
        }
        if (!(settingNode instanceof SettingNode.Group group)) {
            settingsProblems.add(path, "must be an object, not " + settingNode.kind(), settingNode.origin());
            return null;
        }
        if (settingsShape instanceof SettingsShape.Section section) {
            String inner = SettingPath.join(path, section.name());
            return bind(
                    section.inner(), group.entries().getOrDefault(section.name(), SettingNode.Nothing.ABSENT), inner);
        }
        if (settingsShape instanceof SettingsShape.Keyed keyed) {
            Map<String, Object> map = new LinkedHashMap<>();
            group.entries().forEach((key, value) -> {
                boolean left = value instanceof SettingNode.Nothing;
                Object element = left ? null : bind(keyed.value(), value, SettingPath.join(path, key));
                if (element != null) {
                    map.put(key, element);
                }
            });
            return Collections.unmodifiableMap(map);
        }
        return fields((SettingsShape.Fields) settingsShape, group, path);
    }

    private static boolean fits(SettingsShape.Fields fields, SettingNode.Value value) {
        return fields.type.isInstance(value.content());
    }

    private @Nullable Object many(SettingsShape.Many many, SettingNode settingNode, String path) {
        List<SettingNode> elements;
        if (settingNode instanceof SettingNode.Items items) {
            elements = items.elements();
        } else if (settingNode instanceof SettingNode.Value value && many.element() instanceof SettingsShape.Scalar) {
            elements = settingValues.split(value, path);
        } else {
            settingsProblems.add(path, "must be a list, not " + settingNode.kind(), settingNode.origin());
            return null;
        }
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            Object element = element(many.element(), elements.get(i), path + SettingPath.index(i));
            if (element != null) {
                list.add(element);
            }
        }
        return many.unique() ? Collections.unmodifiableSet(new LinkedHashSet<>(list)) : List.copyOf(list);
    }

    private @Nullable Object element(SettingsShape settingsShape, SettingNode settingNode, String path) {
        if (settingNode instanceof SettingNode.Nothing && !(settingsShape instanceof SettingsShape.Maybe)) {
            settingsProblems.add(path, "must not be null", settingNode.origin());
            return null;
        }
        return bind(settingsShape, settingNode, path);
    }

    private @Nullable Object fields(SettingsShape.Fields fields, SettingNode.Group group, String path) {
        int before = settingsProblems.size();
        boolean incompleteBefore = incomplete;
        incomplete = false;
        @Nullable Object[] arguments = new @Nullable Object[fields.components.size()];
        Arrays.setAll(arguments, i -> {
            SettingsShape.Component component = fields.components.get(i);
            SettingNode settingNode = group.entries().getOrDefault(component.name(), SettingNode.Nothing.ABSENT);
            boolean left = component.nullable() && settingNode instanceof SettingNode.Nothing;
            return left ? null : bind(component.settingsShape(), settingNode, SettingPath.join(path, component.name()));
        });
        boolean whole = !incomplete && settingsProblems.size() == before;
        incomplete |= incompleteBefore;
        return whole ? recordFactory.make(fields, arguments, path) : null;
    }

    private @Nullable Object absent(SettingsShape settingsShape, String path) {
        if (settingsShape instanceof SettingsShape.Maybe) {
            return Optional.empty();
        }
        if (settingsShape instanceof SettingsShape.Many many) {
            return many.unique() ? Set.of() : List.of();
        }
        if (settingsShape instanceof SettingsShape.Keyed) {
            return Map.of();
        }
        SettingNode.Group nothing = new SettingNode.Group(Map.of(), SettingNode.Nothing.ABSENT.origin());
        if (settingsShape instanceof SettingsShape.Section) {
            return bind(settingsShape, nothing, path);
        }
        // A record may do with defaults for everything, and if not, its components are what is missing.
        if (settingsShape instanceof SettingsShape.Fields fields && unfolding.add(fields)) {
            Object made = fields(fields, nothing, path);
            unfolding.remove(fields);
            return made;
        }
        incomplete = true;
        if (lookedIn != null) {
            settingsProblems.add(path, "is missing; looked in " + lookedIn.apply(path));
        }
        return null;
    }
}
