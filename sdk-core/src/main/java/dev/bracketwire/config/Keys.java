// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives the keys of a source the names of the components they mean, and finds those that mean none. */
final class Keys {
    private final Faults faults;

    Keys(Faults faults) {
        this.faults = faults;
    }

    Node named(Node node, Shape shape, String path) {
        if (shape instanceof Shape.Maybe maybe) {
            return named(node, maybe.inner(), path);
        }
        if (node instanceof Node.Items items && shape instanceof Shape.Many many) {
            List<Node> elements = new ArrayList<>();
            for (Node element : items.elements()) {
                elements.add(named(element, many.element(), path + Steps.index(elements.size())));
            }
            return new Node.Items(elements, items.origin());
        }
        if (!(node instanceof Node.Group group)) {
            return node;
        }
        Map<String, Node> entries = new LinkedHashMap<>();
        if (shape instanceof Shape.Keyed keyed) {
            group.entries()
                    .forEach((key, value) -> entries.put(key, named(value, keyed.value(), Steps.join(path, key))));
        } else if (shape instanceof Shape.Section section) {
            group.entries().forEach((key, value) -> {
                if (Spelling.is(key, section.name())) {
                    put(entries, section.name(), value, section.inner(), path);
                }
            });
        } else if (shape instanceof Shape.Fields fields) {
            group.entries().forEach((key, value) -> {
                Optional<Shape.Component> component = fields.find(key);
                if (component.isPresent()) {
                    put(entries, component.get().name(), value, component.get().shape(), path);
                } else {
                    faults.add(
                            Steps.join(path, Faults.cut(key)),
                            "is no setting" + Spelling.suggestion(key, fields.names()),
                            value.origin());
                }
            });
        } else {
            return node;
        }
        return new Node.Group(entries, group.origin());
    }

    private void put(Map<String, Node> entries, String name, Node value, Shape shape, String path) {
        String place = Steps.join(path, name);
        if (entries.put(name, named(value, shape, place)) != null) {
            faults.add(place, "is there twice, in two spellings", value.origin());
        }
    }
}
