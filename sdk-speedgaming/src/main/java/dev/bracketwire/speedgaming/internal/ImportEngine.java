// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.Plan;
import dev.bracketwire.speedgaming.CalendarFeed;
import dev.bracketwire.speedgaming.Episode;
import dev.bracketwire.speedgaming.ImportHealth;
import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.speedgaming.MatchChange;
import dev.bracketwire.speedgaming.ReadinessReport;
import dev.bracketwire.speedgaming.Schedule;
import dev.bracketwire.speedgaming.ScheduleFilter;
import dev.bracketwire.speedgaming.TournamentFeed;
import dev.bracketwire.speedgaming.TournamentList;
import dev.bracketwire.speedgaming.internal.ImportPlanner.Fence;
import dev.bracketwire.speedgaming.internal.ImportPlanner.Planned;
import dev.bracketwire.store.ClusterTask;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.TaskRun;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fetches schedules, stores the replies, and has them planned and applied. */
public final class ImportEngine implements AutoCloseable {
    private static final Duration RESUMED_WITHIN = Duration.ofMinutes(10);
    private static final Duration TURN = Duration.ofMinutes(4);

    private final ImportOptions options;
    private final ImportStore store;
    private final RunRecords records;
    private final ImportPlanner planner;
    private final MatchEdits edits;
    private final PersonAdmin admin;
    private final @Nullable ClusterTask task;

    /** Begins the periodic import if there is one. */
    public ImportEngine(ImportOptions options) {
        this.options = options;
        this.store = options.store();
        var dates = options.threads().dates();
        ChangeRecorder recorder = new ChangeRecorder(options.listeners(), dates);
        PersonResolver resolver =
                new PersonResolver(options.directory(), options.listeners(), dates, options.linkByName());
        this.records = new RunRecords(options);
        this.planner = new ImportPlanner(options, recorder, resolver, records::ended);
        this.edits = new MatchEdits(store, this::feed, recorder, dates);
        this.admin = new PersonAdmin(store, options.directory(), options.listeners(), recorder, dates);
        this.task = periodic();
    }

    private @Nullable ClusterTask periodic() {
        Database db = options.db();
        Duration period = options.period();
        if (db == null || period == null) {
            return null;
        }
        Duration longest = period.compareTo(Duration.ofMinutes(10)) > 0 ? period : Duration.ofMinutes(10);
        return options.taskClock()
                .apply(ClusterTask.builder(
                                db,
                                "speedgaming-import",
                                period,
                                run -> importNext(run).within(TURN.plus(period)).get())
                        .jitter(0)
                        .backOff(period, longest))
                .open();
    }

    /** Returns the edits of matches. */
    public MatchEdits matchEdits() {
        return edits;
    }

    /** Returns the work with persons. */
    public PersonAdmin personAdmin() {
        return admin;
    }

    /** Enables a tournament. */
    public Call<TournamentFeed> enable(TournamentFeed feed) {
        if (options.tournaments() != null) {
            return Call.failed(new IllegalStateException("the tournaments come from the host's TournamentList"));
        }
        return options.client().event(feed.slug()).then(event -> {
            // The slug as SpeedGaming writes it, since the episodes show it so.
            TournamentFeed spelled = new TournamentFeed(event.slug(), feed.name(), feed.streamDelay(), feed.crew());
            TournamentFeed named = feed.name().isEmpty() ? spelled.name(event.name()) : spelled;
            return store.write(session -> {
                session.runs().save(named, true);
                return named;
            });
        });
    }

    /** Disables a tournament. */
    public Call<Boolean> disable(String slug) {
        return store.write(session -> {
            Optional<TournamentFeed> feed = named(session.runs().enabled(), slug);
            if (feed.isPresent()) {
                session.runs().save(feed.get(), false);
            }
            return feed.isPresent();
        });
    }

    /** Returns the enabled tournaments. */
    public Call<List<TournamentFeed>> enabled() {
        TournamentList host = options.tournaments();
        return host == null ? store.read(session -> session.runs().enabled()) : host.enabled();
    }

    /** Returns a tournament, enabled or not. */
    private Call<TournamentFeed> feed(String slug) {
        return known().map(feeds -> named(feeds, slug).orElseGet(() -> TournamentFeed.of(slug)));
    }

    private Call<List<TournamentFeed>> known() {
        return options.tournaments() == null
                ? store.read(session -> session.runs().known())
                : enabled();
    }

