// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

/**
 * Says how large the crew of a match must be. Only approved sign-ups of the language count.
 *
 * @param language the language of the broadcast, such as {@code en}
 * @param commentators the number of commentators
 * @param trackers the number of trackers for two players or fewer
 * @param trackersForMore the number of trackers for more than two players
 * @param broadcasters the number of broadcasters; they are not needed where another channel broadcasts
 */
public record CrewRule(String language, int commentators, int trackers, int trackersForMore, int broadcasters) {
    /** Checks the values. */
    public CrewRule {
        if (commentators < 0 || trackers < 0 || trackersForMore < 0 || broadcasters < 0) {
            throw new IllegalArgumentException("numbers must not be negative");
        }
        if (!language.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")) {
            throw new IllegalArgumentException("language must be a code such as en");
        }
    }

    /** Returns two commentators, one tracker or two for more than two players, and one broadcaster, in English. */
    public static CrewRule usual() {
        return new CrewRule("en", 2, 1, 2, 1);
    }
}
