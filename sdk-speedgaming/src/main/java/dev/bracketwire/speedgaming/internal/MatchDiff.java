// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.MatchChange;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SourceMatch;
import dev.bracketwire.speedgaming.SourceMatch.SourcePlayer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares a stored match with that of the schedule. Pure. */
final class MatchDiff {
    private MatchDiff() {}

    /**
     * Returns the change of a match that the schedule has; null if there is nothing to do.
     *
     * @param run the number of the run
     * @param at the time of its request
     */
    static @Nullable MatchChange change(ScheduledMatch stored, SourceMatch found, long run, Instant at) {
        ScheduledMatch next = MatchMerge.merge(stored, found, ChangeText.byName(stored), at);
        MatchSource source = Objects.requireNonNull(stored.source(), "source");
        List<String> parts = new ArrayList<>(ChangeText.differences(stored, next));
        addDetails(parts, stored, found, source);
        List<String> conflicts = List.copyOf(newConflicts(stored, found).values());
        parts.addAll(conflicts);
        if (parts.isEmpty() && isOutdated(source)) {
            parts.add("follows SpeedGaming again");
        }
        if (parts.isEmpty() && isSamePlace(source, found.source())) {
            return null;
        }
        String kind = kind(stored, next, !conflicts.isEmpty());
        String text =
                ChangeText.label(stored) + " " + (parts.isEmpty() ? "is in another episode" : String.join(", ", parts));
        return new MatchChange(kind, text, run, stored.id(), stored.version(), found);
    }

    /** Whether the host gave fields back since the last import. */
    private static boolean isOutdated(MatchSource source) {
        return source.scheduleHash().isEmpty()
                || source.rosterHash().isEmpty()
                || source.crewHash().isEmpty();
    }

    private static boolean isSamePlace(MatchSource one, MatchSource other) {
        return one.episode() == other.episode() && one.part() == other.part();
    }

    private static String kind(ScheduledMatch stored, ScheduledMatch next, boolean conflict) {
        boolean wasGone = stored.state() == MatchState.CANCELLED || stored.state() == MatchState.MISSING;
        if (wasGone && next.state() != stored.state()) {
            return "reinstate";
        }
        if (ChangeText.isMoved(stored.times(), next.times())) {
            return "reschedule";
        }
        if (next.state() == MatchState.STALE_UNCONFIRMED && stored.state() != next.state()) {
            return "stale";
        }
        return conflict ? "conflict" : "change";
    }

    /** Adds that accounts of people are known now, or others, which the match itself does not show. */
    private static void addDetails(List<String> parts, ScheduledMatch stored, SourceMatch found, MatchSource source) {
        boolean roster = !source.rosterHash().isEmpty()
                && !source.rosterHash().equals(found.source().rosterHash());
        boolean sameNames =
                stored.players().stream().map(MatchPlayer::name).toList().equals(names(found));
        if (parts.isEmpty() && roster && sameNames && !stored.hostFields().contains(MatchField.PLAYERS)) {
            parts.add("has other accounts of its players");
        }
        boolean crew = !source.crewHash().isEmpty()
                && !source.crewHash().equals(found.source().crewHash());
        if (parts.isEmpty() && crew && !stored.hostFields().contains(MatchField.CREW)) {
            parts.add("has other accounts of its crew");
        }
    }

    private static List<String> names(SourceMatch found) {
        return found.players().stream().map(SourcePlayer::name).distinct().toList();
    }

    /** Returns the conflicts that no import has reported yet: those whose digest is not the one that was seen last. */
    static Map<String, String> newConflicts(ScheduledMatch stored, SourceMatch found) {
        MatchSource source = Objects.requireNonNull(stored.source(), "source");
        Map<String, String> all = conflicts(stored, found);
        if (source.rosterHash().equals(found.source().rosterHash())) {
            all.remove("players");
        }
        if (source.scheduleHash().equals(found.source().scheduleHash())) {
            all.keySet().retainAll(List.of("players"));
        }
        return all;
    }

    /** Returns the differences that stay because of the host, by the name of the field. */
    private static Map<String, String> conflicts(ScheduledMatch stored, SourceMatch found) {
        Map<String, String> all = new LinkedHashMap<>();
        String owner = stored.state().isFrozen() ? " (the host has started it)" : " (the host owns it)";
        if (MatchMerge.keeps(stored, MatchField.TIMES) && ChangeText.isMoved(stored.times(), found.times())) {
            all.put(
                    "times",
                    "keeps its time " + ChangeText.date(stored.times().raceStart()) + ", though SpeedGaming has "
                            + ChangeText.date(found.times().raceStart()) + owner);
        }
        if (MatchMerge.keeps(stored, MatchField.TITLE) && !stored.title().equals(found.title())) {
            all.put(
                    "title",
                    "keeps its title, though SpeedGaming has \"" + ChangeText.plain(found.title()) + "\"" + owner);
        }
        if (MatchMerge.keeps(stored, MatchField.PLAYERS)
                && !stored.players().stream().map(MatchPlayer::name).toList().equals(names(found))) {
            all.put("players", "keeps its players, though SpeedGaming has " + ChangeText.label(found) + owner);
        }
        if (stored.state().isFrozen() && !stored.tournament().equals(found.tournament())) {
            all.put(
                    "tournament",
                    "stays in " + stored.tournament() + ", though SpeedGaming has it in " + found.tournament() + owner);
        }
        return all;
    }

    /** Returns a field as text for the log. */
    static String value(ScheduledMatch match, String field) {
        return value(field, match.title(), match.tournament(), match.times());
    }

    /** Returns a field as text for the log. */
    static String value(SourceMatch found, String field) {
        return value(field, found.title(), found.tournament(), found.times());
    }

    private static String value(String field, String title, String tournament, MatchTimes times) {
        return switch (field) {
            case "title" -> title;
            case "tournament" -> tournament;
            default -> FieldDiff.times(times);
        };
    }
}
