// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

/** A way to tell which processes belong to a service. Several are used together, and what one misses another finds. */
public enum Ownership {
    /** A cgroup of its own, which nothing leaves; on Linux, where cgroup v2 is writable. */
    CGROUP,
    /** A mark in the environment, or in the name of a file that a daemon holds open; children inherit both; on Linux. */
    TOKEN,
    /** A session of its own, which only {@code setsid} leaves; on Linux, with the setsid tool. */
    SESSION,
    /** The children, and theirs, as far as they were seen before their parents ended; everywhere. */
    DESCENDANTS
}
