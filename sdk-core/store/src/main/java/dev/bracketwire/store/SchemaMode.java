// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

/** Says what a {@link Database} may do to the tables it needs. */
public enum SchemaMode {
    /** Steps that are missing are applied. */
    MIGRATE,
    /** Nothing is changed; what is missing or differs is refused, by its name. For hosts that apply the scripts themselves. */
    VALIDATE,
    /** Nothing is changed and nothing is looked at. */
    NONE
}
