// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A tier of the ranked ladder, such as {@link #GOLD}. Riot adds one now and then: one that is not known here keeps its
 * name, is below all others, and says so by {@link #known()}.
 *
 * @param name as Riot writes it, in capitals
 */
public record Tier(String name) implements Comparable<Tier> {
    /** The lowest. */
    public static final Tier IRON = new Tier("IRON");
    /** Above iron. */
    public static final Tier BRONZE = new Tier("BRONZE");
    /** Above bronze. */
    public static final Tier SILVER = new Tier("SILVER");
    /** Above silver. */
    public static final Tier GOLD = new Tier("GOLD");
    /** Above gold. */
    public static final Tier PLATINUM = new Tier("PLATINUM");
    /** Above platinum, since 2023. */
    public static final Tier EMERALD = new Tier("EMERALD");
    /** The highest with divisions. */
    public static final Tier DIAMOND = new Tier("DIAMOND");
    /** The first without divisions. */
    public static final Tier MASTER = new Tier("MASTER");
    /** The better ones of those without divisions. */
    public static final Tier GRANDMASTER = new Tier("GRANDMASTER");
    /** The best. */
    public static final Tier CHALLENGER = new Tier("CHALLENGER");

    private static final List<Tier> ALL =
            List.of(IRON, BRONZE, SILVER, GOLD, PLATINUM, EMERALD, DIAMOND, MASTER, GRANDMASTER, CHALLENGER);

    /** Writes the name in capitals. */
    public Tier {
        name = name.strip().toUpperCase(Locale.ROOT);
        if (name.isEmpty() || name.length() > 40) {
            throw new IllegalArgumentException("a tier has a name of 1 to 40 characters");
        }
    }

    /** All that are known, from the lowest to the highest. */
    public static List<Tier> all() {
        return ALL;
    }

    /** Whether it is one that this version of the SDK can compare. */
    public boolean known() {
        return height() >= 0;
    }

    /** Whether it has no divisions, so that points alone count in it. */
    public boolean apex() {
        return height() >= ALL.indexOf(MASTER);
    }

    int height() {
        return ALL.indexOf(this);
    }

    @Override
    public int compareTo(Tier other) {
        return Comparator.comparingInt(Tier::height).thenComparing(Tier::name).compare(this, other);
    }

    /** The name as people write it, such as {@code Gold}. */
    @Override
    public String toString() {
        return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }
}
