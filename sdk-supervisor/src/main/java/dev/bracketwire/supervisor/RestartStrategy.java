// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

/** Selects the services that are started again when a service failed, or when a reload replaces it. */
public enum RestartStrategy {
    /** The service alone. */
    ONE_FOR_ONE,
    /** The service, and then those that come after it, directly or not. */
    REST_FOR_ONE
}
