// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import dev.bracketwire.Secret;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The environment: the one of the process, or a map in its place. */
final class EnvironmentVariables {
    private final @Nullable Map<String, String> given;

    EnvironmentVariables(@Nullable Map<String, String> given) {
        this.given = given;
    }

    @Nullable
    String get(String name) {
        return given == null ? System.getenv(name) : given.get(name);
    }

    /** In their order, so that what is reported does not change from run to run. */
    SortedSet<String> names() {
        return new TreeSet<>(given == null ? System.getenv().keySet() : given.keySet());
    }

    /** Reads the variable at each use. */
    Secret secret(String name) {
        Map<String, String> map = given;
        return map == null ? Secret.env(name) : Secret.from(() -> map.getOrDefault(name, ""));
    }
}