    private static Optional<TournamentFeed> named(List<TournamentFeed> feeds, String slug) {
        return feeds.stream().filter(feed -> feed.slug().equals(slug)).findFirst();
    }

    /** Plans an import of all enabled tournaments. */
    public Call<Plan<MatchChange>> planAll() {
        return enabled()
                .then(feeds -> fetchAll(feeds, null))
                .map(planned -> planned.planned().plan());
    }

    /** Plans an import of one tournament. */
    public Call<Plan<MatchChange>> planTournament(String slug) {
        return feed(slug)
                .then(feed -> fetchTournament(feed, null))
                .map(planned -> planned.planned().plan());
    }

    /** Plans an import of one episode. */
    public Call<Plan<MatchChange>> planEpisode(long episode) {
        return fetchEpisode(episode, false, null)
                .map(planned -> planned.planned().plan());
    }

    /** Plans a stored reply again. */
    public Call<Plan<MatchChange>> planReplay(long run) {
        return store.read(session -> records.staged(session, run))
                .then(staged -> feeds(staged.run())
                        .then(feeds -> planBody(staged.run(), staged.body(), feeds, null))
                        .map(planned -> planned.planned().plan()));
    }

    /** A stored run of one tournament concerns that one, enabled or not. */
    private Call<List<TournamentFeed>> feeds(ImportRun run) {
        return run.scope().equals(RunRecords.ALL)
                ? enabled()
                : feed(run.scope()).map(List::of);
    }

    private Call<PlannedRun> fetchAll(List<TournamentFeed> feeds, @Nullable Fence fence) {
        return fetched(RunRecords.ALL, null, null, options.client().scheduleBody(), feeds, fence);
    }

    private Call<PlannedRun> fetchTournament(TournamentFeed feed, @Nullable Fence fence) {
        Instant now = options.threads().dates().instant().truncatedTo(ChronoUnit.MINUTES);
        Instant from = now.minus(options.before());
        Instant to = now.plus(options.after());
        return fetched(
                feed.slug(), from, to, options.client().scheduleBody(feed.slug(), from, to), List.of(feed), fence);
    }

    private Call<PlannedRun> fetched(
            String scope,
            @Nullable Instant from,
            @Nullable Instant to,
            Call<byte[]> fetch,
            List<TournamentFeed> feeds,
            @Nullable Fence fence) {
        return records.begin(scope, from, to)
                .then(run -> records.failing(run, fetch)
                        .then(body -> records.stage(run, body).then(staged -> planBody(staged, body, feeds, fence))));
    }

    private Call<PlannedRun> planBody(ImportRun run, byte[] body, List<TournamentFeed> feeds, @Nullable Fence fence) {
        Schedule schedule = Schedule.parse(body);
        return planner.plan(run, schedule, feeds, fence)
                .then(planned ->
                        recorded(run, planned, schedule, fence).map(recorded -> new PlannedRun(recorded, planned)));
    }

    /** Records the plan of a run. A plan without changes is applied by this. */
    private Call<ImportRun> recorded(
            ImportRun run, Planned planned, @Nullable Schedule schedule, @Nullable Fence fence) {
        return planned.plan().isEmpty()
                ? planner.recordApplied(run, planned, fence)
                        .then(newest -> records.planned(
                                run,
                                planned,
                                schedule,
                                newest ? ImportRun.Status.APPLIED : ImportRun.Status.SUPERSEDED))
                : records.planned(run, planned, schedule, ImportRun.Status.STAGED);
    }

    private Call<PlannedRun> fetchEpisode(long id, boolean missedOnly, @Nullable Fence fence) {
        Call<Optional<Episode>> lookup = options.client()
                .episode(id)
                .map(Optional::of)
                .orElse((failure, last) -> {
                    if (failure instanceof NotFoundException) {
                        return Optional.empty();
                    }
                    throw failure;
                });
        Call<Optional<Episode>> concerned = lookup.then(found -> found.isPresent() ? Call.done(found) : gone(id));
        return records.begin("episode " + id, null, null)
                .then(run -> records.failing(run, concerned)
                        .then(found -> planner.planEpisode(run, id, found.orElse(null), missedOnly, fence))
                        .then(planned -> recorded(run, planned, null, fence)
                                .map(recorded -> new PlannedRun(recorded, planned))));
    }

