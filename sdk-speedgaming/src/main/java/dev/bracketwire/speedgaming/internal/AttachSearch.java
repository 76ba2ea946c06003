// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SourceMatch;
import dev.bracketwire.speedgaming.SourceMatch.SourcePlayer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares a match that is new in a schedule with the matches that the host made. */
public final class AttachSearch {
    // Two players may meet again; some of the players of one match are in many others.
    private static final Duration NEAR = Duration.ofDays(2);
    // The same players at a time further off are more likely to meet twice.
    private static final Duration SAME = Duration.ofDays(7);

    private final SourceMatch found;
    private final Map<SourcePlayer, Person> persons;
    private final Map<Long, Person> hostPersons;

    private AttachSearch(SourceMatch found, Map<SourcePlayer, Person> persons, Map<Long, Person> hostPersons) {
        this.found = found;
        this.persons = persons;
        this.hostPersons = hostPersons;
    }

    /**
     * Looks for the match of the host that is the same: its players are the same set of persons. If several are, or only some
     * players agree, it is a question.
     *
     * @param found the match in the schedule
     * @param persons the persons of its players, as far as they are known
     * @param hostMatches the open matches of the host in the tournament that have no source
     */
    public static Result search(
            SourceMatch found, Map<SourcePlayer, Person> persons, List<ScheduledMatch> hostMatches) {
        return search(found, persons, hostMatches, Map.of());
    }

    /**
     * Looks for it, and compares ids on Discord and logins on Twitch too. A player of the host with another id on Discord is
     * surely another one, so fewer matches are a question.
     *
     * @param hostPersons the persons of the matches of the host, by id
     */
    public static Result search(
            SourceMatch found,
            Map<SourcePlayer, Person> persons,
            List<ScheduledMatch> hostMatches,
            Map<Long, Person> hostPersons) {
        AttachSearch search = new AttachSearch(found, persons, hostPersons);
        List<ScheduledMatch> same = new ArrayList<>();
        Map<ScheduledMatch, List<String>> perhaps = new LinkedHashMap<>();
        if (found.players().isEmpty()) {
            return new Result(null, Map.of());
        }
        for (ScheduledMatch match : hostMatches) {
            if (match.source() != null
                    || !match.tournament().equals(found.tournament())
                    || !match.state().isOpen()) {
                continue;
            }
            Agreement agreement = search.compare(match);
            if (agreement.whole()) {
                same.add(match);
            } else if (agreement.agreed() > 0 && !agreement.refuted() && search.isNear(match)) {
                perhaps.put(match, search.reasons(match, agreement));
            }
        }
        // One player alone is in many matches.
        if (same.size() == 1 && found.players().size() > 1 && search.isWithin(SAME, same.get(0))) {
            return new Result(same.get(0), Map.of());
        }
        Map<ScheduledMatch, List<String>> questions = new LinkedHashMap<>();
        for (ScheduledMatch match : same) {
            questions.put(
                    match,
                    List.of(
                            same.size() > 1
                                    ? "All players are the same, but so are those of "
                                            + (same.size() == 2
                                                    ? "another match."
                                                    : (same.size() - 1) + " other matches.")
                                    : found.players().size() == 1
                                            ? "The only player is the same."
                                            : "All players are the same, at another time.",
                            search.timeReason(match)));
        }
        questions.putAll(perhaps);
        return new Result(null, Collections.unmodifiableMap(questions));
    }

    /** Pairs the players of both matches so that as many as possible agree. */
    private Agreement compare(ScheduledMatch match) {
        List<SourcePlayer> left = found.players();
        List<MatchPlayer> right = match.players();
        int[] partner = new int[right.size()];
        Arrays.fill(partner, -1);
        int agreed = 0;
        for (int i = 0; i < left.size(); i++) {
            if (pair(i, right, partner, new boolean[right.size()])) {
                agreed++;
            }
        }
        boolean sizes = left.size() == right.size() && found.standIns().isEmpty();
        return new Agreement(
                agreed, sizes && agreed == left.size(), refuted(left, right, partner), left.size(), right.size());
    }

    private boolean pair(int player, List<MatchPlayer> right, int[] partner, boolean[] tried) {
        for (int j = 0; j < right.size(); j++) {
            if (tried[j] || !isSame(found.players().get(player), right.get(j))) {
                continue;
            }
            tried[j] = true;
            if (partner[j] < 0 || pair(partner[j], right, partner, tried)) {
                partner[j] = player;
                return true;
            }
        }
        return false;
    }

