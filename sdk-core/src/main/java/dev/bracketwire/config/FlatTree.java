// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Grows a tree from single values and their paths. */
final class FlatTree {
    private final Branch root = new Branch();
    private final Faults faults;

    FlatTree(Faults faults) {
        this.faults = faults;
    }

    void put(List<String> steps, Node leaf) {
        Branch branch = root;
        for (String step : steps) {
            branch = branch.children.computeIfAbsent(step, key -> new Branch());
        }
        if (branch.leaf != null) {
            faults.add(steps.stream().reduce("", Steps::join), "is there twice", leaf.origin());
        }
        branch.leaf = leaf;
    }

    Node tree(Origin origin) {
        return root.children.isEmpty() ? new Node.Group(Map.of(), origin) : grown(root, "", origin);
    }

    private Node grown(Branch branch, String path, Origin origin) {
        Node leaf = branch.leaf;
        Map<String, Branch> children = branch.children;
        if (leaf != null) {
            if (!children.isEmpty()) {
                faults.add(path, "is both a value and a group of values", leaf.origin());
            }
            return leaf;
        }
        long indexes = children.keySet().stream().filter(Steps::isIndex).count();
        if (indexes == 0) {
            Map<String, Node> entries = new LinkedHashMap<>();
            children.forEach((key, child) -> entries.put(key, grown(child, Steps.join(path, key), origin)));
            return new Node.Group(entries, origin);
        }
        if (indexes < children.size()) {
            faults.add(path, "is both a list and a group of values", origin);
        }
        List<Node> elements = new ArrayList<>();
        for (int i = 0; i < indexes; i++) {
            Branch child = children.get(Steps.index(i));
            if (child == null) {
                faults.add(path + Steps.index(i), "is missing in a list that goes on after it", origin);
                break;
            }
            elements.add(grown(child, path + Steps.index(i), origin));
        }
        return new Node.Items(elements, origin);
    }

    private static final class Branch {
        final Map<String, Branch> children = new LinkedHashMap<>();

        @Nullable
        Node leaf;
    }
}
