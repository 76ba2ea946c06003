// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import java.util.Locale;

/** A game that is played on platforms. */
public enum Game {
    /** League of Legends. */
    LOL,
    /** Teamfight Tactics. */
    TFT;

    /** How Riot calls it, such as {@code tft}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
