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

    private final Shape shape;

    VariableNames(Shape shape) {
        this.shape = shape;
    }

    /** What all names begin with: the section that is read, if it is one. */
    String within() {
        String within = "";
        for (Shape at = shape; at instanceof Shape.Section section; at = section.inner()) {
            within += Spelling.variable(section.name()) + "_";
        }
        return within;
    }

    /** The path of the setting, if there is one of this name. */
    Optional<List<String>> find(String name) {
        return find(shape, name, 0);
    }

    /** The names of all settings that do not lie in lists, maps or records within themselves. */
    Set<String> known(String prefix) {
        Set<String> known = new HashSet<>();
        collect(shape, prefix, known, new HashSet<>());
        return known;
    }

    private static Optional<List<String>> find(Shape shape, String name, int depth) {
        if (depth > Steps.DEPTH) {
            return Optional.empty();
        }
        if (shape instanceof Shape.Maybe maybe) {
            return find(maybe.inner(), name, depth);
        }
        if (shape instanceof Shape.Section section) {
            return below(section.name(), section.inner(), name, depth);
        }
        if (shape instanceof Shape.Fields fields) {
            return fields.components.stream()
                    .map(component -> below(component.name(), component.shape(), name, depth))
                    .flatMap(Optional::stream)
                    // Where two could be meant, the one that needs fewer steps: it is spelled out in one name.
                    .min((a, b) -> Integer.compare(a.size(), b.size()));
        }
        if (shape instanceof Shape.Many many) {
            Matcher matcher = INDEXED.matcher(name);
            return matcher.matches()
                    ? step(Steps.index(Integer.parseInt(matcher.group(1))), many.element(), matcher.group(2), depth)
                    : Optional.empty();
        }
        if (shape instanceof Shape.Keyed keyed && !name.isEmpty()) {
            if (keyed.value() instanceof Shape.Scalar) {
                return Optional.of(List.of(name.toLowerCase(Locale.ROOT)));
            }
            Matcher matcher = KEYED.matcher(name);
            return matcher.matches()
                    ? step(matcher.group(1).toLowerCase(Locale.ROOT), keyed.value(), matcher.group(2), depth)
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<List<String>> below(String component, Shape shape, String name, int depth) {
        String own = Spelling.variable(component);
        if (name.equals(own)) {
            return Optional.of(List.of(component));
        }
        return name.startsWith(own + "_")
                ? step(component, shape, name.substring(own.length() + 1), depth)
                : Optional.empty();
    }

    private static Optional<List<String>> step(String step, Shape shape, @Nullable String rest, int depth) {
        if (rest == null) {
            return Optional.of(List.of(step));
        }
        return find(shape, rest, depth + 1).map(steps -> {
            List<String> all = new ArrayList<>(List.of(step));
            all.addAll(steps);
            return all;
        });
    }

    private static void collect(Shape shape, String name, Set<String> known, Set<Shape> seen) {
        if (shape instanceof Shape.Section section) {
            collect(section.inner(), name + Spelling.variable(section.name()) + "_", known, seen);
        } else if (shape instanceof Shape.Maybe maybe) {
            collect(maybe.inner(), name, known, seen);
        } else if (shape instanceof Shape.Fields fields) {
            if (seen.add(fields)) {
                for (Shape.Component component : fields.components) {
                    collect(component.shape(), name + Spelling.variable(component.name()) + "_", known, seen);
                }
                seen.remove(fields);
            }
        } else {
            known.add(name.substring(0, name.length() - 1));
        }
    }
}
