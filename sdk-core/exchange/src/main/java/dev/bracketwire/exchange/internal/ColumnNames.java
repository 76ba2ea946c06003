// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.util.Locale;

/** Compares names of columns with names of Java. */
final class ColumnNames {
    private ColumnNames() {}

    /** Returns a normal form, equal for {@code Discord ID}, {@code discord_id} and {@code discordId}. */
    static String bare(String name) {
        StringBuilder bare = new StringBuilder(name.length());
        for (char c : name.toLowerCase(Locale.ROOT).toCharArray()) {
            if (c != ' ' && c != '_' && c != '-') {
                bare.append(c);
            }
        }
        return bare.toString();
    }
}
