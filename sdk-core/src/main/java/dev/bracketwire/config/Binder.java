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

/** Reads a tree into a shape. What it returns counts only while there are no faults. */
final class Binder {
    private final Faults faults;
    private final Values values;
    private final Records records;
    private final @Nullable UnaryOperator<String> lookedIn;
    private final Set<Shape.Fields> unfolding = new HashSet<>();
    private boolean incomplete;

    /** @param lookedIn names the sources a path was looked for in, or null where not all could be read */
    Binder(Variables variables, Faults faults, @Nullable UnaryOperator<String> lookedIn) {
        this.faults = faults;
        this.values = new Values(variables, faults);
        this.records = new Records(values, faults);
        this.lookedIn = lookedIn;
    }

    @Nullable
    Object bind(Shape shape, Node node, String path) {
        if (node instanceof Node.Nothing) {
            return absent(shape, path);
        }
        if (shape instanceof Shape.Scalar scalar) {
            return values.read(scalar.type(), node, path);
        }
        if (shape instanceof Shape.Maybe maybe) {
            return Optional.ofNullable(bind(maybe.inner(), node, path));
        }
        if (shape instanceof Shape.Many many) {
            return many(many, node, path);
        }
        if (shape instanceof Shape.Fields fields && node instanceof Node.Value value && fits(fields, value)) {
            return value.content();
        }
        if (!(node instanceof Node.Group group)) {
            faults.add(path, "must be an object, not " + node.kind(), node.origin());
            return null;
        }
        if (shape instanceof Shape.Section section) {
            String inner = Steps.join(path, section.name());
            return bind(section.inner(), group.entries().getOrDefault(section.name(), Node.Nothing.ABSENT), inner);
        }
        if (shape instanceof Shape.Keyed keyed) {
            Map<String, Object> map = new LinkedHashMap<>();
            group.entries().forEach((key, value) -> {
                boolean left = value instanceof Node.Nothing;
                Object element = left ? null : bind(keyed.value(), value, Steps.join(path, key));
                if (element != null) {
                    map.put(key, element);
                }
            });
            return Collections.unmodifiableMap(map);
        }
        return fields((Shape.Fields) shape, group, path);
    }

    private static boolean fits(Shape.Fields fields, Node.Value value) {
        return fields.type.isInstance(value.content());
    }

    private @Nullable Object many(Shape.Many many, Node node, String path) {
        List<Node> elements;
        if (node instanceof Node.Items items) {
            elements = items.elements();
        } else if (node instanceof Node.Value value && many.element() instanceof Shape.Scalar) {
            elements = values.split(value, path);
        } else {
            faults.add(path, "must be a list, not " + node.kind(), node.origin());
            return null;
        }
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            Object element = element(many.element(), elements.get(i), path + Steps.index(i));
            if (element != null) {
                list.add(element);
            }
        }
        return many.unique() ? Collections.unmodifiableSet(new LinkedHashSet<>(list)) : List.copyOf(list);
    }

    private @Nullable Object element(Shape shape, Node node, String path) {
        if (node instanceof Node.Nothing && !(shape instanceof Shape.Maybe)) {
            faults.add(path, "must not be null", node.origin());
            return null;
        }
        return bind(shape, node, path);
    }

    private @Nullable Object fields(Shape.Fields fields, Node.Group group, String path) {
        int before = faults.size();
        boolean incompleteBefore = incomplete;
        incomplete = false;
        @Nullable Object[] arguments = new @Nullable Object[fields.components.size()];
        Arrays.setAll(arguments, i -> {
            Shape.Component component = fields.components.get(i);
            Node node = group.entries().getOrDefault(component.name(), Node.Nothing.ABSENT);
            boolean left = component.nullable() && node instanceof Node.Nothing;
            return left ? null : bind(component.shape(), node, Steps.join(path, component.name()));
        });
        boolean whole = !incomplete && faults.size() == before;
        incomplete |= incompleteBefore;
        return whole ? records.make(fields, arguments, path) : null;
    }

    private @Nullable Object absent(Shape shape, String path) {
        if (shape instanceof Shape.Maybe) {
            return Optional.empty();
        }
        if (shape instanceof Shape.Many many) {
            return many.unique() ? Set.of() : List.of();
        }
        if (shape instanceof Shape.Keyed) {
            return Map.of();
        }
        Node.Group nothing = new Node.Group(Map.of(), Node.Nothing.ABSENT.origin());
        if (shape instanceof Shape.Section) {
            return bind(shape, nothing, path);
        }
        // A record may do with defaults for everything, and if not, its components are what is missing.
        if (shape instanceof Shape.Fields fields && unfolding.add(fields)) {
            Object made = fields(fields, nothing, path);
            unfolding.remove(fields);
            return made;
        }
        incomplete = true;
        if (lookedIn != null) {
            faults.add(path, "is missing; looked in " + lookedIn.apply(path));
        }
        return null;
    }
}
