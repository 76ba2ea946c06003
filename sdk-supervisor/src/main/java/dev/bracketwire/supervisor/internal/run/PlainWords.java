// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import java.time.Duration;

/** Says things as people do. */
final class PlainWords {
    private PlainWords() {}

    /** The JDK gives 128 and the number for a signal, which a program may also choose to exit with. */
    static String exit(int code) {
        return "exited with " + code
                + (code > 128 && code < 160 ? " (or was ended by signal " + (code - 128) + ")" : "");
    }

    static String span(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
