// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

/** The same of 500 that ignore what asks them to end, after a grace of three seconds. */
public final class StopOfStubborn extends StopOfFiveHundred {
    /** Made by name. */
    public StopOfStubborn() {}

    @Override
    String first() {
        return "trap '' TERM INT";
    }
}
