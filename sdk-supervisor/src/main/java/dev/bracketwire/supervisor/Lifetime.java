// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

/** What becomes of a service when its supervisor ends. */
public enum Lifetime {
    /** It is stopped when the supervisor is closed; after a crash it runs on, and the next supervisor adopts it. */
    SUPERVISED,
    /** It ends with the supervisor, however that ends; after a crash a guard process stops it. */
    BOUND,
    /** It outlives the supervisor, closed or crashed, and the next one adopts it. */
    INDEPENDENT
}
