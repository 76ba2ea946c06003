// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.Change;

/**
 * Is one step of a reload: {@code stop} ends a service for good, {@code start} begins one that does not run,
 * {@code restart} replaces its run, and {@code update} changes only how it is watched and stopped.
 *
 * @param kind {@code stop}, {@code restart}, {@code update} or {@code start}
 * @param service which service
 * @param before a digest of its spec as it was when this was planned, empty if there was none
 * @param after a digest of its spec as it is to be, empty if there is to be none
 */
public record ServiceChange(String kind, String service, String before, String after) implements Change {
    @Override
    public String toString() {
        return kind + " " + service;
    }
}
