// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bracketwire.CancelledException;
import dev.bracketwire.Secret;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.store.TaskRecord.TaskOutcome;
import dev.bracketwire.store.internal.TaskTable.ClaimTerms;
import dev.bracketwire.store.internal.TaskTable.TaskClaim;
import dev.bracketwire.testkit.ManualClock;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The behaviour of a periodic task of several nodes, whatever database they share. */
abstract class ClusterTaskContract {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    final ManualClock clock = ManualClock.create();
    private final List<ClusterTask> offered = new ArrayList<>();
    private final Semaphore permits = new Semaphore(0);
    private final BlockingQueue<TaskRun> started = new LinkedBlockingQueue<>();
    private final AtomicInteger done = new AtomicInteger();
    private final List<TaskRecord> heard = new CopyOnWriteArrayList<>();
    private Database here;
    private Database there;
    private ClusterTask page;

    /** Opens a database that all calls of one test share. */
    abstract Database open(DatabaseBuilder builder);

    @BeforeEach
    void open() {
        here = open(Database.builder());
        there = open(Database.builder());
        page = ClusterTask.of(there, "sweep", clock);
    }

    @AfterEach
    void close() {
        permits.release(1_000);
        offered.forEach(ClusterTask::close);
        here.close();
        there.close();
    }

    private ClusterTaskBuilder sweep(Database db, ClusterTask.TaskWork work) {
        return ClusterTask.builder(db, "sweep", HOUR, work)
                .jitter(0)
                .backOff(MINUTE, MINUTE.multipliedBy(3))
                .node(db == here ? "here" : "there")
                .listener(new TaskListener() {
                    @Override
                    public void runStarted(TaskRecord run) {
                        if (run.number() == 1) {
                            throw new IllegalStateException("a listener that fails");
                        }
                    }

                    @Override
                    public void runEnded(TaskRecord run) {
                        heard.add(run);
                    }
                })
                .clock(clock);
    }

    private ClusterTask offer(ClusterTaskBuilder builder) {
        ClusterTask task = builder.open();
        offered.add(task);
        return task;
    }

    private void count(TaskRun run) {
        done.incrementAndGet();
    }

    private void block(TaskRun run) throws InterruptedException {
        started.add(run);
        permits.acquire();
        done.incrementAndGet();
    }

