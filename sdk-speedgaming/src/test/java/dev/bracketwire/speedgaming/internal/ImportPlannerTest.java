// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Outcome;
import dev.bracketwire.Report;
import dev.bracketwire.StoreException;
import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.MatchChange;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchLogEntry;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.ScheduleFilter;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.Suggestion;
import dev.bracketwire.speedgaming.TournamentFeed;
import dev.bracketwire.speedgaming.internal.ImportPlanner.Planned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests plans of schedules and their application on each store. */
class ImportPlannerTest extends ImportScene {
    @Test
    void plan_newEpisode_createsItsMatch() {
        assertThat(importAll(new EpisodeDraft(1).commentator("Ann", false)))
                .containsExactly("create: Alpha against Beta, on 1 September 2026 at 18:00 UTC");
        ScheduledMatch match = match(1);
        assertThat(match.state()).isEqualTo(MatchState.SCHEDULED);
        assertThat(match.players()).extracting(MatchPlayer::name).containsExactly("Alpha", "Beta");
        assertThat(match.crew()).hasSize(1);
        assertThat(match.streams()).containsExactly(new MatchStream("en", "https://twitch.tv/speedgaming", false));
        assertThat(told).containsExactly("created");
        List<Person> unused = store.read(session -> session.people().unusedSince(now.plus(Duration.ofDays(1))))
                .get();
        assertThat(unused).isEmpty();
    }

