// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.CrewRole;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SourceMatch;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes changes of matches as sentences: names, and dates in UTC. */
final class ChangeText {
    private static final int LONGEST_NAME = 80;
    private static final int MOST_OF_CREW = 4;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private ChangeText() {}

    /** Returns the names of the players, or the title where there are none. */
    static String label(SourceMatch found) {
        List<String> names = Stream.concat(
                        found.players().stream().map(SourceMatch.SourcePlayer::name), found.standIns().stream())
                .toList();
        return label(names, found.title(), found.source().match());
    }

    /** Returns the names of the players, or the title where there are none. */
    static String label(ScheduledMatch match) {
        return label(
                match.players().stream().map(MatchPlayer::name).toList(),
                match.title(),
                match.source() == null ? match.id() : match.source().match());
    }

    private static String label(List<String> names, String title, long id) {
        if (names.isEmpty()) {
            return title.isBlank() ? "Match " + id : plain(title);
        }
        return names.stream()
                .map(ChangeText::plain)
                .collect(Collectors.joining(names.size() == 2 ? " against " : ", "));
    }

    /** Returns a name as one short line. */
    static String plain(String typed) {
        String line = typed.strip().replaceAll("[\\p{Cntrl}\\p{Cs}\\u0085\\u2028-\\u202E\\u2066-\\u2069]+", " ");
        return line.codePointCount(0, line.length()) <= LONGEST_NAME
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST_NAME)) + "…";
    }

    /** Returns a date, such as {@code 1 September 2026 18:00 UTC}. */
    static String date(@Nullable Instant instant) {
        return instant == null ? "no time" : DATE.format(instant) + " " + TIME.format(instant) + " UTC";
    }

    /** Returns the start of a match as the end of a sentence, such as {@code , on 1 September 2026 at 18:00 UTC}. */
    static String on(MatchTimes times) {
        Instant start = start(times);
        if (start == null) {
            return ", without a time";
        }
        return ", on " + DATE.format(start) + " at " + TIME.format(start) + " UTC"
                + (times.confirmed() ? "" : " (not confirmed)");
    }

    private static @Nullable Instant start(MatchTimes times) {
        return times.raceStart() == null ? times.broadcastStart() : times.raceStart();
    }

    /** Whether race or broadcast begin at another time. */
    static boolean isMoved(MatchTimes before, MatchTimes after) {
        return !Objects.equals(before.raceStart(), after.raceStart())
                || !Objects.equals(before.broadcastStart(), after.broadcastStart());
    }

    /** Returns the differences of two states of a match, each as the rest of a sentence that begins with its label. */
    static List<String> differences(ScheduledMatch before, ScheduledMatch after) {
        List<String> parts = new ArrayList<>();
        if (before.state() != after.state()) {
            addState(parts, before, after);
        }
        if (!before.tournament().equals(after.tournament())) {
            parts.add("moves from tournament " + before.tournament() + " to " + after.tournament());
        }
        addTimes(parts, before.times(), after.times());
        if (!before.title().equals(after.title())) {
            parts.add(after.title().isEmpty() ? "loses its title" : "gets the title \"" + plain(after.title()) + "\"");
        }
        if (!before.note().equals(after.note())) {
            parts.add("gets another note");
        }
        if (before.approved() != after.approved()) {
            parts.add(after.approved() ? "is approved" : "is no longer approved");
        }
        addPlayers(parts, before.players(), after.players());
        addCrew(parts, before.crew(), after.crew());
        addStreams(parts, before.streams(), after.streams());
        return parts;
    }

    private static void addState(List<String> parts, ScheduledMatch before, ScheduledMatch after) {
        if (before.state() == MatchState.CANCELLED) {
            parts.add("is no longer cancelled");
        } else if (before.state() == MatchState.MISSING && after.state().isOpen()) {
            parts.add("is back in the schedule");
        } else if (after.state() == MatchState.STALE_UNCONFIRMED) {
            parts.add("was due on " + date(start(after.times())) + ", and nobody said how it went");
        } else if (after.state() == MatchState.TIME_UNCONFIRMED) {
            parts.add("no longer has a confirmed time");
        } else if (before.state() == MatchState.TIME_UNCONFIRMED) {
            parts.add("has a confirmed time now");
        } else if (before.approved() == after.approved()) {
            parts.add("is " + after.state().name().toLowerCase(Locale.ROOT) + " now");
        }
    }

    private static void addTimes(List<String> parts, MatchTimes before, MatchTimes after) {
        if (!Objects.equals(start(before), start(after))) {
            parts.add("moves from " + fromTo(start(before), start(after)));
        } else if (isMoved(before, after)) {
            parts.add("moves its broadcast from " + fromTo(before.broadcastStart(), after.broadcastStart()));
        }
        if (before.minutes() != after.minutes()) {
            parts.add("lasts " + after.minutes() + " minutes instead of " + before.minutes());
        }
        // The state shows it, unless the host owns the state or both times are unconfirmed.
        if (parts.isEmpty() && !before.timezone().equals(after.timezone())) {
            parts.add(
                    after.confirmed()
                            ? "has a confirmed time now"
                            : before.confirmed() ? "no longer has a confirmed time" : "has another time zone");
        }
    }

    private static String fromTo(@Nullable Instant before, @Nullable Instant after) {
        boolean sameDay = before != null && after != null && day(before).equals(day(after));
        return date(before) + " to " + (sameDay ? TIME.format(after) + " UTC" : date(after));
    }

    private static LocalDate day(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static void addPlayers(List<String> parts, List<MatchPlayer> before, List<MatchPlayer> after) {
        List<String> gone = names(before);
        List<String> come = names(after);
        after.forEach(player -> gone.remove(plain(player.name())));
        before.forEach(player -> come.remove(plain(player.name())));
        if (!gone.isEmpty() && !come.isEmpty()) {
            parts.add("gets " + String.join(" and ", come) + " in place of " + String.join(" and ", gone));
        } else if (!come.isEmpty()) {
            parts.add("gets the player " + String.join(" and ", come));
        } else if (!gone.isEmpty()) {
            parts.add("loses the player " + String.join(" and ", gone));
        } else if (!before.equals(after)) {
            parts.add("has other details of its players");
        }
    }

    private static List<String> names(List<MatchPlayer> players) {
        return new ArrayList<>(
                players.stream().map(player -> plain(player.name())).toList());
    }

    private static void addCrew(List<String> parts, List<CrewMember> before, List<CrewMember> after) {
        List<String> changes = new ArrayList<>();
        Map<String, CrewMember> old = byTask(before);
        Map<String, CrewMember> now = byTask(after);
        now.forEach((task, member) -> {
            CrewMember was = old.get(task);
            if (was == null) {
                changes.add("gets " + task + (member.approved() ? "" : " (not accepted yet)"));
            } else if (was.approved() != member.approved()) {
                changes.add(member.approved() ? "accepts " + task : "no longer accepts " + task);
            } else if (was.ready() != member.ready()) {
                changes.add(member.ready() ? "has " + task + " ready" : "no longer has " + task + " ready");
            }
        });
        old.keySet().stream().filter(task -> !now.containsKey(task)).forEach(task -> changes.add("loses " + task));
        if (changes.size() > MOST_OF_CREW) {
            parts.add("has " + changes.size() + " changes of its crew");
        } else {
            parts.addAll(changes);
        }
        if (changes.isEmpty() && !List.copyOf(before).equals(after)) {
            parts.add("has other details of its crew");
        }
    }

    private static Map<String, CrewMember> byTask(List<CrewMember> crew) {
        Map<String, CrewMember> all = new LinkedHashMap<>();
        for (CrewMember member : crew) {
            String language = member.language().equals("en") ? "" : " (" + plain(member.language()) + ")";
            all.put("the " + role(member.role()) + " " + plain(member.name()) + language, member);
        }
        return all;
    }

    private static String role(CrewRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static void addStreams(List<String> parts, List<MatchStream> before, List<MatchStream> after) {
        Map<String, String> old = urls(before);
        Map<String, String> now = urls(after);
        now.forEach((language, url) -> {
            if (!url.equals(old.get(language))) {
                parts.add("is shown at " + url + " (" + plain(language) + ")");
            }
        });
        old.keySet().stream()
                .filter(language -> !now.containsKey(language))
                .forEach(language -> parts.add("loses its stream (" + plain(language) + ")"));
    }

    private static Map<String, String> urls(List<MatchStream> streams) {
        return streams.stream()
                .collect(Collectors.toMap(
                        MatchStream::language, MatchStream::url, (one, other) -> one, LinkedHashMap::new));
    }

    /** Returns a function that gives persons by their names, for a preview: new ones get negative ids. */
    static Function<SourceMatch.SourcePlayer, Long> byName(ScheduledMatch stored) {
        Map<String, Long> ids = new LinkedHashMap<>();
        stored.crew().forEach(member -> ids.put(member.name(), member.person()));
        stored.players().forEach(player -> ids.put(player.name(), player.person()));
        Map<SourceMatch.SourcePlayer, Long> unknown = new LinkedHashMap<>();
        return player -> {
            Long id = ids.get(player.name());
            return id != null ? id : unknown.computeIfAbsent(player, key -> -1L - unknown.size());
        };
    }
}