    private static void eventually(BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - began)
                    .as("nanoseconds waited")
                    .isLessThan(Duration.ofMinutes(1).toNanos());
            LockSupport.parkNanos(2_000_000);
        }
    }

    /** Moves the clock by seconds until this holds. */
    private void eventuallyInTime(BooleanSupplier condition) {
        eventually(() -> {
            clock.advance(Duration.ofSeconds(1));
            return condition.getAsBoolean();
        });
    }

    private TaskRun next() throws InterruptedException {
        TaskRun run = started.poll(1, TimeUnit.MINUTES);
        assertThat(run).isNotNull();
        return run;
    }

    private TaskStatus ended(int runs) {
        eventually(() -> page.runs(100).get().stream()
                        .filter(run -> run.endedAt() != null)
                        .count()
                >= runs);
        return page.status().get();
    }

    private static TaskRecord last(TaskStatus status) {
        return Objects.requireNonNull(status.lastRun());
    }

    private TaskRecord last() {
        return last(page.status().get());
    }

    /** Claims a run and never ends it, as a node that is killed does. */
    private TaskClaim claimAndDie() {
        TaskClaim claim = here.tasks("sweep", clock)
                .claim(new ClaimTerms("dead", 30_000, 50, failures -> failures * 60_000L))
                .get();
        assertThat(claim.won()).isTrue();
        return claim;
    }

    private void execute(String sql) {
        here.write(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.execute(sql);
                    }
                })
                .get();
    }

    @Test
    void open_twoNodes_oneRunsEachTime() {
        offer(sweep(here, this::count));
        offer(sweep(there, this::count));
        for (int runs = 1; runs <= 5; runs++) {
            TaskStatus status = ended(runs);
            assertThat(status.running()).isFalse();
            assertThat(status.nextRunAt()).isEqualTo(last(status).startedAt().plus(HOUR));
            assertThat(last(status).startedAt()).isEqualTo(clock.instant());
            clock.awaitPending(2, Duration.ofMinutes(1));
            assertThat(done).hasValue(runs);
            clock.advance(HOUR);
        }
        ended(6);
        assertThat(page.runs(100).get())
                .hasSize(6)
                .allMatch(run -> run.outcome() == TaskOutcome.DONE && !run.triggered())
                .extracting(TaskRecord::number)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(ClusterTask.names(there).get()).containsExactly("sweep");
    }

    @Test
    void run_dueAllTheTimeOnManyNodes_neverOverlaps() {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        for (int i = 0; i < 6; i++) {
            offer(ClusterTask.builder(i % 2 == 0 ? here : there, "busy", Duration.ofMillis(1), run -> {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        LockSupport.parkNanos(3_000_000);
                        inside.decrementAndGet();
                        done.incrementAndGet();
                    })
                    .poll(Duration.ofMillis(5)));
        }
        eventually(() -> done.get() >= 40);
        assertThat(most).hasValue(1);
    }

    @Test
    void pauseResumeAndTrigger_onAnotherNode_holdForTheOneThatRuns() {
        offer(sweep(here, this::count));
        ended(1);
        assertThat(page.pause("the archive's \"moved\"\0; DROP TABLE x").get()).isTrue();
        assertThat(page.pause("again").get()).isFalse();
        for (int i = 0; i < 12; i++) {
            clock.awaitPending(1, Duration.ofMinutes(1));
            clock.advance(Duration.ofMinutes(10));
        }
        assertThat(page.trigger().get()).isFalse();
        TaskStatus paused = page.status().get();
        assertThat(paused.paused()).isTrue();
        assertThat(paused.pauseReason()).startsWith("the archive's \"moved\"").doesNotContain("\0");
        assertThat(paused.nextRunAt()).isNull();
        assertThat(done).hasValue(1);

        assertThat(page.resume().get()).isTrue();
        assertThat(page.resume().get()).isFalse();
        eventuallyInTime(() -> done.get() == 2);
        TaskStatus resumed = ended(2);
        assertThat(resumed.paused()).isFalse();
        assertThat(last(resumed).triggered()).isFalse();

        assertThat(page.trigger().get()).isTrue();
        eventuallyInTime(() -> done.get() == 3);
        TaskStatus triggered = ended(3);
        assertThat(last(triggered).triggered()).isTrue();
        assertThat(last(triggered).node()).isEqualTo("here");
        assertThat(triggered.nextRunAt()).isAfter(last(triggered).startedAt().plus(HOUR.minusMinutes(1)));
    }

    @Test
    void trigger_severalWhileItRuns_oneMoreFollows() throws Exception {
        offer(sweep(here, this::block));
        next();
        assertThat(page.status().get().running()).isTrue();
        assertThat(page.status().get().nextRunAt()).isNull();
        for (int i = 0; i < 3; i++) {
            assertThat(page.trigger().get()).isTrue();
        }
        permits.release(10);
        assertThat(next().triggered()).isTrue();
        ended(2);
        clock.awaitPending(1, Duration.ofMinutes(1));
        assertThat(page.runs(100).get()).hasSize(2);
    }

    @Test
    void run_thatFails_isRepeatedAfterTheBackOffUntilItSucceeds() {
        Secret secret = Secret.of("correct-horse-battery");
        String revealed = secret.reveal();
        offer(sweep(here, run -> {
            if (done.incrementAndGet() < 5) {
                throw new IllegalStateException("no room for " + revealed + " " + "x".repeat(900));
            }
        }));
        int[] minutes = {1, 2, 3, 3};
        for (int failures = 1; failures <= 4; failures++) {
            TaskStatus status = ended(failures);
            assertThat(status.failures()).isEqualTo(failures);
            assertThat(last(status).outcome()).isEqualTo(TaskOutcome.FAILED);
            assertThat(status.lastError().orElseThrow())
                    .startsWith("IllegalStateException: no room for ")
                    .doesNotContain(revealed)
                    .hasSizeLessThanOrEqualTo(501);
            assertThat(status.nextRunAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(minutes[failures - 1])));
            clock.awaitPending(1, Duration.ofMinutes(1));
            while (clock.instant().isBefore(status.nextRunAt())) {
                clock.advance(Duration.ofSeconds(10));
            }
        }
        TaskStatus status = ended(5);
        assertThat(status.failures()).isZero();
        assertThat(last(status).error()).isNull();
        assertThat(status.lastFailure()).isEqualTo(page.runs(2).get().get(1));
        assertThat(status.nextRunAt()).isEqualTo(last(status).startedAt().plus(HOUR));
    }

    @Test
    void runs_moreThanAreKept_areBounded() {
        offer(sweep(here, this::count).keepRuns(3));
        for (int runs = 1; runs <= 7; runs++) {
            int all = runs;
            eventuallyInTime(() -> done.get() == all && !page.status().get().running());
            page.trigger().get();
        }
        eventuallyInTime(() -> done.get() == 8 && !page.status().get().running());
        List<TaskRecord> kept = page.runs(100).get();
        assertThat(kept).hasSize(3);
        assertThat(kept.get(2).number()).isEqualTo(kept.get(0).number() - 2);
        assertThat(page.runs(2).get()).isEqualTo(kept.subList(0, 2));
        assertThatThrownBy(() -> page.runs(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void run_longerThanItsLease_keepsItByRenewal() throws Exception {
        offer(sweep(here, this::block));
        TaskRun run = next();
        offer(sweep(there, this::block));
        for (int i = 0; i < 12; i++) {
            clock.awaitPending(2, Duration.ofMinutes(1));
            clock.advance(Duration.ofSeconds(10));
            // The renewal is stored before its timer is set again.
            clock.awaitPending(2, Duration.ofMinutes(1));
            run.checkActive();
        }
        assertThat(page.status().get().running()).isTrue();
        assertThat(started).isEmpty();
        permits.release();
        assertThat(last(ended(1)).outcome()).isEqualTo(TaskOutcome.DONE);
    }

    @Test
    void run_leaseTakenByAnother_isInterruptedAndItsWritesAreRefused() throws Exception {
        CompletableFuture<Throwable> write = new CompletableFuture<>();
        CompletableFuture<Throwable> check = new CompletableFuture<>();
        offer(sweep(here, run -> {
            try {
                block(run);
            } catch (InterruptedException e) {
                write.complete(catchThrowable(() -> here.write(connection -> {
                            run.fence(connection);
                            return 0;
                        })
                        .get()));
                check.complete(catchThrowable(run::checkActive));
                throw e;
            }
        }));
        TaskRun run = next();
        execute("UPDATE " + here.table("lease") + " SET token = token + 1 WHERE name = 'task-sweep'");
        eventuallyInTime(write::isDone);
        for (Throwable refused : List.of(write.get(1, TimeUnit.MINUTES), check.get(1, TimeUnit.MINUTES))) {
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LEASE_LOST));
        }
        eventually(() -> !heard.isEmpty());
        assertThat(heard.get(0).outcome()).isEqualTo(TaskOutcome.LOST);
        assertThat(heard.get(0).number()).isEqualTo(run.number());
        assertThat(done).hasValue(0);
        permits.release(10);
        eventuallyInTime(() -> done.get() == 1);
        ended(2);
        assertThat(page.runs(2).get())
                .extracting(TaskRecord::outcome)
                .containsExactly(TaskOutcome.DONE, TaskOutcome.LOST);
    }

    @Test
    void end_leaseTakenMeanwhile_isLostAndChangesNothing() throws Exception {
        offer(sweep(here, this::block));
        next();
        execute("UPDATE " + here.table("lease") + " SET token = token + 1 WHERE name = 'task-sweep'");
        permits.release();
        eventually(() -> !heard.isEmpty());
        assertThat(heard.get(0).outcome()).isEqualTo(TaskOutcome.LOST);
        assertThat(last().endedAt()).isNull();
        assertThat(last().outcome()).isEqualTo(TaskOutcome.LOST);
    }

    @Test
    void fence_transactionLongerThanTheLease_isKept() throws Exception {
        CountDownLatch fenced = new CountDownLatch(1);
        offer(sweep(here, run -> {
            here.write(connection -> {
                        run.fence(connection);
                        fenced.countDown();
                        try {
                            permits.acquire();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return 0;
                    })
                    .get();
            run.checkActive();
            done.incrementAndGet();
        }));
        assertThat(fenced.await(1, TimeUnit.MINUTES)).isTrue();
        for (int i = 0; i < 6; i++) {
            clock.awaitPending(1, Duration.ofMinutes(1));
            clock.advance(Duration.ofSeconds(10));
        }
        permits.release();
        assertThat(last(ended(1)).outcome()).isEqualTo(TaskOutcome.DONE);
        assertThat(done).hasValue(1);
    }

    @Test
    void run_leftByADeadNode_isLostAndTakenOver() {
        offer(sweep(here, this::count)).close();
        offered.clear();
        int before = page.runs(100).get().size();
        clock.advance(HOUR);
        TaskClaim dead = claimAndDie();
        assertThat(page.status().get().running()).isTrue();
        clock.advance(Duration.ofSeconds(31));
        TaskStatus left = page.status().get();
        assertThat(left.running()).isFalse();
        assertThat(last(left).outcome()).isEqualTo(TaskOutcome.LOST);
        assertThat(last(left).endedAt()).isNull();
        assertThat(left.lastFailure()).isEqualTo(left.lastRun());

        offer(sweep(there, this::count));
        ended(before + 2);
        List<TaskRecord> runs = page.runs(2).get();
        assertThat(runs).extracting(TaskRecord::outcome).containsExactly(TaskOutcome.DONE, TaskOutcome.LOST);
        assertThat(runs.get(1).number()).isEqualTo(dead.token());
        assertThat(runs.get(1).node()).isEqualTo("dead");
        assertThat(runs.get(1).endedAt()).isEqualTo(clock.instant());
        assertThat(runs.get(1).error()).contains("did not end it");
        assertThat(page.status().get().failures()).isZero();
    }

    @Test
    void run_lostAgainAndAgain_waitsForTheBackOff() {
        offer(sweep(here, this::count)).close();
        offered.clear();
        clock.advance(HOUR);
        claimAndDie();
        clock.advance(Duration.ofSeconds(31));
        claimAndDie();
        clock.advance(Duration.ofSeconds(31));
        TaskClaim later = here.tasks("sweep", clock)
                .claim(new ClaimTerms("next", 30_000, 50, failures -> failures * 60_000L))
                .get();
        assertThat(later.won()).isFalse();
        assertThat(later.delay()).isEqualTo(120_000);
        assertThat(page.status().get().failures()).isEqualTo(2);
        assertThat(page.status().get().nextRunAt()).isEqualTo(clock.instant().plus(Duration.ofMinutes(2)));
    }

    @Test
    void jitter_manyRuns_staysWithinItsBoundsAndVaries() {
        offer(sweep(here, this::count).jitter(0.2));
        Set<Duration> periods = new HashSet<>();
        for (int runs = 1; runs <= 20; runs++) {
            TaskStatus status = ended(runs);
            Duration period = Duration.between(last(status).startedAt(), status.nextRunAt());
            assertThat(period).isBetween(Duration.ofMinutes(48), Duration.ofMinutes(72));
            periods.add(period);
            clock.awaitPending(1, Duration.ofMinutes(1));
            clock.advance(Duration.ofMinutes(72));
        }
        assertThat(periods).hasSizeGreaterThan(10);
    }

    @Test
    void open_dueManyTimesWhileNoNodeWasThere_runsOnce() {
        offer(sweep(here, this::count));
        ended(1);
        offered.remove(0).close();
        clock.advance(HOUR.multipliedBy(10));
        offer(sweep(there, this::count));
        TaskStatus status = ended(2);
        assertThat(status.nextRunAt()).isEqualTo(clock.instant().plus(HOUR));
        clock.awaitPending(1, Duration.ofMinutes(1));
        clock.advance(HOUR.minusSeconds(1));
        clock.awaitPending(1, Duration.ofMinutes(1));
        assertThat(page.runs(100).get()).hasSize(2);
    }

    @Test
    void open_withAShorterPeriod_isDueByThatOne() {
        offer(sweep(here, this::count));
        ended(1);
        offered.remove(0).close();
        offer(ClusterTask.builder(here, "sweep", MINUTE, this::count).jitter(0).clock(clock));
        assertThat(page.status().get().nextRunAt()).isEqualTo(clock.instant().plus(MINUTE));
    }

    @Test
    void close_whileItRuns_endsTheRunAndAnotherNodeRunsIt() throws Exception {
        ClusterTask closing = offer(sweep(here, this::block));
        TaskRun run = next();
        closing.close();
        closing.close();
        assertThat(done).hasValue(0);
        assertThatThrownBy(run::checkActive).isInstanceOf(CancelledException.class);
        TaskRecord stopped = last();
        assertThat(stopped.outcome()).isEqualTo(TaskOutcome.STOPPED);
        assertThat(stopped.endedAt()).isEqualTo(clock.instant());
        assertThat(heard).extracting(TaskRecord::outcome).containsExactly(TaskOutcome.STOPPED);

        permits.release();
        offer(sweep(there, this::block));
        next();
        assertThat(last(ended(2)).outcome()).isEqualTo(TaskOutcome.DONE);
    }

    @Test
    void close_byItsOwnWork_doesNotWaitForItself() {
        CompletableFuture<ClusterTask> self = new CompletableFuture<>();
        self.complete(offer(sweep(here, run -> {
            self.get().close();
            run.checkActive();
        })));
        assertThat(last(ended(1)).outcome()).isEqualTo(TaskOutcome.STOPPED);
        page.trigger().get();
        clock.advance(HOUR);
        assertThat(page.runs(100).get()).hasSize(1);
    }

    @Test
    void end_databaseDoesNotTakeIt_isStoredLater() throws Exception {
        offer(sweep(here, this::block));
        next();
        String table = here.table("cluster_task_run");
        String bare = table.substring(table.indexOf('.') + 1);
        String away = bare + "_away";
        execute("ALTER TABLE " + table + " RENAME TO " + away);
        permits.release();
        eventually(() -> done.get() == 1);
        eventually(() -> clock.nextDue()
                .filter(wait -> wait.compareTo(Duration.ofSeconds(1)) <= 0)
                .isPresent());
        assertThat(heard).isEmpty();
        execute("ALTER TABLE " + table.replace(bare, away) + " RENAME TO " + bare);
        eventuallyInTime(() -> heard.size() == 1);
        assertThat(last().outcome()).isEqualTo(TaskOutcome.DONE);
        assertThat(done).hasValue(1);
    }
}
