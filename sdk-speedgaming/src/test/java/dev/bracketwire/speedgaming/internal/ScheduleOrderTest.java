// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.CallThreads;
import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.Episode;
import dev.bracketwire.speedgaming.FeedDrift;
import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.Schedule;
import dev.bracketwire.speedgaming.ScheduleFilter;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.TournamentFeed;
import dev.bracketwire.speedgaming.UserDirectory;
import dev.bracketwire.speedgaming.internal.ImportPlanner.Planned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that any order and repetition of schedules ends in the state of the newest one. */
class ScheduleOrderTest {
    private static final CallThreads THREADS = CallThreads.create("schedule-order");
    private static final int ROUNDS = 250;
    private static final int EPISODES = 5;
    private static final List<TournamentFeed> FEEDS =
            List.of(TournamentFeed.of("examplecup"), TournamentFeed.of("othercup"));

    @AfterAll
    static void end() {
        THREADS.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void apply_anyOrder_endsInTheStateOfTheNewest(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Trial trial = new Trial(random);
            int runs = 2 + random.nextInt(4);
            for (int i = 0; i < runs; i++) {
                trial.fetch();
            }
            assertThat(trial.shuffled()).as("seed %d, round %d", seed, round).isEqualTo(trial.newestAlone());
        }
    }

    /** Fetches schedules that change at random. */
    private static final class Trial {
        private final Random random;
        private final List<ImportRun> runs = new ArrayList<>();
        private final List<Schedule> schedules = new ArrayList<>();
        private final Instant at = EpisodeDraft.START.minus(Duration.ofHours(4));
        private final ImportStore store = ImportStore.inMemory();

        Trial(Random random) {
            this.random = random;
        }

        void fetch() {
            runs.add(begin(store));
            List<Episode> episodes = new ArrayList<>();
            for (int id = 1; id <= EPISODES; id++) {
                episodes.add(episode(id));
            }
            Collections.shuffle(episodes, random);
            schedules.add(new Schedule(episodes, List.of(), FeedDrift.none()));
        }

        private ImportRun begin(ImportStore to) {
            ImportRun draft =
                    new ImportRun(0, "*", null, null, ImportRun.Status.REQUESTED, at, null, Map.of(), List.of());
            return to.write(session -> session.runs().begin(draft)).get();
        }

        private Episode episode(int id) {
            EpisodeDraft draft = new EpisodeDraft(id)
                    .event(random.nextInt(4) == 0 ? "othercup" : "examplecup")
                    .players("P" + random.nextInt(4), "Q" + random.nextInt(4))
                    .in(Duration.ofHours(random.nextInt(3)))
                    .title(random.nextBoolean() ? "" : "Round " + random.nextInt(2))
                    .timezone(random.nextInt(4) == 0 ? "CET" : "")
                    .approved(random.nextInt(4) > 0);
            if (random.nextBoolean()) {
                draft.commentator("C" + random.nextInt(3), random.nextBoolean());
            }
            if (random.nextBoolean()) {
                draft.channels();
            }
            return draft.done();
        }

        /** Applies plans in any order, some made long before and some twice. */
        Map<Long, String> shuffled() {
            ImportPlanner planner = planner(store);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < runs.size(); i++) {
                order.add(i);
                if (random.nextBoolean()) {
                    order.add(i);
                }
            }
            Collections.shuffle(order, random);
            List<Planned> early = new ArrayList<>();
            for (int i = 0; i < runs.size(); i++) {
                early.add(plan(planner, i));
            }
            for (int i : order) {
                // A plan is refused if another run was applied since it was made, so the newest one is made when it is
                // due.
                boolean isNewest = i == runs.size() - 1;
                Planned planned = isNewest
                                || random.nextBoolean()
                                || early.get(i).plan().report().isPresent()
                        ? plan(planner, i)
                        : early.get(i);
                planned.plan().apply().get();
                planner.recordApplied(runs.get(i), planned, null).get();
            }
            return state(store);
        }

        Map<Long, String> newestAlone() {
            ImportStore fresh = ImportStore.inMemory();
            int newest = runs.size() - 1;
            ImportRun run = begin(fresh);
            Planned planned =
                    planner(fresh).plan(run, schedules.get(newest), FEEDS, null).get();
            planned.plan().apply().get().orThrow();
            return state(fresh);
        }

        private Planned plan(ImportPlanner planner, int i) {
            return planner.plan(runs.get(i), schedules.get(i), FEEDS, null).get();
        }

        private ImportPlanner planner(ImportStore to) {
            return new ImportPlanner(
                    to,
                    THREADS,
                    null,
                    new ChangeRecorder(List.of(), () -> at),
                    new PersonResolver(UserDirectory.none(), List.of(), () -> at, false),
                    (run, tally) -> dev.bracketwire.Call.done(run));
        }

        private static Map<Long, String> state(ImportStore from) {
            Map<Long, String> all = new TreeMap<>();
            for (ScheduledMatch match : from.read(session -> session.matches().list(ScheduleFilter.all()))
                    .get()) {
                all.put(
                        Objects.requireNonNull(match.source()).match(),
                        String.join(
                                "|",
                                match.tournament(),
                                match.source().toString(),
                                match.state().name(),
                                match.title(),
                                match.times().toString(),
                                match.players().stream()
                                        .map(MatchPlayer::name)
                                        .toList()
                                        .toString(),
                                match.crew().stream()
                                        .map(CrewMember::name)
                                        .toList()
                                        .toString(),
                                match.streams().toString(),
                                String.valueOf(match.absence())));
            }
            return all;
        }
    }
}
