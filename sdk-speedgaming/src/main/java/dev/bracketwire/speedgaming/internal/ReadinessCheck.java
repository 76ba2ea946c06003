// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;

import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.CrewNeed;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.ReadinessReport;
import dev.bracketwire.speedgaming.ReadinessReport.Item;
import dev.bracketwire.speedgaming.ReadinessReport.Kind;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.TournamentFeed;
import dev.bracketwire.speedgaming.UserDirectory;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the points that are not ready yet for the coming matches of a tournament. */
final class ReadinessCheck {
    private static final Duration PAST = Duration.ofHours(2);
    private static final int LONGEST_LABEL = 100;
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu 'at' HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final StoreSession session;
    private final TournamentFeed feed;
    private final UserDirectory users;
    private final Map<String, Optional<Boolean>> racetime = new HashMap<>();
    private final List<Item> items = new ArrayList<>();

    private ReadinessCheck(StoreSession session, TournamentFeed feed, UserDirectory users) {
        this.session = session;
        this.feed = feed;
        this.users = users;
    }

    /**
     * Reports on the open matches of a tournament that have no time, begin later, or began in the last two hours. Matches of
     * other tournaments only count for overlaps.
     */
    static ReadinessReport of(StoreSession session, TournamentFeed feed, Instant now, UserDirectory users)
            throws SQLException {
        return new ReadinessCheck(session, feed, users).report(now);
    }

    private ReadinessReport report(Instant now) throws SQLException {
        List<ScheduledMatch> all = new ArrayList<>();
        for (MatchState state : MatchState.values()) {
            if (state.isOpen()) {
                all.addAll(session.matches().inState(state));
            }
        }
        all.removeIf(match -> {
            Instant start = MatchSpan.raceStart(match.times());
            return start != null && start.isBefore(now.minus(PAST));
        });
        all.sort(comparing((ScheduledMatch match) -> MatchSpan.broadcastStart(match.times()), nullsLast(naturalOrder()))
                .thenComparing(ScheduledMatch::id));
        Map<Long, List<Booking>> bookings = bookings(all);
        List<ScheduledMatch> matches = all.stream()
                .filter(match -> match.tournament().equals(feed.slug()))
                .toList();
        Set<Long> ids = new HashSet<>();
        matches.forEach(match -> match.players().forEach(player -> ids.add(player.person())));
        Map<Long, Person> persons = session.people().findAll(ids);
        for (ScheduledMatch match : matches) {
            schedule(match);
            for (MatchPlayer player : match.players()) {
                player(match, player, persons.get(player.person()));
            }
            crew(match);
            overlaps(match, bookings);
        }
        return new ReadinessReport(feed.slug(), now, matches.size(), items);
    }

    private void schedule(ScheduledMatch match) {
        if (match.state() == MatchState.MISSING) {
            add(match, Kind.MISSING, "is not in the schedule any more; ask on SpeedGaming whether it was cancelled");
        }
        if (!match.approved() || match.state() == MatchState.TENTATIVE) {
            add(match, Kind.NOT_APPROVED, "SpeedGaming has not approved it yet");
        }
        if (MatchSpan.raceStart(match.times()) == null) {
            add(match, Kind.TIME_UNCONFIRMED, "has no time yet");
        } else if (!match.times().confirmed()) {
            String zone = clean(match.times().timezone());
            add(match, Kind.TIME_UNCONFIRMED, "the time was entered as \"" + zone + "\" and must be confirmed");
        }
        if (match.players().isEmpty()) {
            add(match, Kind.NO_PLAYER, "no player is known yet");
        } else if (match.players().size() == 1) {
            add(match, Kind.NO_PLAYER, "only " + name(match.players().get(0).name()) + " is known as a player yet");
        }
    }

    private void player(ScheduledMatch match, MatchPlayer player, @Nullable Person person) throws SQLException {
        if (person == null || person.discordId() == null) {
            add(match, Kind.NO_DISCORD_ID, name(player.name()) + " has no id on Discord");
        }
        String user = person == null ? null : person.hostUser();
        if (user == null) {
            return;
        }
        Optional<Boolean> account = racetime.get(user);
        if (account == null) {
            account = users.hasRacetimeAccount(session, user);
            racetime.put(user, account);
        }
        if (!account.orElse(true)) {
            add(match, Kind.NO_RACETIME_ACCOUNT, name(player.name()) + " has no account on racetime.gg");
        }
    }

