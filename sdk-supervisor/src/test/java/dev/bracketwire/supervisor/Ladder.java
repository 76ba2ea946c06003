// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which means a supervisor has here to tell its own processes, as one word for the line of a run. */
final class Ladder {
    private Ladder() {}

    static String of(Supervisor supervisor) {
        return Stream.of(Ownership.values())
                .filter(means -> has(supervisor, means))
                .map(means -> means.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("+", "by-", ""));
    }

    static boolean has(Supervisor supervisor, Ownership means) {
        return means == Ownership.DESCENDANTS
                || supervisor.capabilities().holds(means.name().toLowerCase(Locale.ROOT));
    }
}
