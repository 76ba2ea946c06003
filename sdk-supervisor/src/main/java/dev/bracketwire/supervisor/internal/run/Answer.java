// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

/** What a probe found, and in words. */
record Answer(boolean passed, String detail) {
    static Answer yes(String detail) {
        return new Answer(true, detail);
    }

    static Answer no(String detail) {
        return new Answer(false, detail);
    }
}
