// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.Call;
import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.speedgaming.FakeEpisode;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process imports and is killed by signal 9 before or after each of its transactions in turn; another one goes on. Then one
 * that holds the lease of the periodic import is paused by SIGSTOP past it, while it has a reply that it has not written.
 * Promised is that the next import ends in the newest schedule (torn) with each match once (lost, duplicates) and each change
 * told once (untold), that nothing waits for ever (survivors), and that the paused one writes nothing when it is back (late).
 */
class NodeChaos {
    private static final int KILLS = 14;
    private static final int PAUSES = 2;
    private static final int MOST_PAUSES = 10; // each takes a minute
    private static final Duration TAKEN_OVER = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    @Test
    void kill9_betweenTheStepsOnSqlite_endsInTheNewestSchedule() throws Exception {
        ChaosRun.run("speedgaming/kill-sqlite", KILLS, run -> kill(run, JudgePlace.sqlite(folder.resolve("kill.db"))));
    }

    @Test
    void kill9_betweenTheStepsOnPostgres_endsInTheNewestSchedule() throws Exception {
        ChaosRun.run("speedgaming/kill-postgres", KILLS, run -> kill(run, JudgePlace.postgres()));
    }

    private static void kill(ChaosRun run, JudgePlace place) throws Exception {
        try (Database db = place.open();
                World world = new World("cup", run.random(-1));
                SpeedGaming speedGaming = ImportNode.client(world.fake.uri()).build()) {
            createTable(db);
            try (ScheduleImport schedule = ScheduleImport.builder(speedGaming, ImportStore.of(db))
                    .tournaments(() -> Call.done(List.of(TournamentFeed.of("cup"))))
                    .listener(new EventTable(db))
                    .open()) {
                for (int round = 0; round < run.rounds(); round++) {
                    world.edit();
                    killAt(run, world, place, round, round % KILLS);
                    schedule.importNext().get();
                    check(run, world, db, schedule, "round " + round);
                }
            }
        }
    }

    /** Starts a process, lets it pass some steps, and kills it. */
    private static void killAt(ChaosRun run, World world, JudgePlace place, int round, int steps) throws Exception {
        try (ImportProcess process = ImportProcess.start("steps", world.slug, world.fake.uri(), place)) {
            String line = process.line();
            for (int i = 0; i < steps && line != null && !line.equals("done"); i++) {
                process.goOn();
                line = process.line();
            }
            if (!process.kill()) {
                run.broken("survivors", "round " + round + ": the process ended by itself at " + line);
            }
            run.count("killed-" + line);
        }
    }

    @Test
    void leaseHolder_pausedPastItsLease_writesNothingWhenItIsBack() throws Exception {
        ChaosRun.run("speedgaming/paused-holder", PAUSES, run -> {
            for (int round = 0; round < Math.min(MOST_PAUSES, run.rounds()); round++) {
                pause(run, round);
            }
        });
    }