    private void crew(ScheduledMatch match) {
        for (CrewNeed need : CrewCount.needs(match, feed.crew())) {
            if (need.missing() > 0) {
                String role = need.role().name().toLowerCase(Locale.ROOT) + (need.needed() == 1 ? "" : "s");
                String text = "has " + need.filled() + " of " + need.needed() + " " + role;
                if (need.waiting() > 0) {
                    text += ", and " + need.waiting() + (need.waiting() == 1 ? " waits" : " wait") + " for approval";
                }
                add(match, Kind.CREW_MISSING, need.signUp() == null ? text : text + "; sign up at " + need.signUp());
            }
        }
        if (match.streams().isEmpty()) {
            add(match, Kind.NO_STREAM, "has no stream");
        }
    }

    private void overlaps(ScheduledMatch match, Map<Long, List<Booking>> bookings) {
        Set<List<Object>> reported = new HashSet<>();
        for (Booking mine :
                bookings(List.of(match)).values().stream().flatMap(List::stream).toList()) {
            for (Booking other : bookings.getOrDefault(mine.person(), List.of())) {
                if (other.match().id() != match.id()
                        && !sameEpisode(match, other.match())
                        && mine.from().isBefore(other.to())
                        && other.from().isBefore(mine.to())
                        && reported.add(List.of(mine.person(), other.match().id()))) {
                    add(
                            match,
                            Kind.OVERLAP,
                            name(mine.name()) + " is also in " + described(other.match()) + ", at the same time");
                }
            }
        }
    }

    // The two matches of a doubleheader share their time on air and their crew.
    private static boolean sameEpisode(ScheduledMatch one, ScheduledMatch other) {
        return one.source() != null
                && other.source() != null
                && one.source().episode() == other.source().episode();
    }

    /** Returns when each person is busy: players during the race, the approved crew during the broadcast. */
    private static Map<Long, List<Booking>> bookings(List<ScheduledMatch> matches) {
        Map<Long, List<Booking>> bookings = new HashMap<>();
        for (ScheduledMatch match : matches) {
            Instant race = MatchSpan.raceStart(match.times());
            Instant broadcast = MatchSpan.broadcastStart(match.times());
            if (race == null || broadcast == null) {
                continue;
            }
            Duration length = MatchSpan.length(match.times());
            List<Booking> all = new ArrayList<>();
            for (MatchPlayer player : match.players()) {
                all.add(new Booking(player.person(), player.name(), match, race, race.plus(length)));
            }
            for (CrewMember member : match.crew()) {
                if (member.approved()) {
                    all.add(new Booking(member.person(), member.name(), match, broadcast, broadcast.plus(length)));
                }
            }
            all.forEach(booking -> bookings.computeIfAbsent(booking.person(), id -> new ArrayList<>())
                    .add(booking));
        }
        return bookings;
    }

    private void add(ScheduledMatch match, Kind kind, String text) {
        items.add(new Item(match.id(), kind, described(match) + ": " + text));
    }

    private static String described(ScheduledMatch match) {
        Instant start = MatchSpan.raceStart(match.times());
        String label = clean(match.label());
        return start == null ? label : label + ", on " + UTC.format(start);
    }

    private static String name(String typed) {
        String name = clean(typed);
        return name.isEmpty() ? "a person without a name" : name;
    }

    /** Returns text that a stranger typed on one line, short, and without characters that turn the line around. */
    private static String clean(String typed) {
        String line = typed.replaceAll("[\\p{Cntrl}\\p{Cs}\\u0085\\u2028-\\u202E\\u2066-\\u2069]+", " ")
                .strip();
        return line.codePointCount(0, line.length()) <= LONGEST_LABEL
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_LABEL)) + "…";
    }

    /** A time at which a person is busy. */
    private record Booking(long person, String name, ScheduledMatch match, Instant from, Instant to) {}
}
