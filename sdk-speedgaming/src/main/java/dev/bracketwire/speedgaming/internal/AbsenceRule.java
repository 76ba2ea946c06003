// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.MatchAbsence;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.Schedule;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides which matches a schedule should have shown and did not. Pure. */
final class AbsenceRule {
    /** The part at both ends of a window in which an absence proves nothing. */
    static final Duration MARGIN = Duration.ofHours(2);

    /** The number of imports that must have missed a match before it can be cancelled. */
    static final int RUNS = 2;

    private static final Duration BETWEEN_RUNS = Duration.ofMinutes(5);
    private static final int ALWAYS_ALLOWED = 3;
    private static final int ALLOWED_PERCENT = 30;

    private AbsenceRule() {}

    /** Whether a run may find matches missing: it asked for one tournament and a window. */
    static boolean applies(ImportRun run) {
        return window(run) != null && !run.scope().equals("*") && !run.scope().startsWith("episode ");
    }

    /** Returns the part of the window in which an absence counts; null if there is none. */
    static @Nullable Window window(ImportRun run) {
        Instant from = run.from();
        Instant to = run.to();
        if (from == null || to == null) {
            return null;
        }
        Window window = new Window(from.plus(MARGIN), to.minus(MARGIN));
        return window.from().isBefore(window.to()) ? window : null;
    }

    /**
     * Looks which matches are missing.
     *
     * @param known the stored matches of the tournament in the {@link #window}
     * @param found the ids of the matches in the schedule
     */
    static Finding judge(ImportRun run, Schedule schedule, List<ScheduledMatch> known, Set<Long> found) {
        Set<Long> unread = new HashSet<>();
        long nameless = 0;
        for (Schedule.Unread each : schedule.unread()) {
            Long id = each.id();
            if (id == null) {
                nameless++;
            } else {
                unread.add(id);
            }
        }
        List<ScheduledMatch> missing = new ArrayList<>();
        int judged = 0;
        for (ScheduledMatch match : known) {
            MatchSource source = match.source();
            if (source != null && isJudged(match)) {
                judged++;
                boolean there = found.contains(source.match()) || unread.contains(source.episode());
                if (!there) {
                    missing.add(match);
                }
            }
        }
        String alert = missing.isEmpty() ? null : doubt(run.scope(), missing.size(), judged, nameless);
        return alert == null ? new Finding(missing, Optional.empty()) : new Finding(List.of(), Optional.of(alert));
    }

    /** Returns the reason why absences in a schedule prove nothing; null if they do. */
    private static @Nullable String doubt(String slug, int missing, int judged, long nameless) {
        if (nameless > 0) {
            return nameless + " episodes in the schedule of " + slug + " have no id that can be read, so none of the "
                    + missing + " matches that are not in it counts as missing";
        }
        if (missing > ALWAYS_ALLOWED && missing * 100L > (long) judged * ALLOWED_PERCENT) {
            return "The schedule of " + slug + " lacks " + missing + " of " + judged
                    + " matches at once; none of them counts as missing";
        }
        return null;
    }

    private static boolean isJudged(ScheduledMatch match) {
        return match.state().isOpen()
                && !match.state().isFrozen()
                && !match.hostFields().contains(MatchField.STATE)
                // A time of the host says nothing about the place in the schedule.
                && !match.hostFields().contains(MatchField.TIMES);
    }

    /** Whether this run adds to the evidence: the first one, and a second one five minutes later. */
    static boolean counts(ScheduledMatch match, ImportRun run) {
        MatchAbsence absence = match.absence();
        return absence == null
                || match.state() != MatchState.MISSING
                || (absence.runs() < RUNS
                        && !run.startedAt().isBefore(absence.latest().plus(BETWEEN_RUNS)));
    }

    /** Returns the match with the evidence of this run. */
    static ScheduledMatch missed(ScheduledMatch match, ImportRun run) {
        MatchAbsence absence = match.absence();
        MatchAbsence next = absence == null || match.state() != MatchState.MISSING
                ? new MatchAbsence(1, run.startedAt(), run.startedAt())
                : new MatchAbsence(absence.runs() + 1, absence.since(), run.startedAt());
        return match.edit().state(MatchState.MISSING).absence(next).done();
    }

    /** Whether enough imports missed the match to cancel it once SpeedGaming says that its episode does not exist. */
    static boolean isProven(ScheduledMatch match) {
        MatchAbsence absence = match.absence();
        return match.state() == MatchState.MISSING && absence != null && absence.runs() >= RUNS;
    }

    /**
     * A window of times of broadcasts.
     *
     * @param from the earliest
     * @param to the time after the latest
     */
    record Window(Instant from, Instant to) {}

    /**
     * The result.
     *
     * @param missing the matches that are missing
     * @param alert the reason why none counts as missing, if there is one
     */
    record Finding(List<ScheduledMatch> missing, Optional<String> alert) {}
}
