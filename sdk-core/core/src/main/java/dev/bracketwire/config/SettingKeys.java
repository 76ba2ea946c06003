// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives the keys of a source the names of the components they mean, and finds those that mean none. */
final class SettingKeys {
    private final SettingsProblems settingsProblems;

    SettingKeys(SettingsProblems settingsProblems) {
        this.settingsProblems = settingsProblems;
    }

    SettingNode named(SettingNode settingNode, SettingsShape settingsShape, String path) {
        if (settingsShape instanceof SettingsShape.Maybe maybe) {
            return named(settingNode, maybe.inner(), path);
        }
        if (settingNode instanceof SettingNode.Items items && settingsShape instanceof SettingsShape.Many many) {
            List<SettingNode> elements = new ArrayList<>();
            for (SettingNode element : items.elements()) {
                elements.add(named(element, many.element(), path + SettingPath.index(elements.size())));
            }
            return new SettingNode.Items(elements, items.origin());
        }
        if (!(settingNode instanceof SettingNode.Group group)) {
            return settingNode;
        }
        Map<String, SettingNode> entries = new LinkedHashMap<>();
        if (settingsShape instanceof SettingsShape.Keyed keyed) {
            group.entries()
                    .forEach(
                            (key, value) -> entries.put(key, named(value, keyed.value(), SettingPath.join(path, key))));
        } else if (settingsShape instanceof SettingsShape.Section section) {
            group.entries().forEach((key, value) -> {
                if (NameStyles.is(key, section.name())) {
                    put(entries, section.name(), value, section.inner(), path);
                }
            });
        } else if (settingsShape instanceof SettingsShape.Fields fields) {
            group.entries().forEach((key, value) -> {
                Optional<SettingsShape.Component> component = fields.find(key);
                if (component.isPresent()) {
                    put(entries, component.get().name(), value, component.get().settingsShape(), path);
                } else {
                    settingsProblems.add(
                            SettingPath.join(path, SettingsProblems.cut(key)),
                            "is no setting" + NameStyles.suggestion(key, fields.names()),
                            value.origin());
                }
            });
        } else {
            return settingNode;
        }
        return new SettingNode.Group(entries, group.origin());
    }

    private void put(
            Map<String, SettingNode> entries,
            String name,
            SettingNode value,
            SettingsShape settingsShape,
            String path) {
        String place = SettingPath.join(path, name);
        if (entries.put(name, named(value, settingsShape, place)) != null) {
            settingsProblems.add(place, "is there twice, in two spellings", value.origin());
        }
    }
}
