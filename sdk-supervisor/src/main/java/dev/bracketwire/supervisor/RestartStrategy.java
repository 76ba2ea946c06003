// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

/** Who is started again when a service failed. */
public enum RestartStrategy {
    /** The service alone. */
    ONE_FOR_ONE,
    /** The service, and then those that come after it, directly or not. */
    REST_FOR_ONE
}
