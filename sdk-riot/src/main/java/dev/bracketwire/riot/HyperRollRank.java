// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Where a player stands in Hyper Roll, whose tiers are colours of one rating. It compares by that rating, and with no
 * {@link Rank}.
 *
 * @param tier the colour in capitals: {@code GRAY}, {@code GREEN}, {@code BLUE}, {@code PURPLE}, {@code ORANGE}, or one that
 *     came later
 * @param rating the points
 */
public record HyperRollRank(String tier, int rating) implements Comparable<HyperRollRank> {
    private static final List<String> KNOWN = List.of("GRAY", "GREEN", "BLUE", "PURPLE", "ORANGE");

    /** Writes the tier in capitals. */
    public HyperRollRank {
        tier = tier.strip().toUpperCase(Locale.ROOT);
    }

    /** Whether the tier is one that this version of the SDK knows. */
    public boolean known() {
        return KNOWN.contains(tier);
    }

    @Override
    public int compareTo(HyperRollRank other) {
        return Comparator.comparingInt(HyperRollRank::rating)
                .thenComparing(rank -> KNOWN.indexOf(rank.tier))
                .thenComparing(HyperRollRank::tier)
                .compare(this, other);
    }

    /** The tier and the rating, such as {@code Purple 4200}. */
    @Override
    public String toString() {
        return (tier.isEmpty() ? "" : tier.charAt(0) + tier.substring(1).toLowerCase(Locale.ROOT) + " ") + rating;
    }
}
