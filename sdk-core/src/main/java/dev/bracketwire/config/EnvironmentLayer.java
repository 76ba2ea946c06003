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
record EnvironmentLayer(String prefix, Variables variables, Set<String> referred) implements Layer {
    @Override
    public String label(String path) {
        return "environment variable " + prefix + Spelling.variable(path);
    }

    @Override
    public Node tree(Shape shape, Faults faults) {
        FlatTree flat = new FlatTree(faults);
        VariableNames names = new VariableNames(shape);
        for (String name : variables.names()) {
            String value = name.startsWith(prefix + names.within()) ? variables.get(name) : null;
            if (value == null) {
                continue;
            }
            Optional<List<String>> steps = names.find(name.substring(prefix.length()));
            if (steps.isPresent()) {
                flat.put(steps.get(), new Node.Value(value, Origin.variable(name), true, null));
            } else if (!referred.contains(name)) {
                faults.add(
                        Faults.cut(name),
                        "is no setting" + Spelling.suggestion(name, names.known(prefix))
                                + " (environment variable with the prefix " + prefix + ")");
            }
        }
        return flat.tree(Origin.of("environment"));
    }
}
