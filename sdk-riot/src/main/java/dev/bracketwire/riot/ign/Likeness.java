// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

/** How much two names are like one another, from those that are one to those that only some would mix up. */
public enum Likeness {
    /** The same but for capitals, forms of letters, and what is not seen. */
    SAME,
    /** Drawn alike as they are, such as {@code Il1} and {@code lIl}. */
    DRAWN,
    /** Drawn alike whatever the capitals, such as {@code rnodern} and {@code Modern}. */
    DRAWN_IN_ANY_CASE,
    /** The same, or drawn alike, but for spaces. */
    SPACES,
    /** Drawn alike but for accents, such as {@code Maker} and {@code Makér}. */
    ACCENTS,
    /** Alike where digits stand for letters, such as {@code 5tar} and {@code Star}. */
    DIGITS
}