    /** In odd rounds the other node has another tournament, so that only the lease speaks against the write. */
    private static void pause(ChaosRun run, int round) throws Exception {
        JudgePlace place = JudgePlace.postgres();
        boolean apart = round % 2 == 1;
        try (Database db = place.open();
                World world = new World("cup", run.random(round));
                World other = new World("apart", run.random(round));
                SpeedGaming speedGaming = ImportNode.client(world.fake.uri()).build();
                ScheduleImport schedule = ScheduleImport.open(speedGaming, db)) {
            createTable(db);
            World second = apart ? other : world;
            try (ImportProcess paused = ImportProcess.start("held", "cup", world.fake.uri(), place)) {
                for (String line = paused.line(); !"fetched".equals(line); line = paused.line()) {
                    Objects.requireNonNull(line, "the process has ended");
                }
                paused.signal("STOP");
                world.edit();
                try (ImportProcess node = ImportProcess.start("periodic", second.slug, second.fake.uri(), place)) {
                    boolean takenOver = settles(() -> schedule.matches()
                                    .list(ScheduleFilter.of(second.slug))
                                    .get()
                                    .size()
                            == second.episodes.size());
                    if (!takenOver) {
                        run.broken("survivors", "round " + round + ": the other node does not take over");
                    }
                    node.kill();
                }
                List<ScheduledMatch> before = all(schedule);
                String events = events(db);
                paused.signal("CONT");
                paused.goOn();
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5));
                run.count("paused");
                if (!all(schedule).equals(before) || !events(db).equals(events)) {
                    run.broken(
                            "late",
                            "round " + round + ": the paused node changed\n" + before + "\nto\n" + all(schedule));
                }
                List<ImportRun> runs = schedule.runs(10).get();
                ImportRun first = runs.get(runs.size() - 1);
                run.count("run-of-paused-" + first.status());
                if (first.status() == ImportRun.Status.APPLIED) {
                    run.broken("late", "round " + round + ": " + first);
                }
                paused.kill();
            }
            if (!apart) {
                schedule.importTournament("cup").get();
                check(run, world, db, schedule, "round " + round);
            }
        }
    }

    private static boolean settles(BooleanSupplier condition) {
        long until = System.nanoTime() + TAKEN_OVER.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
        return true;
    }

    private static List<ScheduledMatch> all(ScheduleImport schedule) {
        return schedule.matches().list(ScheduleFilter.all()).get();
    }

    private static String events(Database db) {
        return JudgePlace.texts(db, "SELECT count(*) FROM " + db.table("judge_event"))
                .toString();
    }

    private static void createTable(Database db) {
        db.write(connection -> {
                    try (var statement = connection.createStatement()) {
                        return statement.executeUpdate("CREATE TABLE " + db.table("judge_event")
                                + " (match_id BIGINT NOT NULL, version BIGINT NOT NULL, kind VARCHAR(20) NOT NULL)");
                    }
                })
                .get();
    }

    private static void check(ChaosRun run, World world, Database db, ScheduleImport schedule, String where)
            throws IOException {
        Map<Long, ExpectedMatch> expected = ExpectedMatch.read(world.body().getBytes(StandardCharsets.UTF_8));
        Map<Long, ScheduledMatch> stored = new TreeMap<>();
        for (ScheduledMatch match :
                schedule.matches().list(ScheduleFilter.of(world.slug)).get()) {
            if (stored.put(Objects.requireNonNull(match.source()).match(), match) != null) {
                run.broken("duplicates", where + ": " + match);
            }
        }
        Map<Long, String> numbers = new HashMap<>();
        expected.forEach((source, wanted) -> {
            ScheduledMatch match = stored.get(source);
            if (match == null) {
                run.broken("lost", where + ": match " + source);
                return;
            }
            match.players()
                    .forEach(player -> numbers.computeIfAbsent(
                            player.person(),
                            person -> schedule.people().aliases(person).get().stream()
                                    .filter(alias -> alias.kind() == PersonAlias.Kind.PLAYER_NUMBER)
                                    .map(PersonAlias::value)
                                    .collect(Collectors.joining("+"))));
            ExpectedMatch seen = ExpectedMatch.of(match, numbers::get);
            if (!seen.equals(wanted)) {
                run.broken("torn", where + ": match " + source + "\n  is     " + seen + "\n  not    " + wanted);
            }
            List<String> told = JudgePlace.texts(
                    db,
                    "SELECT version || ' ' || kind FROM " + db.table("judge_event") + " WHERE match_id = " + match.id()
                            + " ORDER BY version, kind");
            List<String> versions =
                    told.stream().map(each -> each.split(" ", 2)[0]).distinct().toList();
            List<String> due = IntStream.rangeClosed(1, (int) match.version())
                    .mapToObj(String::valueOf)
                    .toList();
            if (told.stream().distinct().count() != told.size() || !versions.equals(due)) {
                run.broken("untold", where + ": version " + match.version() + " of a match has the events " + told);
            }
        });
    }

    /** A schedule that changes. */
    private static final class World implements AutoCloseable {
        final FakeSpeedGaming fake = FakeSpeedGaming.start();
        final String slug;
        final List<FakeEpisode> episodes;
        private final Random random;
        private final Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS);

        World(String slug, Random random) {
            this.slug = slug;
            this.random = random;
            this.episodes = IntStream.range(0, 6)
                    .mapToObj(i -> fake.episode(slug.hashCode() % 1000 + 5000 + i)
                            .event(slug)
                            .at(time())
                            .player(slug + " player " + i)
                            .player(slug + " player " + (i + 1)))
                    .toList();
        }

        private Instant time() {
            return start.plus(Duration.ofHours(30 + random.nextInt(60)));
        }

        /** Moves one, renames one, and changes the crew of one. */
        void edit() {
            any().at(time());
            any().title("Title " + random.nextInt(1000));
            any().commentator("Crew " + random.nextInt(1000));
        }

        private FakeEpisode any() {
            return episodes.get(random.nextInt(episodes.size()));
        }

        String body() {
            return episodes.stream().map(FakeEpisode::json).collect(Collectors.joining(",", "[", "]"));
        }

        @Override
        public void close() {
            fake.close();
        }
    }
}
