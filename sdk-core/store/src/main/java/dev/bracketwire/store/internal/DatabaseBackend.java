// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

/** Carries tasks out, each in a transaction. */
interface DatabaseBackend {
    /** Whether {@link #write} gives the task to a thread of its own, rather than to block this one. */
    boolean queuesWrites();

    /** Whether {@link #read} gives the task to a thread of its own. */
    boolean queuesReads();

    void write(DatabaseTask<?> databaseTask);

    void read(DatabaseTask<?> databaseTask);

    /** Lets what it began come to its end. */
    void close();
}
