// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.speedgaming.SpeedGaming} reads the public schedule of SpeedGaming, and
 * {@link dev.bracketwire.speedgaming.ScheduleImport} keeps it as matches and persons of the host.
 *
 * <pre>{@code
 * try (Database db = Database.open(Path.of("league.db"));
 *         SpeedGaming speedGaming = SpeedGaming.builder("Example League, admin@league.example").sharedBy(db).build();
 *         ScheduleImport schedule = ScheduleImport.builder(speedGaming, db).everyMinute().open()) {
 *     schedule.enable(TournamentFeed.of("examplecup")).get();
 *     Plan<MatchChange> plan = schedule.planImport("examplecup").get();
 *     System.out.println(plan);
 *     plan.apply().get().orThrow();
 *     System.out.println(schedule.readiness("examplecup").get());
 * }
 * }</pre>
 *
 * <p>An {@link dev.bracketwire.speedgaming.Episode} is one entry of SpeedGaming's schedule. A
 * {@link dev.bracketwire.speedgaming.ScheduledMatch} is a match in an {@link dev.bracketwire.speedgaming.ImportStore}, with
 * its {@link dev.bracketwire.speedgaming.Person}s. {@link dev.bracketwire.speedgaming.Matches} and
 * {@link dev.bracketwire.speedgaming.People} are what organisers work with. A
 * {@link dev.bracketwire.speedgaming.MatchListener} receives each change within its transaction.
 *
 * <p>This module fetches, compares and stores by itself. Frameworks for such pipelines (Spring Batch) bring a container and
 * treat a row that is absent as deleted, which is wrong for a schedule that shows only a window.
 *
 * <p>An import is a {@link dev.bracketwire.Plan}. Methods with a {@code StoreSession} run within a transaction and block.
 */
@NullMarked
package dev.bracketwire.speedgaming;

import org.jspecify.annotations.NullMarked;
