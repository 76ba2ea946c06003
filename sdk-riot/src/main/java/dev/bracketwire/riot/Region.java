// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import java.util.Locale;

/** Where accounts and matches are kept: those of several platforms together. */
public enum Region {
    /** North and South America. */
    AMERICAS,
    /** Japan and Korea. */
    ASIA,
    /** Europe, Turkey, Russia and the Middle East. */
    EUROPE,
    /** Oceania, Taiwan, Vietnam and the rest of South-East Asia. */
    SEA,
    /** Matches of professional tournaments, which keep apart from all others; for Teamfight Tactics alone. */
    ESPORTS,
    /** The same for those of Europe. */
    ESPORTSEU;

    /** How Riot calls it, such as {@code europe}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The region that is asked about accounts in its place: each of three knows all, and this one is the nearest. */
    public Region forAccounts() {
        return switch (this) {
            case AMERICAS, ESPORTS -> AMERICAS;
            case ASIA, SEA -> ASIA;
            case EUROPE, ESPORTSEU -> EUROPE;
        };
    }
}
