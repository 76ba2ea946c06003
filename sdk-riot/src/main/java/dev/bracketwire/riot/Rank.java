// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a player stands on a ranked ladder, whichever queue it is of. Ranks compare by tier, then division, then points;
 * {@link #ladder()} is one figure for all, in which the tiers without divisions differ by points alone.
 *
 * <pre>{@code
 * Rank gold = Rank.parse("Gold II 45 LP");
 * boolean enough = gold.compareTo(Rank.parse("Silver I")) >= 0;
 * }</pre>
 *
 * @param tier the tier
 * @param division the quarter of the tier; null where it has none
 * @param points league points
 */
public record Rank(Tier tier, @Nullable Division division, int points) implements Comparable<Rank> {
    private static final Pattern FORM = Pattern.compile(
            "([\\p{L}_]{1,40})(?:\\s+(IV|III|II|I|[1-4]))?(?:\\s+(-?\\d{1,6})\\s*(?:LP)?)?", Pattern.CASE_INSENSITIVE);
    private static final Comparator<Rank> ORDER = Comparator.comparing(Rank::tier)
            .thenComparing(Rank::division, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparingInt(Rank::points);
    private static final int OF_A_TIER = 400;
    private static final int OF_A_DIVISION = 100;

    /** Leaves the division out where the tier has none, though Riot writes {@code I} there. */
    public Rank {
        Objects.requireNonNull(tier, "tier");
        division = tier.apex() ? null : division;
    }

    /** Takes what Riot's answers hold; a division that is not known is none. */
    public static Rank of(String tier, @Nullable String division, int points) {
        return new Rank(
                new Tier(tier),
                division == null ? null : Division.tryParse(division).orElse(null),
                points);
    }

    /**
     * Reads what people write, such as {@code Gold II 45 LP}, {@code gold 2} or {@code Master 300}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Rank parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a rank is a tier, a division and points, such as Gold II 45 LP, or Master 300 LP"));
    }

    /** Reads what people write; empty if it is none. A tier that is not known is one all the same. */
    public static Optional<Rank> tryParse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        String division = parts.group(2);
        String points = parts.group(3);
        Tier tier = new Tier(parts.group(1));
        if (tier.apex() && points == null && division != null && Character.isDigit(division.charAt(0))) {
            return Optional.of(new Rank(tier, null, Integer.parseInt(division)));
        }
        return Optional.of(of(tier.name(), division, points == null ? 0 : Integer.parseInt(points)));
    }

    /**
     * A figure for averages and seeding: 400 for each tier and 100 for each division below, and the points. From Master on
     * the tiers share one count, since Riot draws the lines between them anew each day; a tier that is not known counts as
     * none.
     */
    public int ladder() {
        if (tier.apex()) {
            return Tier.MASTER.height() * OF_A_TIER + points;
        }
        return Math.max(0, tier.height()) * OF_A_TIER
                + (division == null ? 0 : below(division) * OF_A_DIVISION)
                + points;
    }

    private static int below(Division division) {
        return switch (division) {
            case IV -> 0;
            case III -> 1;
            case II -> 2;
            case I -> 3;
        };
    }

    @Override
    public int compareTo(Rank other) {
        return ORDER.compare(this, other);
    }

    /** As people write it, such as {@code Gold II 45 LP}; {@link #parse} reads it again. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s%s %d LP", tier, division == null ? "" : " " + division, points);
    }
}
