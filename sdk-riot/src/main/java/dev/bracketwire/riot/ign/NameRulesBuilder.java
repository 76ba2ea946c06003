// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Rank;
import dev.bracketwire.riot.Region;
import dev.bracketwire.riot.internal.names.NameText;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects the rules of a tournament. */
public final class NameRulesBuilder {
    final boolean tagged;
    int from;
    int to;
    boolean spaces = true;
    final Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    final Set<Platform> platforms = EnumSet.noneOf(Platform.class);
    final List<Predicate<String>> unwanted = new ArrayList<>();

    @Nullable
    Rank lowest;

    @Nullable
    Rank highest;

    @Nullable
    Pattern pattern;

    String patternInWords = "";

    NameRulesBuilder(boolean tagged, int from, int to) {
        this.tagged = tagged;
        this.from = from;
        this.to = to;
    }

    private NameRulesBuilder(NameRulesBuilder other) {
        this(other.tagged, other.from, other.to);
        spaces = other.spaces;
        scripts.addAll(other.scripts);
        platforms.addAll(other.platforms);
        unwanted.addAll(other.unwanted);
        lowest = other.lowest;
        highest = other.highest;
        pattern = other.pattern;
        patternInWords = other.patternInWords;
    }

    /** Sets how many characters a name has, without its tag. Riot's own limits of 3 and 16 hold for Riot IDs anyway. */
    public NameRulesBuilder length(int least, int most) {
        this.from = least;
        this.to = most;
        return this;
    }

    /** Refuses names with a space, which one in four players of Riot's has. */
    public NameRulesBuilder withoutSpaces() {
        this.spaces = false;
        return this;
    }

    /** Allows letters of these scripts only, such as those that the commentators can read. Digits belong to all. */
    public NameRulesBuilder scripts(UnicodeScript... allowed) {
        Collections.addAll(scripts, allowed);
        return this;
    }

    /** Allows accounts of these platforms only, beside those already named. */
    public NameRulesBuilder platforms(Platform... allowed) {
        Collections.addAll(platforms, allowed);
        return this;
    }

    /** Allows accounts of all platforms of these regions, beside those already named. */
    public NameRulesBuilder regions(Region... allowed) {
        Set<Region> wanted = Stream.of(allowed).collect(Collectors.toSet());
        Stream.of(Platform.values())
                .filter(platform -> wanted.contains(platform.region()))
                .forEach(platforms::add);
        return this;
    }

    /** Allows ranks of this range only, both ends included; null leaves an end open. */
    public NameRulesBuilder ranks(@Nullable Rank least, @Nullable Rank most) {
        this.lowest = least;
        this.highest = most;
        return this;
    }

    /**
     * Refuses names with these words. They are found whatever the capitals and forms of letters, and where letters are
     * replaced by others that look the same; and as whole words only, so that nobody is refused for a part of a name.
     */
    public NameRulesBuilder unwanted(Collection<String> words) {
        Set<String> drawn = words.stream().map(NameText::skeleton).collect(Collectors.toUnmodifiableSet());
        unwanted.add(word -> drawn.contains(NameText.skeleton(word)));
        return this;
    }

    /**
     * Refuses names with words that this says yes to. It gets each word in small letters as it is, and then as it is drawn:
     * {@code m} as {@code rn}, and {@code 1} as {@code l}.
     */
    public NameRulesBuilder unwanted(Predicate<String> test) {
        unwanted.add(word -> test.test(NameText.folded(word)) || test.test(NameText.skeleton(word)));
        return this;
    }

    /**
     * Asks for names, without their tag, that match.
     *
     * @param inWords what goes on after "the name must be", such as {@code letters, digits and _}
     */
    public NameRulesBuilder matching(Pattern whole, String inWords) {
        this.pattern = whole;
        this.patternInWords = inWords;
        return this;
    }

    /**
     * Makes the rules.
     *
     * @throws ConfigurationException if they contradict each other, with all problems
     */
    public NameRules build() {
        List<Problem> problems = new ArrayList<>();
        if (from < 1 || to < from || to > NameText.LONGEST) {
            problems.add(new Problem(
                    "length",
                    "must be from 1 or more to " + NameText.LONGEST + " or less, and is " + from + " to " + to));
        } else if (tagged && (to < 3 || from > 16)) {
            problems.add(new Problem("length", "leaves no Riot ID: they have 3 to 16 characters"));
        }
        if (lowest != null && highest != null && lowest.compareTo(highest) > 0) {
            problems.add(
                    new Problem("ranks", "must go from the lower to the higher, not " + lowest + " to " + highest));
        }
        if (Stream.of(lowest, highest)
                .anyMatch(rank -> rank != null && !rank.tier().known())) {
            problems.add(new Problem("ranks", "must be of tiers that are known"));
        }
        if (pattern != null && patternInWords.isBlank()) {
            problems.add(new Problem("matching", "must say in words what it asks for"));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        return new NameRules(new NameRulesBuilder(this));
    }
}
