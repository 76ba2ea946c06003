// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import java.util.function.Function;

/** The result of {@link RegistrationList#claim}. */
public sealed interface ClaimResult {
    /** Returns the value of the function that fits. */
    default <R> R fold(
            Function<? super Registered, ? extends R> registered,
            Function<? super AlreadyThere, ? extends R> alreadyThere,
            Function<? super Full, ? extends R> full) {
        if (this instanceof Registered done) {
            return registered.apply(done);
        }
        return this instanceof AlreadyThere there ? alreadyThere.apply(there) : full.apply((Full) this);
    }

    /** Whether the person has a row now. */
    default boolean hasPlace() {
        return !(this instanceof Full);
    }

    /**
     * The person got a row.
     *
     * @param key the key of the person
     * @param row the row as the sheet numbers it
     */
    record Registered(String key, int row) implements ClaimResult {}

    /**
     * The person had a row before, which was left as it is.
     *
     * @param key the key of the person
     * @param row the row as the sheet numbers it; 0 if several rows have the key
     */
    record AlreadyThere(String key, int row) implements ClaimResult {}

    /**
     * All places are taken.
     *
     * @param capacity the number of places
     */
    record Full(int capacity) implements ClaimResult {}
}
