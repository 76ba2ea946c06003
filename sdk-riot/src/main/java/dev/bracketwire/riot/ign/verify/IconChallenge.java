// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import java.time.Instant;
import java.util.function.Function;

/** What comes of asking for a profile icon. */
public sealed interface IconChallenge {
    /** Gives whichever of the three it is to its function. */
    default <R> R fold(
            Function<? super Begun, ? extends R> begun,
            Function<? super Open, ? extends R> open,
            Function<? super Locked, ? extends R> locked) {
        if (this instanceof Begun it) {
            return begun.apply(it);
        }
        return this instanceof Open it ? open.apply(it) : locked.apply((Locked) this);
    }

    /**
     * The proof that was begun.
     *
     * @throws IllegalStateException if none was, with why
     */
    default IconProof orThrow() {
        return fold(
                Begun::proof,
                open -> {
                    throw new IllegalStateException("an icon is asked of this account already; it may take until "
                            + open.until() + " until that is decided");
                },
                locked -> {
                    throw new IllegalStateException(
                            "too many icons were missed for this account; it is locked until " + locked.until());
                });
    }

    /**
     * The player has to set an icon now.
     *
     * @param proof which
     */
    record Begun(IconProof proof) implements IconChallenge {}

    /**
     * Somebody has been asked to set an icon for this account already, here or on another node.
     *
     * @param until when that is over at the latest
     */
    record Open(Instant until) implements IconChallenge {}

    /**
     * Five times the icon was missed, so that nobody finds the right one by trying.
     *
     * @param until when somebody may try again
     */
    record Locked(Instant until) implements IconChallenge {}
}
