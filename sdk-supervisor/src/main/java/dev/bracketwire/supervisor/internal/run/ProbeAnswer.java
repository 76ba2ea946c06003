// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

/** What a probe found, and in words. */
record ProbeAnswer(boolean passed, String detail) {
    static ProbeAnswer yes(String detail) {
        return new ProbeAnswer(true, detail);
    }

    static ProbeAnswer no(String detail) {
        return new ProbeAnswer(false, detail);
    }
}
