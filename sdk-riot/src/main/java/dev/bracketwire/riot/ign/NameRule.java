// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

/** What a {@link NameRules} can find in a name. */
public enum NameRule {
    /** It cannot be a name in this game. */
    FORM,
    /** It is shorter or longer than this tournament wants. */
    LENGTH,
    /** It has a space, and none is wanted. */
    SPACES,
    /** It has letters of a script that is not allowed. */
    SCRIPT,
    /** It does not follow the pattern that was set. */
    PATTERN,
    /** It holds a word that is not wanted. */
    WORD,
    /** The account plays on another platform. */
    PLATFORM,
    /** The account's rank is out of the range. */
    RANK,
    /** It has punctuation or symbols, which the game may not know. */
    UNUSUAL,
    /** It has letters of several scripts, as those have that want to look like another. */
    MIXED_SCRIPTS
}
