// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

/**
 * A line of the process table.
 *
 * @param id which process
 * @param parent the number of its parent, 0 if unknown
 * @param group its process group, 0 if unknown
 * @param session its session, 0 if unknown
 * @param state the kernel's letter, {@code ?} if unknown
 * @param name what it calls itself
 */
public record ProcessRow(ProcessId id, long parent, long group, long session, char state, String name) {
    /** Whether it has ended, and only its parent has not asked for its exit code yet. */
    public boolean dead() {
        return state == 'Z' || state == 'X';
    }

    /** Whether it was halted by a signal. */
    public boolean halted() {
        return state == 'T';
    }
}
