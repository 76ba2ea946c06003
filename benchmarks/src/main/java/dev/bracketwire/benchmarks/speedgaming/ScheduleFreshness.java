// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.speedgaming;

import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchListener;
import dev.bracketwire.speedgaming.ScheduleImport;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SpeedGaming;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.store.ClusterTask;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.TaskStatus;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.speedgaming.FakeEpisode;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Measures the time from an edit of an episode until a listener receives the change, with 30 tournaments and the periodic import
 * of each minute. Edits come at random times, and episodes vanish, so that absences are open all the time. Seven hours pass on
 * a clock that is moved by hand, from one timer to the next, whenever all threads rest.
 */
public final class ScheduleFreshness implements Probe {
    private static final int EPISODES = 300;
    private static final int REMOVED = 60;
    private static final Duration WARMUP = Duration.ofHours(1);
    private static final Duration MEASURED = Duration.ofHours(6);
    private static final Duration BETWEEN_EDITS = Duration.ofSeconds(20);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);
    private static final Duration SPACING = Duration.ofMillis(60_250);
    private static final int RESTING_LOOKS = 3;
    private static final long REST_NANOS = 5_000_000_000L;

    /** Made by name. */
    public ScheduleFreshness() {}

    @Override
    public void measure(Figures figures) {
        for (int round = 0; round < ImportBench.ROUNDS; round++) {
            try (Season season = new Season(round)) {
                season.pass(WARMUP);
                season.edits = true;
                season.pass(MEASURED);
                season.edits = false;
                season.awaitOpenEdits();
                season.report(figures);
            }
        }
    }

    /** A schedule that people edit, and the import that follows it. */
    private static final class Season implements MatchListener, AutoCloseable {
        final ManualClock clock = ManualClock.at(ScheduleBody.NOW);
        final FakeSpeedGaming fake = FakeSpeedGaming.builder().clock(clock).start();
        // The time of the disk does not count on this clock.
        final Database db = Database.inMemory();
        final SpeedGaming speedGaming;
        final ScheduleImport schedule;
        final ClusterTask task = ClusterTask.of(db, "speedgaming-import", clock);
        final RequestTurn turn = new RequestTurn(clock);
        final Random random;
        final Map<Long, String> players = new ConcurrentHashMap<>();
        final Map<Long, Instant> open = new ConcurrentHashMap<>();
        final List<Double> seconds = Collections.synchronizedList(new ArrayList<>());
        final AtomicInteger cancelled = new AtomicInteger();
        final List<Long> listed = new ArrayList<>();
        Instant nextEdit;
        Instant nextRemoval;
        boolean edits;
        int missingAtMost;

        Season(int seed) {
            random = new Random(seed);
            nextEdit = clock.instant();
            nextRemoval = clock.instant();
            for (int i = 0; i < EPISODES; i++) {
                long id = 70_000L + i;
                listed.add(id);
                players.put(id, "Player " + i);
                fake.episode(id)
                        .event(ScheduleBody.slug(i))
                        .at(anyTime())
                        .player("Player " + i)
                        .player("Opponent " + i);
            }
            speedGaming = SpeedGaming.builder("Example League, admin@league.example")
                    .base(fake.uri())
                    .sharedBy(db)
                    .spacing(SPACING)
                    .listener(turn)
                    .clock(clock)
                    .build();
            schedule = ScheduleImport.builder(speedGaming, db)
                    .tournaments(ScheduleBody.tournaments())
                    .listener(this)
                    .clock(clock)
                    .everyMinute()
                    .open();
        }

        /** Within the schedule's window, today and for the rest of these hours. */
        private Instant anyTime() {
            return ScheduleBody.NOW.plus(Duration.ofMinutes(12 * 60 + random.nextInt(48 * 60)));
        }

        void pass(Duration time) {
            Instant end = clock.instant().plus(time);
            while (clock.instant().isBefore(end)) {
                awaitRest();
                Instant now = clock.instant();
                Instant next = clock.nextDue().map(now::plus).orElse(end);
                for (Instant other : edits ? List.of(end, nextEdit, nextRemoval) : List.of(end)) {
                    next = other.isBefore(next) ? other : next;
                }
                clock.advance(next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO);
                if (edits) {
                    change();
                }
            }
        }

        private void change() {
            Instant now = clock.instant();
            if (!nextEdit.isAfter(now)) {
                nextEdit = now.plus(anyPause(BETWEEN_EDITS));
                edit(listed.get(random.nextInt(listed.size())), now);
            }
            if (!nextRemoval.isAfter(now)) {
                nextRemoval = now.plus(anyPause(MEASURED.dividedBy(REMOVED)));
                long id = listed.get(random.nextInt(listed.size()));
                if (!open.containsKey(id)) {
                    listed.remove(id);
                    fake.episode(id).remove();
                }
                missingAtMost = Math.max(missingAtMost, schedule.health().get().missing());
            }
        }

        /** As between calls that know nothing of each other. */
        private Duration anyPause(Duration mean) {
            return Duration.ofMillis(1 + (long) (-Math.log(1 - random.nextDouble()) * mean.toMillis()));
        }

        private void edit(long id, Instant now) {
            if (open.putIfAbsent(id, now) != null) {
                return;
            }
            FakeEpisode episode = fake.episode(id);
            if (random.nextBoolean()) {
                String before = Objects.requireNonNull(players.get(id));
                String after = "Player " + now.toEpochMilli();
                players.put(id, after);
                episode.swapPlayer(before, after);
            } else {
                episode.at(anyTime().plusSeconds(1 + random.nextInt(59)));
            }
        }

        /** Waits until nothing happens before the clock moves. */
        private void awaitRest() {
            long began = System.nanoTime();
            for (int resting = 0; resting < RESTING_LOOKS && System.nanoTime() - began < REST_NANOS; ) {
                LockSupport.parkNanos(100_000);
                resting = isResting() ? resting + 1 : 0;
            }
        }

        /** The import rests between two runs, and while its call waits for the next turn. */
        private boolean isResting() {
            if (isBusy()) {
                return false;
            }
            TaskStatus status = task.status().get();
            Instant now = clock.instant();
            Instant until = status.running() ? turn.freeAt() : status.nextRunAt();
            return until != null
                    && until.isAfter(now)
                    && clock.nextDue()
                            .filter(due -> !now.plus(due).isAfter(until.plusMillis(1)))
                            .isPresent();
        }

        private static boolean isBusy() {
            Thread[] threads = new Thread[500];
            int count = Thread.enumerate(threads);
            for (int i = 0; i < count; i++) {
                Thread.State state = threads[i].getState();
                if (threads[i].getName().startsWith("bracketwire-")
                        && (state == Thread.State.RUNNABLE || state == Thread.State.BLOCKED)) {
                    return true;
                }
            }
            return false;
        }

        void awaitOpenEdits() {
            Instant end = clock.instant().plus(LONGEST_WAIT);
            while (!open.isEmpty()) {
                if (clock.instant().isAfter(end)) {
                    throw new IllegalStateException("these edits never arrived: " + open);
                }
                pass(Duration.ofSeconds(10));
            }
        }

        void report(Figures figures) {
            List<Double> sorted = seconds.stream().sorted().toList();
            figures.add("p50", "ours", sorted.get(sorted.size() / 2), "s");
            figures.add("max", "ours", sorted.get(sorted.size() - 1), "s");
            figures.add("gap", "ours", fake.shortestGap().orElseThrow().toMillis() / 1e3, "s");
            figures.add("edits", "ours", sorted.size(), "edits");
            figures.add("open-absences", "ours", missingAtMost, "matches");
            figures.add("cancelled", "ours", cancelled.get(), "matches");
        }

        private void arrived(ScheduledMatch match) {
            Instant edited = open.remove(Objects.requireNonNull(match.source()).episode());
            if (edited != null) {
                seconds.add(Duration.between(edited, clock.instant()).toMillis() / 1e3);
            }
        }

        @Override
        public void rescheduled(StoreSession session, ScheduledMatch before, ScheduledMatch after) {
            arrived(after);
        }

        @Override
        public void changed(StoreSession session, ScheduledMatch before, ScheduledMatch after, Set<MatchField> fields) {
            arrived(after);
        }

        @Override
        public void cancelled(StoreSession session, ScheduledMatch match) {
            cancelled.incrementAndGet();
        }

        @Override
        public void close() {
            schedule.close();
            speedGaming.close();
            db.close();
            fake.close();
        }
    }

    /** Knows whether a call waits for its turn, and when that comes. */
    private static final class RequestTurn implements CallListener {
        private final ManualClock clock;
        private boolean waiting;
        private Instant free = Instant.MIN;

        RequestTurn(ManualClock clock) {
            this.clock = clock;
        }

        @Override
        public synchronized CallListener begun(Operation operation) {
            waiting = true;
            return this;
        }

        @Override
        public synchronized void attempted(Attempt attempt) {
            waiting = false;
            free = clock.instant().plus(SPACING);
        }

        synchronized @Nullable Instant freeAt() {
            return waiting ? free : null;
        }
    }
}