    @Test
    void plan_unchanged_isEmptyAndRecorded() {
        importAll(new EpisodeDraft(1));
        told.clear();
        ImportRun run = run();
        Planned planned = plan(run, new EpisodeDraft(1));
        assertThat(planned.plan().isEmpty()).isTrue();
        assertThat(planned.unchanged()).isEqualTo(1);
        boolean recorded = planner.recordApplied(run, planned, null).get();
        assertThat(recorded).isTrue();
        long applied = store.read(session -> session.runs().applied(CUP)).get();
        assertThat(applied).isEqualTo(run.number());
        assertThat(match(1).version()).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void plan_moved_tellsOldAndNewTime() {
        importAll(new EpisodeDraft(1));
        told.clear();
        assertThat(importAll(new EpisodeDraft(1).in(Duration.ofHours(3))))
                .containsExactly("reschedule: Alpha against Beta moves from 1 September 2026 18:00 UTC to 21:00 UTC");
        assertThat(importAll(new EpisodeDraft(1).in(Duration.ofHours(27))))
                .containsExactly("reschedule: Alpha against Beta moves from 1 September 2026 21:00 UTC to"
                        + " 2 September 2026 21:00 UTC");
        assertThat(told).containsExactly("rescheduled", "rescheduled");
        assertThat(log(1)).extracting(MatchLogEntry::field).containsExactly("state", "times", "times");
    }

    @Test
    void plan_playerSwappedAndCrewAccepted_saysSo() {
        importAll(new EpisodeDraft(1).commentator("Ann", false));
        told.clear();
        assertThat(importAll(new EpisodeDraft(1).players("Alpha", "Gamma").commentator("Ann", true)))
                .containsExactly("change: Alpha against Beta gets Gamma in place of Beta, accepts the commentator Ann");
        assertThat(told).containsExactly("changed [PLAYERS, CREW]");
        List<Person> unused = store.read(session -> session.people().unusedSince(now.plus(Duration.ofDays(1))))
                .get();
        assertThat(unused).extracting(Person::name).containsExactly("Beta");
    }

    @Test
    void plan_unconfirmedThenConfirmed_changesTheState() {
        importAll(new EpisodeDraft(1).approved(false));
        assertThat(match(1).state()).isEqualTo(MatchState.TENTATIVE);
        assertThat(importAll(new EpisodeDraft(1).timezone("CET")))
                .containsExactly("change: Alpha against Beta no longer has a confirmed time, is approved");
        assertThat(match(1).state()).isEqualTo(MatchState.TIME_UNCONFIRMED);
        assertThat(importAll(new EpisodeDraft(1)))
                .containsExactly("change: Alpha against Beta has a confirmed time now");
    }

    @Test
    void apply_olderRun_isStale() {
        importAll(new EpisodeDraft(1));
        ImportRun older = run();
        Planned late = plan(older, new EpisodeDraft(1).in(Duration.ofHours(1)));
        importAll(new EpisodeDraft(1).in(Duration.ofHours(2)));
        Report<MatchChange> report = apply(older, late);
        assertThat(report.count(Outcome.Status.STALE)).isEqualTo(1);
        assertThat(report.problems()).extracting(Outcome::note).containsExactly(ChangeApplier.NEWER);
        assertThat(match(1).times().raceStart()).isEqualTo(EpisodeDraft.START.plus(Duration.ofHours(2)));
    }

    @Test
    void apply_matchChangedMeanwhile_isStale() {
        importAll(new EpisodeDraft(1));
        ImportRun run = run();
        Planned planned = plan(run, new EpisodeDraft(1).in(Duration.ofHours(1)));
        edit(match(1), match(1).edit().hostFields(Set.of(MatchField.TIMES)));
        assertThat(apply(run, planned).count(Outcome.Status.STALE)).isEqualTo(1);
        assertThat(match(1).times().raceStart()).isEqualTo(EpisodeDraft.START);
    }

    @Test
    void apply_sameRunAgain_changesNothing() {
        ImportRun run = run();
        Planned first = plan(run, new EpisodeDraft(1));
        Planned second = plan(run, new EpisodeDraft(1));
        apply(run, first).orThrow();
        assertThat(apply(run, second).count(Outcome.Status.UNCHANGED)).isEqualTo(1);
        assertThat(plan(run, new EpisodeDraft(1)).plan().isEmpty()).isTrue();
    }

    @Test
    void apply_listenerRefusesOne_keepsTheOthers() {
        poison("Evil");
        ImportRun run = run();
        Planned planned =
                plan(run, new EpisodeDraft(1), new EpisodeDraft(2).players("Evil", "Beta"), new EpisodeDraft(3));
        Report<MatchChange> report = apply(run, planned);
        assertThat(report.count(Outcome.Status.APPLIED)).isEqualTo(2);
        assertThat(report.problems()).extracting(Outcome::note).containsExactly("the listener refuses Evil");
        poison(null);
        assertThat(importAll(new EpisodeDraft(1), new EpisodeDraft(2).players("Evil", "Beta"), new EpisodeDraft(3)))
                .containsExactly("create: Evil against Beta, on 1 September 2026 at 18:00 UTC");
    }

    @Test
    void apply_fenceRefuses_writesNothing() {
        if (place == StorePlace.MEMORY) {
            return;
        }
        ImportRun run = run();
        Planned planned = planner.plan(run, schedule(new EpisodeDraft(1).done()), feeds, connection -> {
                    throw new StoreException(StoreException.Reason.LEASE_LOST, "another node runs it", null);
                })
                .get();
        assertThat(planned.plan().apply().get().count(Outcome.Status.FAILED)).isEqualTo(1);
        assertThat(matches()).isEmpty();
    }

    @Test
    void plan_hostOwnsTheTime_reportsTheConflictOnce() {
        importAll(new EpisodeDraft(1));
        edit(match(1), match(1).edit().hostFields(Set.of(MatchField.TIMES)));
        assertThat(importAll(new EpisodeDraft(1).in(Duration.ofHours(1)).title("Final")))
                .containsExactly("conflict: Alpha against Beta gets the title \"Final\", keeps its time"
                        + " 1 September 2026 18:00 UTC, though SpeedGaming has 1 September 2026 19:00 UTC"
                        + " (the host owns it)");
        assertThat(importAll(new EpisodeDraft(1).in(Duration.ofHours(1)).title("Final")))
                .isEmpty();
        assertThat(match(1).times().raceStart()).isEqualTo(EpisodeDraft.START);
    }

    @Test
    void plan_startedMatch_keepsScheduleAndPlayersButTakesCrew() {
        importAll(new EpisodeDraft(1));
        edit(match(1), match(1).edit().state(MatchState.STARTED).hostFields(Set.of(MatchField.STATE)));
        told.clear();
        EpisodeDraft next = new EpisodeDraft(1)
                .in(Duration.ofHours(1))
                .players("Alpha", "Gamma")
                .commentator("Ann", true);
        assertThat(importAll(next))
                .containsExactly("conflict: Alpha against Beta gets the commentator Ann, keeps its time"
                        + " 1 September 2026 18:00 UTC, though SpeedGaming has 1 September 2026 19:00 UTC"
                        + " (the host has started it), keeps its players, though SpeedGaming has"
                        + " Alpha against Gamma (the host has started it)");
        ScheduledMatch match = match(1);
        assertThat(match.state()).isEqualTo(MatchState.STARTED);
        assertThat(match.players()).extracting(MatchPlayer::name).containsExactly("Alpha", "Beta");
        assertThat(match.crew()).hasSize(1);
        assertThat(importAll(next)).isEmpty();
        assertThat(told).containsExactly("changed [CREW]");
        assertThat(log(1)).extracting(MatchLogEntry::field).endsWith("crew", "times", "players");
    }

    @Test
    void plan_streams_leavesThoseOfTheHost() {
        importAll(new EpisodeDraft(1)
                .channels(
                        EpisodeDraft.channel(25, "Main", "speedgaming", "en"),
                        EpisodeDraft.channel(26, "Main", "sgfrench", "fr")));
        List<MatchStream> own = List.of(new MatchStream("en", "https://example.test/own", true));
        edit(match(1), match(1).edit().streams(own));
        assertThat(importAll(new EpisodeDraft(1).channels(EpisodeDraft.channel(27, "Main", "speedgaming3", "en"))))
                .containsExactly("change: Alpha against Beta has other accounts of its crew");
        assertThat(match(1).streams()).isEqualTo(own);
    }

    @Test
    void plan_movedToAnotherEvent_followsOrCancels() {
        importAll(new EpisodeDraft(1));
        told.clear();
        assertThat(importAll(new EpisodeDraft(1).event("othercup")))
                .containsExactly("cancel: Alpha against Beta is cancelled in examplecup, because it moved to"
                        + " tournament othercup, which is not imported");
        assertThat(match(1).state()).isEqualTo(MatchState.CANCELLED);
        assertThat(log(1)).extracting(MatchLogEntry::after).contains("othercup (not imported)");
        assertThat(importAll(new EpisodeDraft(1).event("othercup"))).isEmpty();
        long id = match(1).id();
        feeds = List.of(TournamentFeed.of(CUP), TournamentFeed.of("othercup"));
        assertThat(importAll(new EpisodeDraft(1).event("othercup")))
                .containsExactly("reinstate: Alpha against Beta is no longer cancelled, moves from tournament"
                        + " examplecup to othercup");
        assertThat(match(1).tournament()).isEqualTo("othercup");
        assertThat(match(1).id()).isEqualTo(id);
        assertThat(told).containsExactly("cancelled", "reinstated", "changed []");
    }

    @Test
    void plan_hostMatchWithTheSamePlayers_isAttached() {
        importAll(new EpisodeDraft(1));
        ScheduledMatch known = match(1);
        ScheduledMatch host = hostMatch(known.players(), "My final");
        told.clear();
        List<String> texts = importAll(new EpisodeDraft(1), new EpisodeDraft(2).title("Round 2"));
        assertThat(texts)
                .containsExactly("attach: Alpha against Beta, on 1 September 2026 at 18:00 UTC, is the match that the"
                        + " host has as number " + host.id() + ", and follows SpeedGaming now");
        ScheduledMatch attached = match(2);
        assertThat(attached.id()).isEqualTo(host.id());
        assertThat(attached.title()).isEqualTo("My final");
        assertThat(attached.times().raceStart()).isEqualTo(EpisodeDraft.START);
        assertThat(attached.hostFields()).containsExactly(MatchField.TITLE);
        assertThat(told).startsWith("attached");
        assertThat(importAll(new EpisodeDraft(1), new EpisodeDraft(2).title("Round 2")))
                .isEmpty();
    }

    @Test
    void plan_twoNewMatchesLikeOneOfTheHost_asksAPerson() {
        importAll(new EpisodeDraft(1));
        ScheduledMatch host = hostMatch(match(1).players(), "");
        assertThat(importAll(new EpisodeDraft(1), new EpisodeDraft(2), new EpisodeDraft(3)))
                .hasSize(2)
                .allMatch(text -> text.startsWith("create: "));
        List<Suggestion> open =
                store.read(session -> session.people().suggestions(true)).get();
        assertThat(open).extracting(Suggestion::first).containsExactly(host.id(), host.id());
        assertThat(open).extracting(Suggestion::kind).containsOnly(Suggestion.Kind.SAME_MATCH);
    }

    @Test
    void plan_manyEpisodes_appliesThemInChunks() {
        List<EpisodeDraft> all = new ArrayList<>();
        for (int i = 1; i <= 450; i++) {
            all.add(new EpisodeDraft(i).players("P" + i, "Q" + i));
        }
        assertThat(importAll(all.toArray(EpisodeDraft[]::new))).hasSize(450);
        assertThat(importAll(all.toArray(EpisodeDraft[]::new))).isEmpty();
        assertThat(matches()).hasSize(450);
    }

    private ScheduledMatch hostMatch(List<MatchPlayer> players, String title) {
        ScheduledMatch draft =
                ScheduledMatch.draft(CUP).players(players).title(title).done();
        return store.write(session -> recorder.create(session, List.of(draft), "olga"))
                .get()
                .get(0);
    }

    private List<ScheduledMatch> matches() {
        return store.read(session -> session.matches().list(ScheduleFilter.all()))
                .get();
    }

    private List<MatchLogEntry> log(long episode) {
        long id = match(episode).id();
        return store.read(session -> session.matches().logOf(id)).get();
    }
}
