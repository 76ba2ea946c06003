// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.CalendarFeed;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.ScheduleFilter;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.TournamentFeed;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes matches as iCalendar text (RFC 5545). Titles and names are typed by strangers, so no character of theirs can begin a
 * line or end one.
 */
final class CalendarWriter {
    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Instant FIRST = Instant.parse("1000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-01T00:00:00Z");
    private static final int MOST_OCTETS = 75;

    private final StringBuilder text = new StringBuilder();
    private final Map<String, TournamentFeed> feeds;
    private final CalendarFeed feed;

    private CalendarWriter(Map<String, TournamentFeed> feeds, CalendarFeed feed) {
        this.feeds = feeds;
        this.feed = feed;
    }

    /**
     * Returns the calendar of a feed. The matches of a merged person are those of the other person.
     *
     * @param feeds the tournaments, for their names and stream delays; one that is not there has no delay
     */
    static String write(StoreSession session, CalendarFeed feed, List<TournamentFeed> feeds) throws SQLException {
        Map<String, TournamentFeed> bySlug = new HashMap<>();
        feeds.forEach(each -> bySlug.put(each.slug(), each));
        Long person = feed.person();
        if (person == null) {
            return write(session.matches().list(new ScheduleFilter(feed.tournament(), null, null)), bySlug, feed);
        }
        long living = MatchEdits.living(session, person);
        List<ScheduledMatch> matches = session.matches().ofPerson(living).stream()
                .filter(match -> feed.tournament() == null || feed.tournament().equals(match.tournament()))
                .toList();
        return write(matches, bySlug, new CalendarFeed(feed.tournament(), living, feed.delayed()));
    }

    /**
     * Returns a calendar of the matches that have a time, without those that another row stands for.
     *
     * @param feeds the tournaments by slug, for their names and stream delays; one that is not there has no delay
     */
    static String write(List<ScheduledMatch> matches, Map<String, TournamentFeed> feeds, CalendarFeed feed) {
        return new CalendarWriter(feeds, feed).calendar(matches);
    }

    private String calendar(List<ScheduledMatch> matches) {
        line("BEGIN:VCALENDAR");
        line("VERSION:2.0");
        line("PRODID:-//Bracketwire//SpeedGaming//EN");
        line("CALSCALE:GREGORIAN");
        line("METHOD:PUBLISH");
        line("X-WR-CALNAME:" + escaped(name(matches)));
        line("REFRESH-INTERVAL;VALUE=DURATION:PT15M");
        line("X-PUBLISHED-TTL:PT15M");
        for (ScheduledMatch match : matches) {
            Instant start = start(match);
            if (start != null && match.state() != MatchState.ATTACHED) {
                event(match, start);
            }
        }
        line("END:VCALENDAR");
        return text.toString();
    }

    private @Nullable Instant start(ScheduledMatch match) {
        Instant race = MatchSpan.raceStart(match.times());
        if (race == null || race.isBefore(FIRST) || race.isAfter(LAST)) {
            return null;
        }
        TournamentFeed tournament = feeds.get(match.tournament());
        return feed.delayed() && tournament != null ? race.plus(tournament.streamDelay()) : race;
    }

    private void event(ScheduledMatch match, Instant start) {
        line("BEGIN:VEVENT");
        // The tournament of a match can change and its number is unique in one store only; its creation is neither.
        line("UID:match-" + match.id() + "-" + match.createdAt().getEpochSecond() + "@bracketwire");
        line("SEQUENCE:" + Math.max(0, match.version() - 1));
        line("DTSTAMP:" + UTC.format(match.changedAt()));
        line("LAST-MODIFIED:" + UTC.format(match.changedAt()));
        line("DTSTART:" + UTC.format(start));
        line("DTEND:" + UTC.format(start.plus(MatchSpan.length(match.times()))));
        line("STATUS:" + status(match.state()));
        line("SUMMARY:" + escaped(match.label()));
        line("DESCRIPTION:" + escaped(description(match)));
        String url = url(match);
        if (url != null) {
            line("URL:" + url);
        }
        line("END:VEVENT");
    }

    private static String status(MatchState state) {
        return switch (state) {
            case CANCELLED -> "CANCELLED";
            case TENTATIVE, TIME_UNCONFIRMED, MISSING, STALE_UNCONFIRMED -> "TENTATIVE";
            case SCHEDULED, STARTED, FINISHED, ATTACHED -> "CONFIRMED";
        };
    }

    private String name(List<ScheduledMatch> matches) {
        String slug = feed.tournament();
        Long person = feed.person();
        if (person == null) {
            return slug == null ? "Matches of all tournaments" : tournamentName(slug);
        }
        for (ScheduledMatch match : matches) {
            for (var player : match.players()) {
                if (player.person() == person && !player.name().isEmpty()) {
                    return "Matches of " + player.name();
                }
            }
            for (var member : match.crew()) {
                if (member.person() == person && !member.name().isEmpty()) {
                    return "Matches of " + member.name();
                }
            }
        }
        return "Matches of person " + person;
    }

    private String tournamentName(String slug) {
        TournamentFeed tournament = feeds.get(slug);
        return tournament == null || tournament.name().isEmpty() ? slug : tournament.name();
    }

    private String description(ScheduledMatch match) {
        List<String> lines = new ArrayList<>(List.of(tournamentName(match.tournament())));
        if (!match.times().confirmed()) {
            lines.add("The time is not confirmed yet.");
        }
        if (match.state() == MatchState.MISSING) {
            lines.add("The match is not in the schedule any more and may have been cancelled.");
        }
        return String.join("\n", lines);
    }

    private @Nullable String url(ScheduledMatch match) {
        TournamentFeed tournament = feeds.get(match.tournament());
        String language = tournament == null ? "en" : tournament.crew().language();
        String first = null;
        for (MatchStream stream : match.streams()) {
            String url = safeUrl(stream.url());
            if (url != null && stream.language().equalsIgnoreCase(language)) {
                return url;
            }
            first = first == null ? url : first;
        }
        return first;
    }

    private static @Nullable String safeUrl(String url) {
        try {
            URI uri = new URI(url);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? uri.toASCIIString() : null;
        } catch (URISyntaxException e) {
            return null; // a calendar without this link is better than none
        }
    }

    /** Returns a value of the type TEXT: line breaks of every kind as {@code \n}, and without other control characters. */
    private static String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        String unix = value.replace("\r\n", "\n");
        for (int i = 0; i < unix.length(); i = unix.offsetByCodePoints(i, 1)) {
            int c = unix.codePointAt(i);
            switch (c) {
                case '\\', ';', ',' -> escaped.append('\\').append((char) c);
                case '\n', '\r', 0x85, 0x2028, 0x2029 -> escaped.append("\\n");
                case '\t' -> escaped.append(' ');
                default -> {
                    int type = Character.getType(c);
                    if (type == Character.SURROGATE) {
                        escaped.append('\uFFFD');
                    } else if (type != Character.CONTROL) {
                        escaped.appendCodePoint(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    /** Adds a line, folded so that no part is longer than 75 octets in UTF-8 and no character is split. */
    private void line(String content) {
        int octets = 0;
        for (int i = 0; i < content.length(); i = content.offsetByCodePoints(i, 1)) {
            int c = content.codePointAt(i);
            int size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (octets + size > MOST_OCTETS) {
                text.append("\r\n ");
                octets = 1;
            }
            text.appendCodePoint(c);
            octets += size;
        }
        text.append("\r\n");
    }
}
