// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.security.SecureRandom;

/** Makes ids that begin with the time, so that an index of them grows at one end, and end with 80 random bits. */
public final class TimedIds {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    private TimedIds() {}

    /** Makes the id of a message, which has no dot in it. */
    public static String message() {
        return "msg_" + id();
    }

    /** Makes the id of a subscription. */
    public static String subscription() {
        return "sub_" + id();
    }

    private static String id() {
        char[] id = new char[26];
        long time = System.currentTimeMillis();
        for (int i = 9; i >= 0; i--) {
            id[i] = DIGITS[(int) (time & 31)];
            time >>>= 5;
        }
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        for (int i = 0; i < random.length; i++) {
            id[10 + i] = DIGITS[random[i] & 31];
        }
        return new String(id);
    }
}