    /** Whether a player without a partner is surely none of the players that are left in the other match. */
    private boolean refuted(List<SourcePlayer> left, List<MatchPlayer> right, int[] partner) {
        List<MatchPlayer> open = new ArrayList<>();
        boolean[] paired = new boolean[left.size()];
        for (int j = 0; j < right.size(); j++) {
            if (partner[j] < 0) {
                open.add(right.get(j));
            } else {
                paired[partner[j]] = true;
            }
        }
        for (int i = 0; i < left.size(); i++) {
            SourcePlayer player = left.get(i);
            if (!paired[i] && !open.isEmpty() && open.stream().allMatch(other -> isOther(player, other))) {
                return true;
            }
        }
        return false;
    }

    private boolean isSame(SourcePlayer player, MatchPlayer other) {
        Person person = persons.get(player);
        if (person != null && person.id() == other.person()) {
            return true;
        }
        String one = discordId(player);
        String two = discordId(other);
        if (one != null && two != null) {
            return one.equals(two);
        }
        String login = twitch(player);
        return login != null && login.equals(twitch(other));
    }

    private boolean isOther(SourcePlayer player, MatchPlayer other) {
        String one = discordId(player);
        String two = discordId(other);
        if (one != null && two != null) {
            return !one.equals(two);
        }
        Person first = persons.get(player);
        Person second = hostPersons.get(other.person());
        return first != null
                && second != null
                && first.hostUser() != null
                && second.hostUser() != null
                && !first.hostUser().equals(second.hostUser());
    }

    private @Nullable String discordId(SourcePlayer player) {
        String typed = PersonSigns.discordId(player.discordId());
        Person person = persons.get(player);
        return typed != null || person == null ? typed : person.discordId();
    }

    private @Nullable String discordId(MatchPlayer player) {
        Person person = hostPersons.get(player.person());
        return person == null ? null : person.discordId();
    }

    private @Nullable String twitch(SourcePlayer player) {
        String typed = PersonSigns.twitch(player.twitch());
        Person person = persons.get(player);
        return typed != null || person == null ? typed : person.twitch();
    }

    private @Nullable String twitch(MatchPlayer player) {
        String stream = PersonSigns.twitch(player.stream());
        Person person = hostPersons.get(player.person());
        return stream != null || person == null ? stream : person.twitch();
    }

    private boolean isNear(ScheduledMatch match) {
        return isWithin(NEAR, match);
    }

    private boolean isWithin(Duration time, ScheduledMatch match) {
        Duration between = between(match);
        return between == null || between.compareTo(time) <= 0;
    }

    private @Nullable Duration between(ScheduledMatch match) {
        Instant one = found.times().raceStart();
        Instant two = match.times().raceStart();
        return one == null || two == null ? null : Duration.between(one, two).abs();
    }

    private List<String> reasons(ScheduledMatch match, Agreement agreement) {
        List<String> reasons = new ArrayList<>();
        reasons.add(agreement.agreed + " of " + Math.max(agreement.left, agreement.right) + " players "
                + (agreement.agreed == 1 ? "is" : "are") + " the same.");
        if (!found.standIns().isEmpty()) {
            reasons.add("SpeedGaming does not know all players yet.");
        } else if (agreement.left != agreement.right) {
            reasons.add("SpeedGaming has " + agreement.left + " players, and the match of the host " + agreement.right
                    + ".");
        } else {
            reasons.add("The other players have no sign in common, and none that proves them to be different.");
        }
        reasons.add(timeReason(match));
        return reasons;
    }

    private String timeReason(ScheduledMatch match) {
        Duration between = between(match);
        if (between == null) {
            return "One of the matches has no time.";
        }
        return between.isZero()
                ? "Both begin at the same time."
                : "Their times differ by "
                        + (between.toHours() < 1
                                ? counted(between.toMinutes(), "minute")
                                : counted(between.toHours(), "hour"))
                        + ".";
    }

    private static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }

    private record Agreement(int agreed, boolean whole, boolean refuted, int left, int right) {}

    /**
     * The result of a search.
     *
     * @param same the match of the host that is surely the same; null if there is none
     * @param perhaps the matches of the host that may be the same, with the reasons
     */
    public record Result(@Nullable ScheduledMatch same, Map<ScheduledMatch, List<String>> perhaps) {}
}
