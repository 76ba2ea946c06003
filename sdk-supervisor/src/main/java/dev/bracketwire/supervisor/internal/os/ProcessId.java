// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

/**
 * One process, and no later one that was given its number: within one boot, no two share number and start.
 *
 * @param pid its number
 * @param start when it started, in the clock of the process table (ticks since the boot on Linux)
 */
public record ProcessId(long pid, long start) {}
