// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.TournamentFeed;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides which changes of a match a person may make, and gives the reasons against the others as sentences. */
final class EditRules {
    private static final int LONGEST_URL = 500;
    private static final int LONGEST_TITLE = 1000;
    private static final int LONGEST_NOTE = 10_000;
    private static final int LONGEST_KEY = 200;
    private static final int MOST_MINUTES = 7 * 24 * 60;
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*");
    private static final Set<MatchState> PLANNED =
            EnumSet.of(MatchState.TENTATIVE, MatchState.SCHEDULED, MatchState.TIME_UNCONFIRMED);

    private EditRules() {}

    /** Whether the host owns a field. It owns all fields of a match that has no source. */
    static boolean owns(ScheduledMatch match, MatchField field) {
        return match.source() == null || match.hostFields().contains(field);
    }

    /**
     * Returns the edit of a person as it will be stored: each stream that is new or has another URL belongs to the host, and
     * its language is in lower case.
     */
    static ScheduledMatch tidied(ScheduledMatch before, ScheduledMatch after) {
        Map<String, MatchStream> known = byLanguage(before.streams());
        List<MatchStream> streams = new ArrayList<>();
        for (MatchStream stream : after.streams()) {
            MatchStream old = known.get(stream.language());
            if (old != null && old.url().equals(stream.url())) {
                boolean ofHost = stream.host() || before.source() == null;
                streams.add(new MatchStream(stream.language(), stream.url(), ofHost));
            } else {
                String language = stream.language().toLowerCase(Locale.ROOT);
                streams.add(new MatchStream(language, stream.url().strip(), true));
            }
        }
        return after.edit().streams(streams).done();
    }

    /** Returns the reasons against an edit; empty if it is allowed. Whether persons exist is not looked at. */
    static List<String> refusals(ScheduledMatch before, ScheduledMatch after) {
        List<String> reasons = new ArrayList<>();
        long id = before.id();
        boolean played = before.state() != after.state()
                && !(PLANNED.contains(before.state()) && PLANNED.contains(after.state()));
        for (MatchField field : changed(before, after)) {
            if (field == MatchField.STATE && played) {
                reasons.add("the state " + after.state() + " is not set by edit; use start, finish, cancel or reopen");
            } else if (!owns(before, field)) {
                reasons.add(owned(id, field));
            }
        }
        if (!Objects.equals(before.source(), after.source())) {
            reasons.add("the link to SpeedGaming is not set by edit; use attach or detach");
        }
        if (!Objects.equals(before.absence(), after.absence())) {
            reasons.add("the absence is evidence of an import; leave it as it is");
        }
        if (!before.hostFields().equals(after.hostFields())) {
            reasons.add("the fields of the host are not set by edit; use own or release");
        }
        if (!before.tournament().equals(after.tournament()) && before.source() != null) {
            reasons.add("the tournament comes from SpeedGaming; move the episode there");
        }
        if (!owns(before, MatchField.STREAMS)) {
            Set<String> kept = byLanguage(after.streams()).keySet();
            for (MatchStream stream : before.streams()) {
                if (!stream.host() && !kept.contains(stream.language())) {
                    reasons.add("the stream of " + stream.language()
                            + " comes from SpeedGaming; set another URL, or take streams over first by own(" + id
                            + ", STREAMS)");
                }
            }
        }
        reasons.addAll(problems(before, after));
        return reasons;
    }

    /** Returns the fields that differ and belong to one owner as a whole; approval belongs to the state. */
    private static Set<MatchField> changed(ScheduledMatch before, ScheduledMatch after) {
        Set<MatchField> changed = EnumSet.noneOf(MatchField.class);
        if (!before.title().equals(after.title())) {
            changed.add(MatchField.TITLE);
        }
        if (!before.note().equals(after.note())) {
            changed.add(MatchField.NOTE);
        }
        if (!before.times().equals(after.times())) {
            changed.add(MatchField.TIMES);
        }
        if (!before.players().equals(after.players())) {
            changed.add(MatchField.PLAYERS);
        }
        if (!before.crew().equals(after.crew())) {
            changed.add(MatchField.CREW);
        }
        if (before.state() != after.state() || before.approved() != after.approved()) {
            changed.add(MatchField.STATE);
        }
        return changed;
    }

    private static String owned(long id, MatchField field) {
        String name = field.name().toLowerCase(Locale.ROOT);
        boolean several = field == MatchField.TIMES || field == MatchField.PLAYERS;
        return name + (several ? " come" : " comes") + " from SpeedGaming; take " + (several ? "them" : "it")
                + " over first by own(" + id + ", " + field + ")";
    }

