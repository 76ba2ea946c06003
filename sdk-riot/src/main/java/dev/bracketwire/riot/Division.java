// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import java.util.Locale;
import java.util.Optional;

/** A quarter of a {@link Tier}, from the lowest to the highest. */
public enum Division {
    /** The lowest. */
    IV,
    /** The third. */
    III,
    /** The second. */
    II,
    /** The highest. */
    I;

    /** Reads {@code II} or {@code 2}; empty if it is none. */
    public static Optional<Division> tryParse(String text) {
        return Optional.ofNullable(
                switch (text.strip().toUpperCase(Locale.ROOT)) {
                    case "I", "1" -> I;
                    case "II", "2" -> II;
                    case "III", "3" -> III;
                    case "IV", "4" -> IV;
                    default -> null;
                });
    }
}
