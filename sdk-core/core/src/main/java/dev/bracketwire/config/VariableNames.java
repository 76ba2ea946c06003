// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the setting that a variable such as {@code LIMITS_PER_SECOND} means: only the shape says where a name ends. */
final class VariableNames {
    private static final Pattern INDEXED = Pattern.compile("([0-9]{1,5})(?:_(.+))?");
    private static final Pattern KEYED = Pattern.compile("([^_]+)_(.+)");

    private final SettingsShape settingsShape;

    VariableNames(SettingsShape settingsShape) {
        this.settingsShape = settingsShape;
    }

    /** Returns the prefix of all names: the section that is read, if there is one. */
    String within() {
        String within = "";
        for (SettingsShape at = settingsShape; at instanceof SettingsShape.Section section; at = section.inner()) {
            within += NameStyles.variable(section.name()) + "_";
        }
        return within;
    }

    /** The path of the setting, if there is one of this name. */
    Optional<List<String>> find(String name) {
        return find(settingsShape, name, 0);
    }

    /** The names of all settings that do not lie in lists, maps or records within themselves. */
    Set<String> known(String prefix) {
        Set<String> known = new HashSet<>();
        collect(settingsShape, prefix, known, new HashSet<>());
        return known;
    }

    private static Optional<List<String>> find(SettingsShape settingsShape, String name, int depth) {
        if (depth > SettingPath.DEPTH) {
            return Optional.empty();
        }
        if (settingsShape instanceof SettingsShape.Maybe maybe) {
            return find(maybe.inner(), name, depth);
        }
        if (settingsShape instanceof SettingsShape.Section section) {
            return below(section.name(), section.inner(), name, depth);
        }
        if (settingsShape instanceof SettingsShape.Fields fields) {
            return fields.components.stream()
                    .map(component -> below(component.name(), component.settingsShape(), name, depth))
                    .flatMap(Optional::stream)
                    // Where two could be meant, the one that needs fewer steps: it is spelled out in one name.
                    .min((a, b) -> Integer.compare(a.size(), b.size()));
        }
        if (settingsShape instanceof SettingsShape.Many many) {
            Matcher matcher = INDEXED.matcher(name);
            return matcher.matches()
                    ? step(
                            SettingPath.index(Integer.parseInt(matcher.group(1))),
                            many.element(),
                            matcher.group(2),
                            depth)
                    : Optional.empty();
        }
        if (settingsShape instanceof SettingsShape.Keyed keyed && !name.isEmpty()) {
            if (keyed.value() instanceof SettingsShape.Scalar) {
                return Optional.of(List.of(name.toLowerCase(Locale.ROOT)));
            }
            Matcher matcher = KEYED.matcher(name);
            return matcher.matches()
                    ? step(matcher.group(1).toLowerCase(Locale.ROOT), keyed.value(), matcher.group(2), depth)
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<List<String>> below(String component, SettingsShape settingsShape, String name, int depth) {
        String own = NameStyles.variable(component);
        if (name.equals(own)) {
            return Optional.of(List.of(component));
        }
        return name.startsWith(own + "_")
                ? step(component, settingsShape, name.substring(own.length() + 1), depth)
                : Optional.empty();
    }

    private static Optional<List<String>> step(
            String step, SettingsShape settingsShape, @Nullable String rest, int depth) {
        if (rest == null) {
            return Optional.of(List.of(step));
        }
        return find(settingsShape, rest, depth + 1).map(steps -> {
            List<String> all = new ArrayList<>(List.of(step));
            all.addAll(steps);
            return all;
        });
    }

    private static void collect(SettingsShape settingsShape, String name, Set<String> known, Set<SettingsShape> seen) {
        if (settingsShape instanceof SettingsShape.Section section) {
            collect(section.inner(), name + NameStyles.variable(section.name()) + "_", known, seen);
        } else if (settingsShape instanceof SettingsShape.Maybe maybe) {
            collect(maybe.inner(), name, known, seen);
        } else if (settingsShape instanceof SettingsShape.Fields fields) {
            if (seen.add(fields)) {
                for (SettingsShape.Component component : fields.components) {
                    collect(component.settingsShape(), name + NameStyles.variable(component.name()) + "_", known, seen);
                }
                seen.remove(fields);
            }
        } else {
            known.add(name.substring(0, name.length() - 1));
        }
    }
}
