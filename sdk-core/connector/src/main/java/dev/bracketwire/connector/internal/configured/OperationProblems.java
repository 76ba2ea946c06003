// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong with a part of the settings, each with its place in it. */
final class OperationProblems {
    private final List<Problem> problems = new ArrayList<>();

    void unless(boolean right, String path, String rule) {
        if (!right) {
            problems.add(new Problem(path, rule));
        }
    }

    void pointer(String path, Optional<String> text) {
        text.ifPresent(pointer -> unless(
                JsonPointers.isOne(pointer),
                path,
                "must be a JSON pointer such as /meta/next; ~ is written ~0, and / ~1"));
    }

    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }
}
