// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import org.jspecify.annotations.Nullable;

/**
 * One process, and no later one that was given its number: within one boot, no two share number and start.
 *
 * @param pid its number
 * @param start when it started, in the clock of the process table (ticks since the boot on Linux)
 */
public record ProcessId(long pid, long start) {
    // Both are asked for by the thousand in each count; what the compiler would make of them is bound at run time, and
    // takes more memory for that than all else here.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProcessId that && pid == that.pid && start == that.start;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(pid * 31 + start);
    }
}
