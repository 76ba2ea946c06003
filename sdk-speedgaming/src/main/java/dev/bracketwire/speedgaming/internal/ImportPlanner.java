// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.Plan;
import dev.bracketwire.speedgaming.Episode;
import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.speedgaming.MatchChange;
import dev.bracketwire.speedgaming.Schedule;
import dev.bracketwire.speedgaming.SourceMatch;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.TournamentFeed;
import dev.bracketwire.speedgaming.TournamentList;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares a fetched schedule with the stored one, and makes a plan of the changes. Fetches nothing. */
public final class ImportPlanner {
    private static final int BATCH = 1000;

    private final ImportStore store;
    private final CallThreads threads;
    private final @Nullable TournamentList tournaments;
    private final ChangeApplier applier;
    private final PlanEnd planEnd;
    private final PersonResolver resolver;

    /** Plans for the options; edits are stored by the recorder, persons are found by the resolver. */
    public ImportPlanner(ImportOptions options, ChangeRecorder recorder, PersonResolver resolver, PlanEnd planEnd) {
        this(options.store(), options.threads(), options.tournaments(), recorder, resolver, planEnd);
    }

    ImportPlanner(
            ImportStore store,
            CallThreads threads,
            @Nullable TournamentList tournaments,
            ChangeRecorder recorder,
            PersonResolver resolver,
            PlanEnd planEnd) {
        this.planEnd = planEnd;
        this.store = store;
        this.threads = threads;
        this.tournaments = tournaments;
        this.resolver = resolver;
        this.applier = new ChangeApplier(store, threads, recorder, resolver);
    }

    /**
     * Plans the changes of a schedule.
     *
     * @param run the run that fetched it; its scope decides whether matches may be found missing: only a run of one tournament
     *     with a window
     * @param feeds the tournaments to import; episodes of others are left out
     * @param fence is run at the start of each transaction; null for none
     */
    public Call<Planned> plan(ImportRun run, Schedule schedule, List<TournamentFeed> feeds, @Nullable Fence fence) {
        Set<String> slugs = slugs(feeds);
        return store.read(session -> {
            MatchPlan plan = new MatchPlan(session, resolver, run, slugs);
            plan.addFound(schedule.episodes());
            if (AbsenceRule.applies(run) && slugs.contains(run.scope())) {
                plan.addAbsent(schedule);
                plan.addStale();
            }
            return planned(session, plan, title(run), fence);
        });
    }

    /**
     * Plans the changes of one episode. If it does not exist, all its matches are cancelled that the host has not started.
     *
     * @param id the id of the episode
     * @param episode the episode; null if SpeedGaming says that it does not exist
     */
    public Call<Planned> planEpisode(ImportRun run, long id, @Nullable Episode episode, @Nullable Fence fence) {
        return planEpisode(run, id, episode, false, fence);
    }

    /**
     * Plans the changes of one episode.
     *
     * @param id the id of the episode
     * @param episode the episode; null if SpeedGaming says that it does not exist
     * @param missedOnly whether only those matches may be cancelled that two imports missed, as for an episode that no person
     *     asked for
     */
    public Call<Planned> planEpisode(
            ImportRun run, long id, @Nullable Episode episode, boolean missedOnly, @Nullable Fence fence) {
        return enabled()
                .then(enabled -> store.read(session -> {
                    Set<String> slugs = new TreeSet<>(enabled);
                    if (episode != null) {
                        List<Long> ids = episode.matches().stream()
                                .map(Episode.Match::id)
                                .toList();
                        boolean isNew = session.matches().known(ids).isEmpty();
                        // A match that is new is imported because it was asked for, whether its tournament is enabled
                        // or not.
                        if (isNew) {
                            slugs.add(episode.event().slug());
                        }
                        session.matches().known(ids).values().stream()
                                .map(known -> known.tournament())
                                .forEach(slugs::add);
                    }
                    MatchPlan plan = new MatchPlan(session, resolver, run, slugs);
                    if (episode != null) {
                        plan.addFound(List.of(episode));
                    }
                    plan.addGone(id, episode, missedOnly);
                    return planned(session, plan, title(run), fence);
                }));
    }

