// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Rank;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.NameVerdict.Problem;
import dev.bracketwire.riot.internal.names.NameText;
import dev.bracketwire.riot.internal.names.PastedName;
import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks player names against the rules of a tournament, and gives reasons that can be shown to the player. Immutable.
 *
 * <p>Letters of several scripts and punctuation cause only a warning, since real players have both.
 *
 * <pre>{@code
 * NameRules rules = NameRules.builder()
 *         .length(3, 12)
 *         .platforms(Platform.EUW1, Platform.EUN1)
 *         .ranks(Rank.parse("Iron IV"), Rank.parse("Diamond I 100 LP"))
 *         .unwanted(List.of("darn"))
 *         .build();
 * NameVerdict verdict = rules.check("Ann DARN#EUW");
 * verdict.problems().forEach(problem -> System.out.println(problem.reason()));
 * }</pre>
 */
public final class NameRules {
    private final NameRulesBuilder options;

    NameRules(NameRulesBuilder options) {
        this.options = options;
    }

    /** Returns only the rules of Riot IDs. */
    public static NameRules riot() {
        return builder().build();
    }

    /** Returns a builder that starts with the rules of Riot IDs: a name and a tag. */
    public static NameRulesBuilder builder() {
        return new NameRulesBuilder(true, 1, NameText.LONGEST);
    }

    /** Returns a builder for another game, whose names have {@code from} to {@code to} characters, no tag and no {@code #}. */
    public static NameRulesBuilder plain(int from, int to) {
        return new NameRulesBuilder(false, from, to);
    }

    /** Checks a name alone, without the rules on platform and rank. Sends nothing. */
    public NameVerdict check(String text) {
        return judge(text).verdict();
    }

    /** Checks a name that Riot returned, which may be longer than new names may be. */
    public NameVerdict check(RiotId name) {
        return judge(name).verdict();
    }

    /**
     * Checks a name together with the platform and rank of its account.
     *
     * @param platform the platform it plays on; null if none yet
     * @param rank its rank in the queue that counts; null if it has none
     */
    public NameVerdict check(String text, @Nullable Platform platform, @Nullable Rank rank) {
        return judge(judge(text), platform, rank);
    }

    /** Checks a name that Riot returned together with the platform and rank of its account. */
    public NameVerdict check(RiotId name, @Nullable Platform platform, @Nullable Rank rank) {
        return judge(judge(name), platform, rank);
    }

    private NameVerdict judge(Judged judged, @Nullable Platform platform, @Nullable Rank rank) {
        platform(judged, platform);
        rank(judged, rank);
        return judged.verdict();
    }

    /** Whether a rule needs the platform. */
    public boolean asksForPlatform() {
        return !options.platforms.isEmpty();
    }

    /** Whether a rule needs the rank. */
    public boolean asksForRank() {
        return options.lowest != null || options.highest != null;
    }

    boolean tagged() {
        return options.tagged;
    }

    private Judged judge(RiotId name) {
        Judged judged = new Judged(name.toString());
        look(judged, name.name(), options.tagged ? name.tag() : "");
        return judged;
    }

    private Judged judge(String text) {
        Judged judged = new Judged(text);
        String name;
        String tag = "";
        if (options.tagged) {
            PastedName pastedName = PastedName.of(text);
            pastedName.problems().forEach(problem -> judged.refuse(NameRule.FORM, problem));
            name = pastedName.name();
            tag = pastedName.tag();
        } else {
            name = NameText.plain(text);
            NameText.wrong(name).forEach(problem -> judged.refuse(NameRule.FORM, "the name " + problem));
        }
        if (judged.problems.isEmpty()) {
            judged.name = options.tagged ? name + "#" + tag : name;
            look(judged, name, tag);
        }
        return judged;
    }

    private void look(Judged judged, String name, String tag) {
        int length = name.codePointCount(0, name.length());
        if (length < options.from || length > options.to) {
            judged.refuse(
                    NameRule.LENGTH,
                    "the name has " + length + " characters, and " + options.from + " to " + options.to
                            + " are allowed here");
        }
        if (!options.spaces && (name + tag).codePoints().anyMatch(Character::isSpaceChar)) {
            judged.refuse(NameRule.SPACES, "the name has a space, and none are allowed here");
        }
        Set<UnicodeScript> scripts = NameText.scripts(name + tag);
        Set<UnicodeScript> others = new TreeSet<>(scripts);
        others.removeAll(options.scripts);
        if (!options.scripts.isEmpty() && !others.isEmpty()) {
            judged.refuse(
                    NameRule.SCRIPT,
                    "the name has letters of " + words(others) + ", and only " + words(options.scripts)
                            + " is allowed here");
        }
        if (options.pattern != null && !options.pattern.matcher(name).matches()) {
            judged.refuse(NameRule.PATTERN, "the name must be " + options.patternInWords);
        }
        for (String word : options.unwanted.isEmpty() ? List.<String>of() : NameText.words(name + " " + tag)) {
            if (options.unwanted.stream().anyMatch(each -> each.test(word))) {
                judged.refuse(NameRule.WORD, "the name holds \"" + word + "\", which is not wanted here");
            }
        }
        if (!PastedName.usual(name + tag)) {
            judged.warn(NameRule.UNUSUAL, "the name has punctuation or symbols, which is unusual");
        }
        if (NameText.mixed(scripts)) {
            judged.warn(NameRule.MIXED_SCRIPTS, "the name has letters of " + words(scripts));
        }
    }

    private static String words(Set<UnicodeScript> scripts) {
        return scripts.stream()
                .map(script -> script.name().charAt(0)
                        + script.name().substring(1).toLowerCase(Locale.ROOT).replace('_', ' '))
                .sorted()
                .collect(Collectors.joining(" and "));
    }

    private void platform(Judged judged, @Nullable Platform platform) {
        if (asksForPlatform() && (platform == null || !options.platforms.contains(platform))) {
            judged.refuse(
                    NameRule.PLATFORM,
                    (platform == null ? "the account plays nowhere yet" : "the account plays on " + platform)
                            + ", and only "
                            + options.platforms.stream().map(Platform::name).collect(Collectors.joining(", "))
                            + " is allowed here");
        }
    }

    private void rank(Judged judged, @Nullable Rank rank) {
        if (!asksForRank()) {
            return;
        }
        String range = (options.lowest == null ? "" : "from " + options.lowest + " ")
                + (options.highest == null ? "" : "up to " + options.highest + " ");
        if (rank == null) {
            judged.refuse(NameRule.RANK, "the account has no rank, and one " + range + "is asked for");
        } else if (!rank.tier().known()) {
            judged.warn(NameRule.RANK, "the account is " + rank + ", which cannot be compared: look yourself");
        } else if ((options.lowest != null && rank.compareTo(options.lowest) < 0)
                || (options.highest != null && rank.compareTo(options.highest) > 0)) {
            judged.refuse(NameRule.RANK, "the account is " + rank + ", and a rank " + range + "is asked for");
        }
    }

    private static final class Judged {
        private final List<Problem> problems = new ArrayList<>();
        private final List<Problem> warnings = new ArrayList<>();
        private String name;

        Judged(String text) {
            this.name = text;
        }

        void refuse(NameRule rule, String reason) {
            problems.add(new Problem(rule, reason));
        }

        void warn(NameRule rule, String reason) {
            warnings.add(new Problem(rule, reason));
        }

        NameVerdict verdict() {
            return new NameVerdict(name, problems, warnings);
        }
    }
}