    /** Returns the values that no match may have. Values that are stored already are not looked at again. */
    static List<String> problems(ScheduledMatch before, ScheduledMatch after) {
        List<String> problems = new ArrayList<>();
        if (!before.tournament().equals(after.tournament())) {
            try {
                TournamentFeed.of(after.tournament());
            } catch (IllegalArgumentException e) {
                problems.add("the tournament is wrong: " + e.getMessage());
            }
        }
        if (!before.title().equals(after.title())) {
            if (after.title().length() > LONGEST_TITLE) {
                problems.add("the title has " + after.title().length() + " characters; use at most " + LONGEST_TITLE);
            }
            if (after.title().chars().anyMatch(Character::isISOControl)) {
                problems.add("the title has line breaks or other control characters; remove them");
            }
        }
        if (!before.note().equals(after.note()) && after.note().length() > LONGEST_NOTE) {
            problems.add("the note has " + after.note().length() + " characters; use at most " + LONGEST_NOTE);
        }
        String key = after.hostKey();
        if (key != null && !key.equals(before.hostKey()) && (key.isBlank() || key.length() > LONGEST_KEY)) {
            problems.add("the key of the host must have 1 to " + LONGEST_KEY + " characters; use null for none");
        }
        if (!before.times().equals(after.times())) {
            times(after.times(), problems);
        }
        if (!before.players().equals(after.players())) {
            Set<Long> persons = new HashSet<>();
            for (MatchPlayer player : after.players()) {
                if (!persons.add(player.person())) {
                    problems.add("person " + player.person() + " is a player twice; name each player once");
                }
            }
        }
        if (!before.crew().equals(after.crew())) {
            Set<List<Object>> tasks = new HashSet<>();
            for (CrewMember member : after.crew()) {
                if (!tasks.add(List.of(member.person(), member.role(), member.language(), member.signUp()))) {
                    problems.add("person " + member.person() + " is "
                            + member.role().name().toLowerCase(Locale.ROOT) + " twice; name each task once");
                }
            }
        }
        streams(before, after, problems);
        return problems;
    }

    private static void times(MatchTimes times, List<String> problems) {
        Instant race = times.raceStart();
        Instant broadcast = times.broadcastStart();
        if ((race == null) != (broadcast == null)) {
            problems.add("only one of the times is set; set the start of the race and that of the broadcast, or none");
        }
        for (Instant time : new @Nullable Instant[] {race, broadcast}) {
            if (time != null && (time.isBefore(EARLIEST) || !time.isBefore(LATEST))) {
                problems.add("the time " + time + " is too far away; use a year from 1970 to 9998");
            }
        }
        if (times.minutes() < 0 || times.minutes() > MOST_MINUTES) {
            problems.add("the length of " + times.minutes() + " minutes is wrong; use 0 to " + MOST_MINUTES);
        }
    }

    private static void streams(ScheduledMatch before, ScheduledMatch after, List<String> problems) {
        Set<String> languages = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (MatchStream stream : after.streams()) {
            if (!languages.add(stream.language())) {
                problems.add("there are two streams of " + stream.language() + "; set one for each language");
            }
            if (!before.streams().contains(stream)) {
                problems.addAll(streamProblems(stream.language(), stream.url()));
            }
        }
    }

    /** Returns the reasons against a stream; empty if it is allowed. */
    static List<String> streamProblems(String language, String url) {
        List<String> problems = new ArrayList<>();
        if (!LANGUAGE.matcher(language).matches()) {
            problems.add("the language of a stream must be a code such as en");
        }
        if (url.length() > LONGEST_URL) {
            problems.add("the URL of a stream has " + url.length() + " characters; use at most " + LONGEST_URL);
        } else if (!isHttps(url)) {
            problems.add("the URL of a stream must begin with https:// and a host, such as https://twitch.tv/example");
        }
        return problems;
    }

    private static boolean isHttps(String url) {
        try {
            URI uri = new URI(url);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Returns the state of a match that has not begun and is not cancelled. */
    static MatchState planned(ScheduledMatch match) {
        if (!match.times().confirmed()) {
            return MatchState.TIME_UNCONFIRMED;
        }
        return match.approved() ? MatchState.SCHEDULED : MatchState.TENTATIVE;
    }

    /** Returns the link with the digests of these fields blanked, so that the next import sets the fields. */
    static @Nullable MatchSource outdated(@Nullable MatchSource source, Set<MatchField> fields) {
        if (source == null) {
            return null;
        }
        boolean schedule = fields.contains(MatchField.TITLE)
                || fields.contains(MatchField.NOTE)
                || fields.contains(MatchField.TIMES)
                || fields.contains(MatchField.STATE);
        boolean roster = fields.contains(MatchField.PLAYERS);
        boolean crew = fields.contains(MatchField.CREW) || fields.contains(MatchField.STREAMS);
        return new MatchSource(
                source.episode(),
                source.match(),
                source.part(),
                schedule ? "" : source.scheduleHash(),
                roster ? "" : source.rosterHash(),
                crew ? "" : source.crewHash());
    }

    private static Map<String, MatchStream> byLanguage(List<MatchStream> streams) {
        Map<String, MatchStream> known = new HashMap<>();
        streams.forEach(stream -> known.put(stream.language(), stream));
        return known;
    }
}
