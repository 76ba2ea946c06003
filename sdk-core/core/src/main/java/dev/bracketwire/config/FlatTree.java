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
    private final SettingsProblems settingsProblems;

    FlatTree(SettingsProblems settingsProblems) {
        this.settingsProblems = settingsProblems;
    }

    void put(List<String> steps, SettingNode leaf) {
        Branch branch = root;
        for (String step : steps) {
            branch = branch.children.computeIfAbsent(step, key -> new Branch());
        }
        if (branch.leaf != null) {
            settingsProblems.add(steps.stream().reduce("", SettingPath::join), "is there twice", leaf.origin());
        }
        branch.leaf = leaf;
    }

    SettingNode tree(SettingOrigin settingOrigin) {
        return root.children.isEmpty()
                ? new SettingNode.Group(Map.of(), settingOrigin)
                : grown(root, "", settingOrigin);
    }

    private SettingNode grown(Branch branch, String path, SettingOrigin settingOrigin) {
        SettingNode leaf = branch.leaf;
        Map<String, Branch> children = branch.children;
        if (leaf != null) {
            if (!children.isEmpty()) {
                settingsProblems.add(path, "is both a value and a group of values", leaf.origin());
            }
            return leaf;
        }
        long indexes = children.keySet().stream().filter(SettingPath::isIndex).count();
        if (indexes == 0) {
            Map<String, SettingNode> entries = new LinkedHashMap<>();
            children.forEach(
                    (key, child) -> entries.put(key, grown(child, SettingPath.join(path, key), settingOrigin)));
            return new SettingNode.Group(entries, settingOrigin);
        }
        if (indexes < children.size()) {
            settingsProblems.add(path, "is both a list and a group of values", settingOrigin);
        }
        List<SettingNode> elements = new ArrayList<>();
        for (int i = 0; i < indexes; i++) {
            Branch child = children.get(SettingPath.index(i));
            if (child == null) {
                settingsProblems.add(
                        path + SettingPath.index(i), "is missing in a list that goes on after it", settingOrigin);
                break;
            }
            elements.add(grown(child, path + SettingPath.index(i), settingOrigin));
        }
        return new SettingNode.Items(elements, settingOrigin);
    }

    private static final class Branch {
        final Map<String, Branch> children = new LinkedHashMap<>();

        @Nullable
        SettingNode leaf;
    }
}
