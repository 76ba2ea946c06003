// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.CrewNeed;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The messages about matches of a schedule. Each is one line; a time stands in UTC, and Discord shows it in the zone of its
 * reader. Players get the start of the race, channels that of the broadcast, which tells nothing early.
 */
public final class MatchMessages {
    private static final int LONGEST = 100;

    private final String tournament;
    private final Function<MatchTimes, @Nullable Instant> start;

    private MatchMessages(String tournament, Function<MatchTimes, @Nullable Instant> start) {
        this.tournament = tournament;
        this.start = start;
    }

    /** Returns the messages to players and crew. */
    public static MatchMessages toPeople(Tournament tournament) {
        return new MatchMessages(
                tournament.name(), times -> times.raceStart() == null ? times.broadcastStart() : times.raceStart());
    }

    /** Returns the messages to channels. */
    public static MatchMessages toChannels(Tournament tournament) {
        return new MatchMessages(tournament.name(), MatchTimes::broadcastStart);
    }

    /** Returns a text of SpeedGaming, which a stranger typed, as one line that every page and log shows. */
    public static String plain(String typed, int longest) {
        return PlainText.line(typed, longest).replace("{p-", "(p-");
    }

    /** Returns the subject of webhooks about a person of the schedule that is not linked. */
    public static String unlinked(long player) {
        return "sg:" + player;
    }

    /** Returns the title of a match, or the names of its players. */
    public static String label(ScheduledMatch match) {
        String title = plain(match.title(), LONGEST);
        if (!title.isEmpty()) {
            return title;
        }
        return match.players().isEmpty()
                ? "Match " + match.id()
                : plain(
                        match.players().stream()
                                .map(MatchPlayer::name)
                                .map(PlainText::name)
                                .collect(Collectors.joining(match.players().size() == 2 ? " against " : ", ")),
                        2 * LONGEST);
    }

    private String named(ScheduledMatch match) {
        return label(match) + " in " + tournament;
    }

    /** Returns the message about a match that is new for its reader. */
    public String scheduled(ScheduledMatch match) {
        Instant time = start.apply(match.times());
        return time == null
                ? named(match) + " is planned. It has no time yet."
                : named(match) + " is scheduled for " + time + "." + doubts(match);
    }

    /** Returns the message about another time; empty if its reader knows the time already. */
    public Optional<String> moved(ScheduledMatch before, ScheduledMatch after) {
        Instant old = start.apply(before.times());
        Instant time = start.apply(after.times());
        if (old == null) {
            return time == null ? Optional.empty() : Optional.of(scheduled(after));
        }
        if (time == null) {
            return Optional.of(named(after) + " no longer takes place at " + old + ". It has no new time yet.");
        }
        if (!old.equals(time)) {
            return Optional.of(named(after) + " is moved from " + old + " to " + time + "." + doubts(after));
        }
        return !before.times().confirmed() && after.times().confirmed()
                ? Optional.of("The time of " + named(after) + " is confirmed: " + time + ".")
                : Optional.empty();
    }

    /** Returns the message about a match that SpeedGaming has approved. */
    public String approved(ScheduledMatch match) {
        Instant time = start.apply(match.times());
        return named(match) + (time == null ? "" : " at " + time) + " is approved by SpeedGaming.";
    }

    /** Returns the message about a match that does not take place. */
    public String cancelled(ScheduledMatch match) {
        Instant time = start.apply(match.times());
        return named(match) + (time == null ? "" : ", planned for " + time + ",") + " is cancelled.";
    }

    /** Returns the message about a match that takes place after all. */
    public String reinstated(ScheduledMatch match) {
        Instant time = start.apply(match.times());
        return named(match) + " takes place after all"
                + (time == null ? ". It has no time yet." : ", at " + time + "." + doubts(match));
    }

    /** Returns the message to a person who no longer plays in a match. */
    public String left(ScheduledMatch match) {
        return "You no longer play in " + named(match) + ". Ask an organiser if you did not expect this.";
    }

    private static String doubts(ScheduledMatch match) {
        if (!match.times().confirmed()) {
            return " The time is not confirmed yet and may be wrong by hours.";
        }
        return match.state() == MatchState.TENTATIVE ? " SpeedGaming has not approved it yet." : "";
    }

    /** Returns the words that name the missing crew, such as {@code 2 commentators, 1 tracker}; empty if it is complete. */
    public static String missing(List<CrewNeed> needs) {
        return needs.stream()
                .filter(need -> need.missing() > 0)
                .map(need -> need.missing() + " " + need.role().name().toLowerCase(Locale.ROOT)
                        + (need.missing() == 1 ? "" : "s"))
                .collect(Collectors.joining(", "));
    }

    /**
     * Returns the message about the crew of a match.
     *
     * @param withdrawn the members who no longer are of the crew
     */
    public String crew(ScheduledMatch match, List<CrewNeed> needs, List<CrewMember> withdrawn, Instant now) {
        String missing = missing(needs);
        Instant time = start.apply(match.times());
        StringBuilder text = new StringBuilder();
        for (CrewMember member : withdrawn) {
            text.append(plain(PlainText.name(member.name()), LONGEST))
                    .append(" is no longer ")
                    .append(member.role().name().toLowerCase(Locale.ROOT))
                    .append(". ");
        }
        text.append(named(match));
        if (time != null) {
            text.append(" at ")
                    .append(time)
                    .append(" (")
                    .append(left(now, time))
                    .append(')');
        }
        if (missing.isEmpty()) {
            return text.append(" has its whole crew.").toString();
        }
        text.append(" needs ").append(missing).append('.');
        List<String> pages = new ArrayList<>();
        for (CrewNeed need : needs) {
            if (need.missing() > 0 && need.signUp() != null) {
                pages.add(need.signUp().toString());
            }
        }
        return pages.isEmpty()
                ? text.toString()
                : text.append(" Sign up: ").append(String.join(" ", pages)).toString();
    }

    private static String left(Instant now, Instant time) {
        Duration left = Duration.between(now, time);
        if (left.toHours() >= 48) {
            return "in " + left.toDays() + " days";
        }
        return left.toHours() >= 1 ? left.toHours() + " hours left" : Math.max(0, left.toMinutes()) + " minutes left";
    }
}