    /**
     * Records that a run was applied to the tournaments of its plan. Call it after the plan was applied, and for a plan without
     * changes.
     *
     * @return whether the run is the newest one for all of them; otherwise another one was applied since it was planned
     */
    public Call<Boolean> recordApplied(ImportRun run, Planned planned, @Nullable Fence fence) {
        return applier.recordApplied(run, planned.appliedBefore(), fence);
    }

    private Planned planned(StoreSession session, MatchPlan found, String title, @Nullable Fence fence)
            throws SQLException {
        Map<String, Long> before = new TreeMap<>();
        List<String> alerts = new ArrayList<>(found.alerts());
        for (String slug : found.tournaments()) {
            long applied = session.runs().applied(slug);
            before.put(slug, applied);
            if (applied > found.run().number()) {
                alerts.add("Run " + found.run().number() + " is older than run " + applied + ", which was applied to "
                        + slug + ", so it changes nothing there");
            }
        }
        int missing = found.missing();
        ChangeApplier.Context context =
                new ChangeApplier.Context(found.run(), before, found.storedTournaments(), found.hosts(), fence);
        RunTally tally = new RunTally(found.changes().size());
        // By tournament, since each tournament of a transaction takes some statements of its own.
        List<MatchChange> ordered = found.changes().stream()
                .sorted(Comparator.comparing(change -> String.join(" ", context.tournaments(change))))
                .toList();
        Plan<MatchChange> plan = Plan.<MatchChange>builder(
                        title,
                        BATCH,
                        changes -> applier.apply(context, changes)
                                .then(outcomes -> tally.add(outcomes)
                                        ? planEnd.record(found.run(), tally).map(recorded -> outcomes)
                                        : Call.done(outcomes)))
                .addAll(ordered)
                .onFailure(Plan.OnFailure.CONTINUE)
                .measuredBy(threads.nanos())
                .build();
        return new Planned(plan, found.unchanged(), missing, alerts, before);
    }

    private Call<Set<String>> enabled() {
        if (tournaments != null) {
            return tournaments.enabled().map(ImportPlanner::slugs);
        }
        return store.read(session -> slugs(session.runs().enabled()));
    }

    private static Set<String> slugs(List<TournamentFeed> feeds) {
        return feeds.stream().map(TournamentFeed::slug).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String title(ImportRun run) {
        return run.scope().equals("*") ? "schedule of all active events" : "schedule of " + run.scope();
    }

    /** Returns the matches of episodes by their ids; if an id came twice, the last one counts. */
    static Map<Long, SourceMatch> byId(List<Episode> episodes) {
        Map<Long, SourceMatch> all = new LinkedHashMap<>();
        for (Episode episode : episodes) {
            SourceMatch.of(episode).forEach(match -> all.put(match.source().match(), match));
        }
        return all;
    }

    /**
     * A plan and the remarks of its making.
     *
     * @param plan the plan
     * @param unchanged the number of matches that need no change
     * @param missing the matches that may have been cancelled, after this run
     * @param alerts the things that an operator should look at, such as a schedule that lost most of its matches
     * @param appliedBefore the number of the newest run that had been applied to each tournament when the plan was made
     */
    public record Planned(
            Plan<MatchChange> plan, int unchanged, int missing, List<String> alerts, Map<String, Long> appliedBefore) {
        /** Copies the collections. */
        public Planned {
            alerts = List.copyOf(alerts);
            appliedBefore = Map.copyOf(appliedBefore);
        }
    }

    /** Records that all changes of a plan have an outcome, however it was applied. */
    @FunctionalInterface
    interface PlanEnd {
        /** Records it. */
        Call<ImportRun> record(ImportRun run, RunTally tally);
    }

    /** Refuses to write once another node runs the import. */
    @FunctionalInterface
    public interface Fence {
        /** Refuses by an exception. */
        void check(Connection connection) throws SQLException;
    }
}
