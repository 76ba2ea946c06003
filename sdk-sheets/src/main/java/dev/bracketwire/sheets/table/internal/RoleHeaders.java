// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.table.ColumnRole;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Scores how well a header fits a role. All words of one of the role's headers must occur. Each further word lowers the score:
 * a little if it changes nothing, as in {@code Discord user name}, and below the threshold otherwise, as in
 * {@code Discord server}.
 */
final class RoleHeaders {
    private static final double EXACT = 0.98;
    private static final double HARMLESS = 0.97;
    private static final int MOST_COUNTED = 3;
    private static final int LONG = 8;
    private static final double CHANGES = 0.55;

    private static final Set<String> ADJECTIVES = words(
            "full exact correct valid current own personal preferred player "
                    + "players participant participants contestant entrant competitor member runner racer user users primary main");
    private static final Set<String> ANYWHERE = words(
            "main primary staff admin admins mod mods organizer organiser " + "internal private only auto automatic");
    private static final Set<String> NAMES = words("name username user handle nick nickname");
    private static final Set<String> IDENTITY =
            words("name names username usernames user handle tag id account acct nick nickname #");
    private static final Set<String> DISCORD = words("display number numbers hash hashtag digits");
    private static final Set<String> GAMES =
            words("lol league legends tft teamfight tactics valorant val overwatch ow ow2 "
                    + "apex cod mlbb rocket rl cs cs2 csgo dota dota2 fortnite smash melee ultimate chess lichess minecraft mc pubg "
                    + "brawl stars clash royale hearthstone r6 mobile wild rift osu roblox tekken sf6 starcraft sc2 wow halo pokemon "
                    + "splatoon game games riot tagline hashtag euw eune na kr br lan las oce tr ru jp sea vn tw eu");
    private static final Set<String> PRONOUNS =
            words("go by use used identify gender she her he him they them preference prefer preferred "
                    + "casters caster commentators commentator hosts announcers");
    private static final Set<String> FLAGS = words("status flag yet already today now");
    private static final Set<String> COMMON = words("name play playing represent representing on called");
    private static final Set<String> OTHERS =
            words("alt alternate alternative other second secondary smurf backup additional");

    private final ColumnRole role;
    private final List<List<String>> headers;
    private final Set<String> joined;
    private final Set<String> harmless = new HashSet<>();
    private final List<String> unlike;

    RoleHeaders(ColumnRole role) {
        this.role = role;
        List<List<String>> own = role.headers().stream()
                .map(header -> HeaderText.of(header).words())
                .filter(words -> !words.isEmpty())
                .distinct()
                .toList();
        joined = own.stream().map(words -> String.join("", words)).collect(Collectors.toSet());
        own.forEach(harmless::addAll);
        // Battle tag also matches the one word battletag in a longer header.
        headers = Stream.concat(
                        own.stream(),
                        own.stream()
                                .filter(words -> words.size() == 2
                                        && String.join("", words).length() >= LONG)
                                .map(words -> List.of(String.join("", words))))
                .distinct()
                .toList();
        harmless.addAll(ANYWHERE);
        harmless.addAll(
                switch (role.content()) {
                    case DISCORD -> {
                        harmless.addAll(IDENTITY);
                        yield DISCORD;
                    }
                    case RIOT_ID -> {
                        harmless.addAll(IDENTITY);
                        yield GAMES;
                    }
                    case PRONOUNS -> PRONOUNS;
                    case FLAG -> FLAGS;
                    default -> COMMON;
                });
        unlike = role.unlike().stream()
                .flatMap(word -> HeaderText.of(word).words().stream())
                .toList();
        unlike.forEach(harmless::remove);
    }

    ColumnRole role() {
        return role;
    }

    /** Whether the header is one of the role's own. */
    boolean isExact(HeaderText header) {
        return joined.contains(header.key()) || joined.contains(String.join("", header.words()));
    }

    /** Returns how well a header fits, from 0 to 1. */
    double score(HeaderText header) {
        List<String> words = header.words();
        if (words.isEmpty() || words.stream().anyMatch(this::isUnlike)) {
            return 0;
        }
        String all = String.join("", words);
        double best = joined.contains(all) || joined.contains(header.key()) ? EXACT : 0;
        for (List<String> wanted : headers) {
            if (best >= EXACT) {
                break;
            }
            best = Math.max(best, EXACT * covering(wanted, words));
        }
        // A question that yes or no answers asks for something else than the name it mentions.
        return header.asks() && role.content() != ColumnRole.Content.FLAG ? best / 2 : best;
    }

    private boolean isUnlike(String word) {
        return unlike.stream().anyMatch(other -> HeaderText.likeness(other, word) >= 0.95);
    }

    private double covering(Collection<String> wanted, List<String> words) {
        boolean[] used = new boolean[words.size()];
        boolean interchangeable = isInterchangeable(wanted);
        double quality = 1;
        int first = words.size();
        for (String each : wanted) {
            int at = -1;
            double most = 0;
            for (int i = 0; i < used.length; i++) {
                double like = used[i] ? 0 : HeaderText.likeness(each, words.get(i));
                if (like == 0 && !used[i] && interchangeable && NAMES.contains(each) && NAMES.contains(words.get(i))) {
                    like = HARMLESS;
                }
                if (like > most) {
                    most = like;
                    at = i;
                }
            }
            if (at < 0) {
                return 0;
            }
            used[at] = true;
            first = Math.min(first, at);
            quality = Math.min(quality, most);
        }
        int extra = 0;
        for (int i = 0; i < used.length; i++) {
            if (!used[i] && isHarmless(words.get(i), i < first)) {
                extra++;
            } else if (!used[i]) {
                quality *= CHANGES;
            }
        }
        return quality * Math.pow(HARMLESS, Math.min(extra, MOST_COUNTED));
    }

    private boolean isHarmless(String word, boolean before) {
        // Registered players are a number of people, and a registered player is a name: neither is a flag.
        boolean describes = ADJECTIVES.contains(word) && !unlike.contains(word);
        boolean many = role.content() == ColumnRole.Content.FLAG && word.endsWith("s");
        return harmless.contains(word) || (before && describes && !many);
    }

    /** Whether another word for a name means the same here, as in Discord handle, and unlike in other names. */
    private boolean isInterchangeable(Collection<String> wanted) {
        return (role.content() == ColumnRole.Content.DISCORD || role.content() == ColumnRole.Content.RIOT_ID)
                && wanted.stream().noneMatch(OTHERS::contains)
                && !NAMES.containsAll(wanted);
    }

    private static Set<String> words(String text) {
        return Set.of(text.split(" "));
    }
}
