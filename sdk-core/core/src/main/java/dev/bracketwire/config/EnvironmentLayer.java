// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The environment variables with a prefix.
 *
 * @param referred variables that other sources refer to, which need be no settings themselves
 */
record EnvironmentLayer(String prefix, EnvironmentVariables environmentVariables, Set<String> referred)
        implements SettingsLayer {
    @Override
    public String label(String path) {
        return "environment variable " + prefix + NameStyles.variable(path);
    }

    @Override
    public SettingNode tree(SettingsShape settingsShape, SettingsProblems settingsProblems) {
        FlatTree flat = new FlatTree(settingsProblems);
        VariableNames names = new VariableNames(settingsShape);
        for (String name : environmentVariables.names()) {
            String value = name.startsWith(prefix + names.within()) ? environmentVariables.get(name) : null;
            if (value == null) {
                continue;
            }
            Optional<List<String>> steps = names.find(name.substring(prefix.length()));
            if (steps.isPresent()) {
                flat.put(steps.get(), new SettingNode.Value(value, SettingOrigin.variable(name), true, null));
            } else if (!referred.contains(name)) {
                settingsProblems.add(
                        SettingsProblems.cut(name),
                        "is no setting" + NameStyles.suggestion(name, names.known(prefix))
                                + " (environment variable with the prefix " + prefix + ")");
            }
        }
        return flat.tree(SettingOrigin.of("environment"));
    }
}
