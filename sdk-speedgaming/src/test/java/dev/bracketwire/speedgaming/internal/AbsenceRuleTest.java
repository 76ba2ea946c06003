// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.speedgaming.FeedDrift;
import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.Schedule;
import dev.bracketwire.speedgaming.internal.ImportPlanner.Planned;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests how matches that are not in a schedule are cancelled, and how they come back. */
class AbsenceRuleTest extends ImportScene {
    private static EpisodeDraft episode(int id) {
        return new EpisodeDraft(id).players("P" + id, "Q" + id);
    }

    private static EpisodeDraft[] episodes(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(AbsenceRuleTest::episode)
                .toArray(EpisodeDraft[]::new);
    }

    @Test
    void plan_missedTwice_isCancelledOnlyByTheEpisode() {
        importCup(episodes(1, 4));
        told.clear();
        assertThat(importCup(episodes(2, 4)))
                .containsExactly(
                        "missing: P1 against Q1, on 1 September 2026 at 18:00 UTC, is missing from the schedule");
        assertThat(match(1).state()).isEqualTo(MatchState.MISSING);
        pass(Duration.ofMinutes(4));
        assertThat(importCup(episodes(2, 4))).isEmpty();
        assertThat(importEpisode(1, null, true)).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(importCup(episodes(2, 4))).hasSize(1);
        pass(Duration.ofMinutes(10));
        ImportRun run = cupRun();
        Planned third = plan(run, episodes(2, 4));
        assertThat(third.plan().isEmpty()).isTrue();
        assertThat(third.missing()).isEqualTo(1);
        assertThat(match(1).state()).isEqualTo(MatchState.MISSING);
        assertThat(importEpisode(1, null, true))
                .containsExactly("cancel: P1 against Q1, on 1 September 2026 at 18:00 UTC, is cancelled: SpeedGaming"
                        + " no longer has its episode");
        assertThat(match(1).state()).isEqualTo(MatchState.CANCELLED);
        assertThat(told).endsWith("cancelled");
        assertThat(importCup(episodes(2, 4))).isEmpty();
    }

    @Test
    void plan_cancelledEpisodeComesBack_reinstatesTheSameMatch() {
        importCup(episodes(1, 4));
        long id = match(1).id();
        importEpisode(1, null, false);
        told.clear();
        assertThat(importAll(episode(1).in(Duration.ofHours(2))))
                .containsExactly("reinstate: P1 against Q1 is no longer cancelled, moves from"
                        + " 1 September 2026 18:00 UTC to 20:00 UTC");
        assertThat(match(1).id()).isEqualTo(id);
        assertThat(match(1).absence()).isNull();
        assertThat(told).containsExactly("reinstated", "rescheduled");
    }

    @Test
    void plan_missingMatchIsInANewerSchedule_isThereAgain() {
        importCup(episodes(1, 4));
        importCup(episodes(2, 4));
        assertThat(importAll(episodes(1, 4))).containsExactly("reinstate: P1 against Q1 is back in the schedule");
        assertThat(match(1).state()).isEqualTo(MatchState.SCHEDULED);
        assertThat(match(1).absence()).isNull();
    }

    @Test
    void plan_scheduleOfAllEvents_findsNothingMissing() {
        importCup(episodes(1, 4));
        assertThat(importAll(episodes(2, 4))).isEmpty();
        assertThat(match(1).state()).isEqualTo(MatchState.SCHEDULED);
    }

    @Test
    void plan_emptyScheduleOrManyMissing_raisesAnAlertOnly() {
        importCup(episodes(1, 20));
        ImportRun empty = cupRun();
        Planned nothing = plan(empty);
        assertThat(nothing.plan().isEmpty()).isTrue();
        assertThat(nothing.alerts())
                .containsExactly("The schedule of examplecup lacks 20 of 20 matches at once; none of them counts as"
                        + " missing");
        ImportRun few = cupRun();
        Planned many = plan(few, episodes(8, 20));
        assertThat(many.plan().isEmpty()).isTrue();
        assertThat(many.alerts())
                .containsExactly("The schedule of examplecup lacks 7 of 20 matches at once; none of them counts as"
                        + " missing");
        assertThat(importCup(episodes(7, 20))).hasSize(6);
    }