    /** Refuses an episode that neither SpeedGaming nor a match here has. */
    private Call<Optional<Episode>> gone(long id) {
        return store.read(session -> {
            if (session.matches().ofEpisode(id).isEmpty()) {
                throw new NotFoundException(
                        CallException.Where.of("speedgaming", "episode"),
                        "SpeedGaming has no episode " + id + ", and no match here is of it");
            }
            return Optional.empty();
        });
    }

    /** Uses the next request for the tournament that is due. */
    public Call<Optional<ImportRun>> importNext(@Nullable TaskRun taskRun) {
        Fence fence = taskRun == null ? null : taskRun::fence;
        return enabled()
                .then(feeds -> feeds.isEmpty()
                        ? Call.done(Optional.empty())
                        : resumed(feeds, fence)
                                .then(ended -> records.nextTurn(feeds))
                                .then(turn -> take(turn, feeds, fence))
                                .then(this::applied)
                                .then(run -> cleaned(run)));
    }

    /** Applies a reply that was stored by a process that ended, so that no request is lost. */
    private Call<Boolean> resumed(List<TournamentFeed> feeds, @Nullable Fence fence) {
        Instant since = options.threads().dates().instant().minus(RESUMED_WITHIN);
        return store.read(session -> records.unfinished(session, feeds, since))
                .then(found -> found.map(staged -> {
                            List<TournamentFeed> concerned =
                                    staged.run().scope().equals(RunRecords.ALL)
                                            ? feeds
                                            : feeds.stream()
                                                    .filter(feed -> feed.slug()
                                                            .equals(staged.run().scope()))
                                                    .toList();
                            return planBody(staged.run(), staged.body(), concerned, fence)
                                    .then(this::applied)
                                    .map(run -> true);
                        })
                        .orElseGet(() -> Call.done(false)));
    }

    private Call<PlannedRun> take(RunRecords.Turn turn, List<TournamentFeed> feeds, @Nullable Fence fence) {
        if (turn.episode() != null) {
            return fetchEpisode(turn.episode(), true, fence);
        }
        return turn.slug() == null
                ? fetchAll(feeds, fence)
                : fetchTournament(named(feeds, turn.slug()).orElseThrow(), fence);
    }

    private Call<ImportRun> applied(PlannedRun planned) {
        Plan<MatchChange> plan = planned.planned().plan();
        return plan.isEmpty()
                ? Call.done(planned.run())
                : plan.onFailure(Plan.OnFailure.CONTINUE)
                        .apply()
                        .then(report -> store.read(session ->
                                session.runs().find(planned.run().number()).orElse(planned.run())));
    }

    private Call<Optional<ImportRun>> cleaned(ImportRun run) {
        return records.cleaningIsDue()
                .then(due -> due
                        ? admin.removeUnused()
                                .then(removed -> records.cleaned())
                                .map(done -> Optional.of(run))
                        : Call.done(Optional.of(run)));
    }

    /** Returns the newest runs. */
    public Call<List<ImportRun>> runs(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most must be at least 1, not " + most);
        }
        return store.read(session -> session.runs().newest(most));
    }

    /** Shows how the import fares. */
    public Call<ImportHealth> health() {
        TournamentList host = options.tournaments();
        return host == null
                ? store.read(records::health)
                : host.enabled().then(feeds -> store.read(session -> records.health(session, feeds)));
    }

    /** Finds the points that are not ready. */
    public Call<ReadinessReport> readiness(String slug) {
        return known().then(feeds -> store.read(session -> {
            Optional<TournamentFeed> feed = named(feeds, slug);
            if (feed.isEmpty()
                    && session.runs().applied(slug) == 0
                    && session.matches().list(ScheduleFilter.of(slug)).isEmpty()) {
                throw new NotFoundException(
                        CallException.Where.of("speedgaming", "readiness"),
                        "there is no tournament " + slug + " here: enable it, or import it first");
            }
            return ReadinessCheck.of(
                    session,
                    feed.orElseGet(() -> TournamentFeed.of(slug)),
                    options.threads().dates().instant(),
                    options.directory());
        }));
    }

    /** Writes a calendar. */
    public Call<String> calendar(CalendarFeed feed) {
        return known().then(feeds -> store.read(session -> CalendarWriter.write(session, feed, feeds)));
    }

    /** Ends the periodic import and the threads. */
    @Override
    public void close() {
        if (task != null) {
            task.close();
        }
        options.threads().close();
    }

    /** A run with its plan. */
    private record PlannedRun(ImportRun run, Planned planned) {}
}
