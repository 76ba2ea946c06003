// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import java.security.SecureRandom;

/** Makes ids that cannot be guessed and can be read out: no letter looks like another. */
public final class RandomIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private RandomIds() {}

    /** Returns an id of an answer. */
    public static String answer() {
        return "A-" + letters(10);
    }

    /** Returns an id of a person. */
    public static String person() {
        return "p-" + letters(12).toLowerCase(java.util.Locale.ROOT);
    }

    /** Returns an id of a message. */
    static String message() {
        return "m-" + letters(16).toLowerCase(java.util.Locale.ROOT);
    }

    /** Returns this many letters, five bits each. */
    public static String letters(int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
