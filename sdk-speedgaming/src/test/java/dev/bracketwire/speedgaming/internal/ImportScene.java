// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.CallThreads;
import dev.bracketwire.Report;
import dev.bracketwire.speedgaming.Episode;
import dev.bracketwire.speedgaming.FeedDrift;
import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.speedgaming.MatchChange;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchListener;
import dev.bracketwire.speedgaming.Schedule;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.TournamentFeed;
import dev.bracketwire.speedgaming.UserDirectory;
import dev.bracketwire.speedgaming.internal.ImportPlanner.Planned;
import dev.bracketwire.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Opens a store with a planner, and notes the calls of a listener. */
@ParameterizedClass
@EnumSource(StorePlace.class)
@SuppressWarnings("NullAway.Init") // filled before each test
abstract class ImportScene {
    static final String CUP = "examplecup";
    static final Instant MORNING = Instant.parse("2026-09-01T08:00:00Z");

    @Parameter
    StorePlace place;

    @TempDir
    Path folder;

    Instant now = MORNING;
    final List<String> told = new ArrayList<>();
    ImportStore store;
    ImportPlanner planner;
    ChangeRecorder recorder;
    List<TournamentFeed> feeds = List.of(TournamentFeed.of(CUP));
    private @Nullable String poison;
    private @Nullable Database db;
    private CallThreads threads;

    private final MatchListener listener = new MatchListener() {
        @Override
        public void created(StoreSession session, ScheduledMatch match) {
            tell("created", match);
        }

        @Override
        public void attached(StoreSession session, ScheduledMatch match) {
            tell("attached", match);
        }

        @Override
        public void rescheduled(StoreSession session, ScheduledMatch before, ScheduledMatch after) {
            tell("rescheduled", after);
        }

        @Override
        public void changed(StoreSession session, ScheduledMatch before, ScheduledMatch after, Set<MatchField> fields) {
            tell("changed " + fields, after);
        }

        @Override
        public void cancelled(StoreSession session, ScheduledMatch match) {
            tell("cancelled", match);
        }

        @Override
        public void reinstated(StoreSession session, ScheduledMatch match) {
            tell("reinstated", match);
        }
    };

    private void tell(String call, ScheduledMatch match) {
        if (match.players().stream().anyMatch(player -> player.name().equals(poison))) {
            throw new IllegalStateException("the listener refuses " + poison);
        }
        told.add(call);
    }

    /** Makes the listener throw for matches of a player. */
    final void poison(@Nullable String name) {
        poison = name;
    }

    @BeforeEach
    final void openStore() {
        db = place.database(folder);
        store = StorePlace.store(db);
        threads = CallThreads.create("import-scene");
        recorder = new ChangeRecorder(List.of(listener), () -> now);
        planner = new ImportPlanner(
                store,
                threads,
                null,
                recorder,
                new PersonResolver(UserDirectory.none(), List.of(listener), () -> now, false),
                (run, tally) -> dev.bracketwire.Call.done(run));
    }

    @AfterEach
    final void closeStore() {
        threads.close();
        if (db != null) {
            db.close();
        }
    }

    /** Begins a run of all events. */
    final ImportRun run() {
        return begin("*", null, null);
    }

    /** Begins a run of the cup with a window of 14 days. */
    final ImportRun cupRun() {
        return begin(CUP, now.minus(Duration.ofHours(6)), now.plus(Duration.ofDays(14)));
    }

    final ImportRun episodeRun(long episode) {
        return begin("episode " + episode, null, null);
    }

    private ImportRun begin(String scope, @Nullable Instant from, @Nullable Instant to) {
        ImportRun draft = new ImportRun(0, scope, from, to, ImportRun.Status.REQUESTED, now, null, Map.of(), List.of());
        return store.write(session -> session.runs().begin(draft)).get();
    }

    static Schedule schedule(Episode... episodes) {
        return new Schedule(List.of(episodes), List.of(), FeedDrift.none());
    }

    final Planned plan(ImportRun run, EpisodeDraft... episodes) {
        return planner.plan(
                        run,
                        schedule(Stream.of(episodes).map(EpisodeDraft::done).toArray(Episode[]::new)),
                        feeds,
                        null)
                .get();
    }

    final Report<MatchChange> apply(ImportRun run, Planned planned) {
        Report<MatchChange> report = planned.plan().apply().get();
        planner.recordApplied(run, planned, null).get();
        return report;
    }

    /** Imports all events, and gives the sentences of the changes. */
    final List<String> importAll(EpisodeDraft... episodes) {
        ImportRun run = run();
        return texts(run, plan(run, episodes));
    }

    /** Imports the cup in its window, and gives the sentences of the changes. */
    final List<String> importCup(EpisodeDraft... episodes) {
        ImportRun run = cupRun();
        return texts(run, plan(run, episodes));
    }

    final List<String> importEpisode(long id, @Nullable EpisodeDraft episode, boolean missedOnly) {
        ImportRun run = episodeRun(id);
        return texts(
                run,
                planner.planEpisode(run, id, episode == null ? null : episode.done(), missedOnly, null)
                        .get());
    }

    private List<String> texts(ImportRun run, Planned planned) {
        List<String> texts = planned.plan()
                .changes()
                .map(change -> change.kind() + ": " + change)
                .toList();
        apply(run, planned).orThrow();
        return texts;
    }

    /** Returns the match of an episode. */
    final ScheduledMatch match(long episode) {
        List<ScheduledMatch> all =
                store.read(session -> session.matches().ofEpisode(episode)).get();
        return all.get(0);
    }

    final ScheduledMatch edit(ScheduledMatch before, ScheduledMatch.Editor after) {
        return store.write(session -> recorder.save(
                        session, List.of(new ChangeRecorder.Edit(before, after.done(), "olga", "change"))))
                .get()
                .get(0);
    }

    final void pass(Duration time) {
        now = now.plus(time);
    }
}
