// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.speedgaming.internal.ImportEngine;
import dev.bracketwire.store.Database;
import java.util.List;
import java.util.Optional;

/**
 * Imports the schedule of SpeedGaming: its episodes become matches, its players and crew become persons.
 *
 * <pre>{@code
 * try (ScheduleImport schedule = ScheduleImport.open(speedGaming, db)) {
 *     schedule.enable(TournamentFeed.of("examplecup")).get();
 *     Plan<MatchChange> plan = schedule.planImport("examplecup").get();
 *     System.out.println(plan); // such as: create: Alpha against Beta, on 1 September 2026 at 18:00 UTC
 *     plan.apply().get().orThrow();
 *     System.out.println(schedule.readiness("examplecup").get());
 * }
 * }</pre>
 *
 * <p>An import changes nothing unless the whole reply was read as a list. It never deletes a match, and never changes a field
 * that the host owns. A match is cancelled only if two imports at least five minutes apart missed it and SpeedGaming then
 * says that its episode does not exist. Any order of imports on any number of nodes ends in the state of the newest
 * request. Instances are safe for use by several threads.
 */
public final class ScheduleImport implements AutoCloseable {
    private final ImportEngine engine;
    private final Matches matches;
    private final People people;

    ScheduleImport(ImportEngine engine) {
        this.engine = engine;
        this.matches = new Matches(engine.matchEdits());
        this.people = new People(engine.personAdmin());
    }

    /** Imports into a database, only when asked. */
    public static ScheduleImport open(SpeedGaming speedGaming, Database db) {
        return builder(speedGaming, db).open();
    }

    /** Begins with options, for a database. */
    public static ScheduleImportBuilder builder(SpeedGaming speedGaming, Database db) {
        return new ScheduleImportBuilder(speedGaming, ImportStore.of(db), db);
    }

    /** Begins with options, for another store. It cannot import periodically. */
    public static ScheduleImportBuilder builder(SpeedGaming speedGaming, ImportStore store) {
        return new ScheduleImportBuilder(speedGaming, store, null);
    }

    /**
     * Begins to import a tournament, or changes its options. The slug is checked at SpeedGaming, and the name is taken from
     * there unless it is set.
     *
     * @throws dev.bracketwire.NotFoundException by the call, if SpeedGaming does not know the slug
     * @throws IllegalStateException by the call, if the tournaments come from a {@link TournamentList}
     */
    public Call<TournamentFeed> enable(TournamentFeed feed) {
        return engine.enable(feed);
    }

    /** Stops importing a tournament. Its matches stay as they are. Gives false if it was not enabled. */
    public Call<Boolean> disable(String slug) {
        return engine.disable(TournamentFeed.checked(slug));
    }

    /** Returns the tournaments that are imported now, by slug. */
    public Call<List<TournamentFeed>> enabled() {
        return engine.enabled();
    }

    /** Fetches all active events, and works out the changes of the enabled tournaments. It never finds a match missing. */
    public Call<Plan<MatchChange>> planImportAll() {
        return engine.planAll();
    }

    /** Does {@link #planImportAll}, and applies the plan. */
    public Call<Report<MatchChange>> importAll() {
        return planImportAll().then(Plan::apply);
    }

    /**
     * Fetches one tournament, enabled or not, in the window of {@link ScheduleImportBuilder#window}, and works out the changes.
     */
    public Call<Plan<MatchChange>> planImport(String slug) {
        return engine.planTournament(TournamentFeed.checked(slug));
    }

    /** Does {@link #planImport}, and applies the plan. */
    public Call<Report<MatchChange>> importTournament(String slug) {
        return planImport(slug).then(Plan::apply);
    }

    /**
     * Fetches one episode, and works out the changes. If SpeedGaming says that it does not exist, its matches are cancelled.
     *
     * @throws dev.bracketwire.NotFoundException by the call, if no match here is of it either
     */
    public Call<Plan<MatchChange>> planImportEpisode(long episode) {
        return engine.planEpisode(episode);
    }

    /** Does {@link #planImportEpisode}, and applies the plan. */
    public Call<Report<MatchChange>> importEpisode(long episode) {
        return planImportEpisode(episode).then(Plan::apply);
    }

    /**
     * Works out the changes of a run again from its stored reply, without a request, such as after a crash. A run that is older
     * than one that was applied changes nothing.
     */
    public Call<Plan<MatchChange>> planReplay(long run) {
        return engine.planReplay(run);
    }

    /**
     * Uses the next request for whatever is due: all active events every second time at most, then the confirmation of a match
     * that is missing, then the tournaments in turn. The periodic import of {@link ScheduleImportBuilder#every} does this.
     * Gives nothing, and sends nothing, if no tournament is enabled.
     */
    public Call<Optional<ImportRun>> importNext() {
        return engine.importNext(null);
    }

    /** Returns the newest runs, the newest first. */
    public Call<List<ImportRun>> runs(int most) {
        return engine.runs(most);
    }

    /** Shows how the import of the enabled tournaments fares. Sends nothing. */
    public Call<ImportHealth> health() {
        return engine.health();
    }

    /** Returns the matches. */
    public Matches matches() {
        return matches;
    }

    /** Returns the persons, and the suggestions that wait for an organiser. */
    public People people() {
        return people;
    }

    /**
     * Finds the points that are not ready yet for the coming matches of a tournament.
     *
     * @throws dev.bracketwire.NotFoundException by the call, if the tournament was never enabled or imported here
     */
    public Call<ReadinessReport> readiness(String slug) {
        return engine.readiness(TournamentFeed.checked(slug));
    }

    /** Returns a calendar as iCalendar text, for a URL that calendars subscribe to. */
    public Call<String> calendar(CalendarFeed feed) {
        return engine.calendar(feed);
    }

    /** Stops the periodic import of this node, and ends its threads. The client and the database stay open. */
    @Override
    public void close() {
        engine.close();
    }
}
