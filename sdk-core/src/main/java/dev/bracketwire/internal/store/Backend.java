// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

/** Carries tasks out, each in a transaction. */
interface Backend {
    /** Whether {@link #write} gives the task to a thread of its own, rather than to block this one. */
    boolean queuesWrites();

    /** Whether {@link #read} gives the task to a thread of its own. */
    boolean queuesReads();

    void write(Task<?> task);

    void read(Task<?> task);

    /** Lets what it began come to its end. */
    void close();
}
