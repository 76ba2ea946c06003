// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.BracketwireException;
import java.util.function.Function;

/** What became of one name among many that were looked up. */
public sealed interface Lookup {
    /** The name that was looked up. */
    RiotId name();

    /** Gives whichever of the three it is to its function. */
    default <R> R fold(
            Function<? super Found, ? extends R> found,
            Function<? super Missing, ? extends R> missing,
            Function<? super Failed, ? extends R> failed) {
        if (this instanceof Found it) {
            return found.apply(it);
        }
        return this instanceof Missing it ? missing.apply(it) : failed.apply((Failed) this);
    }

    /**
     * Somebody has the name.
     *
     * @param name the name that was looked up
     * @param account who, with the name as the player writes it
     */
    record Found(RiotId name, Account account) implements Lookup {}

    /**
     * Nobody has the name.
     *
     * @param name the name that was looked up
     */
    record Missing(RiotId name) implements Lookup {}

    /**
     * Riot could not say.
     *
     * @param name the name that was looked up
     * @param why what went wrong
     */
    record Failed(RiotId name, BracketwireException why) implements Lookup {}
}
