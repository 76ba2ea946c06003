// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.BracketwireException;
import java.util.function.Function;

/** What became of one name among many that were looked up. */
public sealed interface Lookup {
    /** The name that was looked up. */
    RiotId name();

    /** Makes one of three things of it. */
    default <R> R fold(
            Function<Account, ? extends R> found,
            Function<RiotId, ? extends R> missing,
            Function<BracketwireException, ? extends R> failed) {
        if (this instanceof Found one) {
            return found.apply(one.account);
        }
        return this instanceof Failed one ? failed.apply(one.why) : missing.apply(name());
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
