// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

/** Hears of a {@link Transfer} under way, every thousand rows and at the end. */
@FunctionalInterface
public interface Progress {
    /** So many rows were looked at, and so many bytes read. It is called on the thread that moves them: be quick. */
    void moved(long rows, long bytes);
}
