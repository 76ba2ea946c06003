// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares two states of a match field by field, with texts for the log. */
final class FieldDiff {
    private FieldDiff() {}

    /** Returns the fields that differ, by their names in the log. Absence and digests do not count. */
    static Map<String, Values> fields(ScheduledMatch before, ScheduledMatch after) {
        Map<String, Values> all = new LinkedHashMap<>();
        add(all, "state", before, after, match -> match.state().name());
        add(all, "tournament", before, after, ScheduledMatch::tournament);
        add(all, "source", before, after, match -> source(match.source()));
        add(all, "hostKey", before, after, match -> Objects.requireNonNullElse(match.hostKey(), ""));
        add(all, "title", before, after, ScheduledMatch::title);
        add(all, "note", before, after, ScheduledMatch::note);
        add(all, "times", before, after, match -> times(match.times()));
        add(all, "approved", before, after, match -> String.valueOf(match.approved()));
        if (!before.players().equals(after.players())) {
            all.put("players", new Values(players(before.players()), players(after.players())));
        }
        if (differ(before.crew(), after.crew())) {
            all.put("crew", new Values(crew(before.crew()), crew(after.crew())));
        }
        if (differ(before.streams(), after.streams())) {
            all.put("streams", new Values(streams(before.streams()), streams(after.streams())));
        }
        add(all, "hostFields", before, after, match -> match.hostFields().toString());
        return all;
    }

    /** Returns the part of a match that a name in the log belongs to; null if it belongs to none. */
    static @Nullable MatchField fieldOf(String name) {
        return switch (name) {
            case "title" -> MatchField.TITLE;
            case "note" -> MatchField.NOTE;
            case "times" -> MatchField.TIMES;
            case "players" -> MatchField.PLAYERS;
            case "crew" -> MatchField.CREW;
            case "streams" -> MatchField.STREAMS;
            case "state", "approved" -> MatchField.STATE;
            default -> null;
        };
    }

    /** Returns the match with other dates. */
    static ScheduledMatch dated(ScheduledMatch match, Instant createdAt, Instant changedAt) {
        return new ScheduledMatch(
                match.id(),
                match.version(),
                match.tournament(),
                match.source(),
                match.hostKey(),
                match.state(),
                match.title(),
                match.note(),
                match.times(),
                match.approved(),
                match.players(),
                match.crew(),
                match.streams(),
                match.hostFields(),
                match.absence(),
                createdAt,
                changedAt);
    }

    private static void add(
            Map<String, Values> all,
            String name,
            ScheduledMatch before,
            ScheduledMatch after,
            Function<ScheduledMatch, String> value) {
        Values values = new Values(value.apply(before), value.apply(after));
        if (!values.before().equals(values.after())) {
            all.put(name, values);
        }
    }

    /** Whether two lists differ other than in their order. */
    private static boolean differ(List<?> before, List<?> after) {
        return !before.equals(after) && !new HashSet<>(before).equals(new HashSet<>(after));
    }

    private static String source(@Nullable MatchSource source) {
        return source == null ? "" : "episode " + source.episode() + " match " + source.match();
    }

    static String times(MatchTimes times) {
        return "race " + text(times.raceStart()) + ", broadcast " + text(times.broadcastStart()) + ", "
                + times.minutes() + " min" + (times.confirmed() ? "" : ", not confirmed: " + times.timezone());
    }

    private static String text(@Nullable Instant instant) {
        return instant == null ? "-" : instant.toString();
    }

    // Names are left out of the log, so that a person can be erased.
    private static String players(List<MatchPlayer> players) {
        return players.stream().map(player -> String.valueOf(player.person())).collect(Collectors.joining(" "));
    }

    private static String crew(List<CrewMember> crew) {
        return crew.stream()
                .map(member -> member.role().name().toLowerCase(Locale.ROOT) + " " + member.person()
                        + (member.approved() ? " approved" : "") + (member.ready() ? " ready" : ""))
                .collect(Collectors.joining(", "));
    }

    private static String streams(List<MatchStream> streams) {
        return streams.stream()
                .map(stream -> stream.language() + " " + stream.url() + (stream.host() ? " (host)" : ""))
                .collect(Collectors.joining(", "));
    }

    /**
     * The values of a field, as texts.
     *
     * @param before the value before
     * @param after the value after
     */
    record Values(String before, String after) {}
}