    @Test
    void plan_emptyScheduleWithOneMatch_isEvidenceAsAnyOther() {
        importCup(episodes(1, 1));
        assertThat(importCup()).hasSize(1);
        assertThat(match(1).state()).isEqualTo(MatchState.MISSING);
    }

    @Test
    void plan_matchNearTheEdgeOfTheWindow_isNotMissing() {
        importAll(
                episode(1).at(now.plus(Duration.ofDays(14)).minus(Duration.ofHours(1))),
                episode(2).at(now.minus(Duration.ofHours(5))),
                episode(3));
        assertThat(importCup(episode(3))).isEmpty();
    }

    @Test
    void plan_movedBeyondTheWindowAndBack_keepsTheMatch() {
        importCup(episodes(1, 4));
        long id = match(1).id();
        assertThat(importEpisode(1, episode(1).in(Duration.ofDays(60)), true)).hasSize(1);
        assertThat(importCup(episodes(2, 4))).isEmpty();
        assertThat(importCup(episodes(1, 4)))
                .containsExactly("reschedule: P1 against Q1 moves from 31 October 2026 18:00 UTC to"
                        + " 1 September 2026 18:00 UTC");
        assertThat(match(1).id()).isEqualTo(id);
    }

    @Test
    void plan_unreadEpisode_isNotMissing() {
        importCup(episodes(1, 4));
        Schedule unread = new Schedule(
                List.of(episode(2).done(), episode(3).done(), episode(4).done()),
                List.of(new Schedule.Unread(0, 1L, "when: no date")),
                FeedDrift.none());
        Planned planned = planner.plan(cupRun(), unread, feeds, null).get();
        assertThat(planned.plan().isEmpty()).isTrue();
        Schedule nameless =
                new Schedule(unread.episodes(), List.of(new Schedule.Unread(0, null, "no object")), FeedDrift.none());
        Planned doubtful = planner.plan(cupRun(), nameless, feeds, null).get();
        assertThat(doubtful.plan().isEmpty()).isTrue();
        assertThat(doubtful.alerts()).hasSize(1);
    }

    @Test
    void plan_hostCancelledOrStarted_isLeftAlone() {
        importCup(episodes(1, 4));
        edit(match(1), match(1).edit().state(MatchState.CANCELLED).hostFields(Set.of(MatchField.STATE)));
        edit(match(2), match(2).edit().state(MatchState.STARTED).hostFields(Set.of(MatchField.STATE)));
        assertThat(importCup(episodes(1, 4))).isEmpty();
        assertThat(importCup(episodes(3, 4))).isEmpty();
        assertThat(importEpisode(2, null, false)).isEmpty();
        assertThat(match(1).state()).isEqualTo(MatchState.CANCELLED);
        assertThat(match(2).state()).isEqualTo(MatchState.STARTED);
    }

    @Test
    void plan_overByADay_isStaleUntilItIsMoved() {
        importCup(episodes(1, 4));
        pass(Duration.ofHours(33));
        assertThat(importCup(episode(9).in(Duration.ofDays(3)))).hasSize(1);
        pass(Duration.ofHours(1));
        assertThat(importCup(episode(9).in(Duration.ofDays(3)))).hasSize(4);
        assertThat(match(1).state()).isEqualTo(MatchState.STALE_UNCONFIRMED);
        assertThat(importAll(episodes(1, 4))).isEmpty();
        assertThat(importAll(episode(1).in(Duration.ofDays(3)))).hasSize(1);
        assertThat(match(1).state()).isEqualTo(MatchState.SCHEDULED);
    }

    @Test
    void planEpisode_partOfItIsGone_cancelsThatPart() {
        importAll(new EpisodeDraft(1)
                .match2(new dev.bracketwire.speedgaming.Episode.Match(
                        99, "", "", EpisodeDraft.players(List.of("Gamma", "Delta")))));
        assertThat(importEpisode(1, new EpisodeDraft(1), false))
                .containsExactly("cancel: Gamma against Delta, on 1 September 2026 at 18:00 UTC, is cancelled:"
                        + " SpeedGaming no longer has it in its episode");
    }
}
