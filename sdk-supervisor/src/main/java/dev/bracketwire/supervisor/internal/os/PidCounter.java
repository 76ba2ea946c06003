// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

/**
 * A reading of the kernel's counter of process numbers. The kernel gives numbers in ascending order and begins again
 * after the highest one, so two readings tell whether a number was given in between. Only a process that may restore
 * checkpoints can choose its number.
 *
 * @param last the number that was given last
 * @param forks how many processes and threads were started since the boot
 * @param highest the number after which the kernel begins again
 */
public record PidCounter(long last, long forks, long highest) {
    /** Returns the reading as it was, at the earliest, when this number was given after this reading. */
    PidCounter given(long pid) {
        return new PidCounter(pid, forks, highest);
    }

    /** Whether a number may have been given between this reading and a later one. */
    boolean mayGive(long pid, PidCounter later) {
        boolean passed = last <= later.last ? pid > last && pid <= later.last : pid > last || pid <= later.last;
        // Numbers in use are skipped, so a whole round takes fewer forks than there are numbers.
        long since = later.forks - forks;
        boolean round = since < 0 || since >= highest / 4;
        return passed || round;
    }
}
