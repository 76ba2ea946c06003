// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Outcome.Status;
import dev.bracketwire.Plan.OnFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {
    private final List<Move> done = Collections.synchronizedList(new ArrayList<>());

    record Move(String player, int to) implements Change {
        @Override
        public String kind() {
            return "move";
        }
    }

    record Drop(String player, Instant at, Map<String, Integer> points) implements Change {
        @Override
        public String kind() {
            return "drop";
        }
    }

    private Call<Outcome<Move>> carryOut(Move move) {
        done.add(move);
        return Call.done(Outcome.applied(move));
    }

    private static List<Move> moves(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Move("p" + i, i)).toList();
    }

    private PlanBuilder<Move> plan(int count) {
        return Plan.builder("seating", this::carryOut).addAll(moves(count));
    }

    private static TransportException broken(boolean maybeDone) {
        return new TransportException(
                new CallException.Where("seats", "PUT /seats", 0, null, 1, maybeDone), "it broke", null);
    }

    @Test
    void plan_beforeItIsApplied_changesNothingAndShowsItself() {
        Plan<Move> plan = plan(2).build();
        assertThat(plan.size()).isEqualTo(2);
        assertThat(plan.counts()).containsExactly(Map.entry("move", 2));
        assertThat(plan.changes()).containsExactlyElementsOf(moves(2));
        assertThat(plan.report()).isEmpty();
        assertThat(plan)
                .hasToString("Plan \"seating\": 2 changes (2 move), fingerprint " + plan.fingerprint()
                        + "\n  move: Move[player=p0, to=0]\n  move: Move[player=p1, to=1]");
        assertThat(plan(25).build().toString()).endsWith("\n  and 5 more");
        assertThat(done).isEmpty();
    }

    @Test
    void apply_allSucceed_reportsEachChangeInOrder() {
        Plan<Move> plan = plan(3).build();
        Report<Move> report = plan.apply().get();
        assertThat(done).containsExactlyElementsOf(moves(3));
        assertThat(report.complete()).isTrue();
        assertThat(report.orThrow()).isSameAs(report);
        assertThat(report.outcomes().map(Outcome::change)).containsExactlyElementsOf(moves(3));
        assertThat(report.problems()).isEmpty();
        assertThat(report.stopped()).isEmpty();
        assertThat(report).hasToString("Report \"seating\": 3 changes, 3 applied");
        assertThat(plan.report().orElseThrow()).hasToString(report.toString());
    }

    @Test
    void apply_nothingToDo_isComplete() {
        assertThat(plan(0).build().apply().get().complete()).isTrue();
        assertThat(Plan.<Move>join("all", List.of()).apply().get().complete()).isTrue();
    }

    @Test
    void apply_aSecondTime_isRefused() {
        Plan<Move> plan = plan(1).build();
        Call<Report<Move>> apply = plan.apply();
        apply.get();
        assertThatThrownBy(apply::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"seating\" was applied already");
        assertThatThrownBy(plan.onFailure(OnFailure.CONTINUE).apply()::get).isInstanceOf(IllegalStateException.class);
        assertThat(done).hasSize(1);
    }

    @Test
    void apply_oneFails_skipsTheRestAndSaysWhy() {
        Plan<Move> plan = Plan.builder(
                        "seating",
                        (Move move) ->
                                move.to() == 1 ? Call.done(Outcome.failed(move, "no such seat")) : carryOut(move))
                .addAll(moves(4))
                .build();
        Report<Move> report = plan.apply().get();
        assertThat(report.outcomes().map(Outcome::status))
                .containsExactly(Status.APPLIED, Status.FAILED, Status.SKIPPED, Status.SKIPPED);
        assertThat(report.stopped()).contains("a change before it failed");
        assertThat(report).hasToString("""
                        Report "seating": 4 changes, 1 applied, 1 failed, 2 skipped; stopped: a change before it failed
                          failed: Move[player=p1, to=1] (no such seat)
                          skipped: Move[player=p2, to=2] (a change before it failed)
                          skipped: Move[player=p3, to=3] (a change before it failed)""");
        assertThatThrownBy(report::orThrow)
                .isInstanceOfSatisfying(
                        IncompleteException.class, e -> assertThat(e.report()).isSameAs(report))
                .hasMessageStartingWith("\"seating\": 4 changes, 1 applied, 1 failed, 2 skipped");
    }

    @Test
    void apply_lastChangeFails_reportIsNotStopped() {
        Plan<Move> plan = Plan.builder("seating", (Move move) -> Call.done(Outcome.failed(move, "no")))
                .addAll(moves(1))
                .build();
        assertThat(plan.apply().get().stopped()).isEmpty();
    }

    @Test
    void apply_continueOnFailure_triesAllChanges() {
        Plan<Move> plan = Plan.builder(
                        "seating",
                        (Move move) ->
                                move.to() % 2 == 0 ? Call.done(Outcome.failed(move, "no such seat")) : carryOut(move))
                .addAll(moves(4))
                .build()
                .onFailure(OnFailure.CONTINUE);
        Report<Move> report = plan.apply().get();
        assertThat(report.count(Status.APPLIED)).isEqualTo(2);
        assertThat(report.count(Status.FAILED)).isEqualTo(2);
        assertThat(report.count(Status.SKIPPED)).isZero();
        assertThat(report.complete()).isFalse();
    }

    @Test
    void apply_staleChange_neverStopsThePlan() {
        Plan<Move> plan = Plan.builder(
                        "seating",
                        (Move move) ->
                                move.to() == 0 ? Call.done(Outcome.stale(move, "p0 sits at 7 now")) : carryOut(move))
                .addAll(moves(2))
                .build();
        assertThat(plan.apply().get().outcomes().map(Outcome::status)).containsExactly(Status.STALE, Status.APPLIED);
    }

    @Test
    void apply_callFails_isFailedOnlyIfNothingWasDone() {
        assertThat(statusOf(broken(false))).isEqualTo(Status.FAILED);
        assertThat(statusOf(broken(true))).isEqualTo(Status.UNKNOWN);
        assertThat(statusOf(new ConfigurationException(List.of()))).isEqualTo(Status.FAILED);
        assertThat(statusOf(new CancelledException("gone"))).isEqualTo(Status.UNKNOWN);
        assertThat(statusOf(new IllegalStateException())).isEqualTo(Status.UNKNOWN);
        var where = new CallException.Where("seats", "PUT /seats", 412, null, 1, false);
        assertThat(statusOf(new ConflictException(where, null))).isEqualTo(Status.STALE);
    }

    private static Status statusOf(RuntimeException failure) {
        Plan<Move> plan = Plan.builder("seating", (Move move) -> Call.<Outcome<Move>>failed(failure))
                .addAll(moves(1))
                .build();
        return plan.apply().get().outcomes().findFirst().orElseThrow().status();
    }

    @Test
    void apply_applierThrowsBeforeItGivesACall_isFailed() {
        Plan<Move> plan = Plan.<Move>builder("seating", move -> {
                    throw new IllegalStateException("no seat left");
                })
                .addAll(moves(1))
                .build();
        assertThat(plan.apply().get().problems())
                .first()
                .satisfies(outcome -> assertThat(outcome.status()).isEqualTo(Status.FAILED))
                .satisfies(outcome -> assertThat(outcome.note()).contains("no seat left"));
    }

    @Test
    void apply_error_isThrownAndStandsInTheReport() {
        Plan<Move> plan = Plan.builder(
                        "seating",
                        (Move move) -> Call.<Outcome<Move>>of(
                                context -> CompletableFuture.failedFuture(new AssertionError("a bug"))))
                .addAll(moves(2))
                .build();
        assertThatThrownBy(plan.apply()::get).isInstanceOf(AssertionError.class);
        assertThat(plan.report().orElseThrow().stopped())
                .hasValueSatisfying(why -> assertThat(why).contains("a bug"));
    }

    @Test
    void apply_inBatches_givesEachCallItsShare() {
        List<Integer> sizes = new ArrayList<>();
        Plan<Move> plan = Plan.builder("seating", 4, (List<Move> some) -> {
                    sizes.add(some.size());
                    return Call.done(some.stream().map(Outcome::applied).toList());
                })
                .addAll(moves(10))
                .build();
        assertThat(plan.apply().get().count(Status.APPLIED)).isEqualTo(10);
        assertThat(sizes).containsExactly(4, 4, 2);
    }

    @Test
    void apply_batchWithOutcomesOfOtherChanges_isUnknownAndNamesTheBug() {
        Plan<Move> tooFew = Plan.builder("seating", 2, (List<Move> some) -> Call.done(List.<Outcome<Move>>of()))
                .addAll(moves(2))
                .build();
        assertThat(tooFew.apply().get().count(Status.UNKNOWN)).isEqualTo(2);
        Plan<Move> swapped = Plan.builder(
                        "seating",
                        2,
                        (List<Move> some) ->
                                Call.done(List.of(Outcome.applied(some.get(1)), Outcome.applied(some.get(0)))))
                .addAll(moves(2))
                .build();
        assertThat(swapped.apply().get().problems())
                .allSatisfy(outcome -> assertThat(outcome.note())
                        .isEqualTo(
                                "the applier of \"seating\" did not give one outcome for each change, in their order"));
    }

    @Test
    void apply_concurrently_keepsItsBound() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        var executor = Executors.newFixedThreadPool(8);
        Plan<Move> plan = Plan.builder(
                        "seating",
                        (Move move) -> Call.<Outcome<Move>>of(context -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            return CompletableFuture.supplyAsync(
                                    () -> {
                                        now.decrementAndGet();
                                        return Outcome.applied(move);
                                    },
                                    executor);
                        }))
                .addAll(moves(500))
                .concurrency(3)
                .build();
        Report<Move> report = plan.apply().start().get(1, TimeUnit.MINUTES);
        assertThat(report.complete()).isTrue();
        assertThat(report.outcomes().map(Outcome::change)).containsExactlyInAnyOrderElementsOf(moves(500));
        assertThat(most.get()).isLessThanOrEqualTo(3);
        executor.shutdown();
    }

    @Test
    void apply_timeIsOver_skipsTheRestWithoutAnException() {
        AtomicLong clock = new AtomicLong();
        Plan<Move> plan = Plan.builder("seating", (Move move) -> {
                    clock.addAndGet(Duration.ofSeconds(4).toNanos());
                    return carryOut(move);
                })
                .addAll(moves(5))
                .measuredBy(clock::get)
                .build();
        Report<Move> report = plan.apply().within(Duration.ofSeconds(10)).get();
        assertThat(report.count(Status.APPLIED)).isEqualTo(3);
        assertThat(report.count(Status.SKIPPED)).isEqualTo(2);
        assertThat(report.stopped()).contains("the time was over");
        assertThat(report.took()).isEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void apply_cancelled_reportsWhatIsInDoubtAndWhatWasLeft() {
        Plan<Move> plan = Plan.builder(
                        "seating",
                        (Move move) -> move.to() == 1
                                ? Call.<Outcome<Move>>of(context -> {
                                    CompletableFuture<Outcome<Move>> never = new CompletableFuture<>();
                                    context.onCancel(() -> never.completeExceptionally(new CancelledException("left")));
                                    return never;
                                })
                                : carryOut(move))
                .addAll(moves(3))
                .build();
        CompletableFuture<Report<Move>> applying = plan.apply().start();
        assertThat(plan.report().orElseThrow().size()).isEqualTo(1);
        applying.cancel(true);
        Report<Move> report = plan.report().orElseThrow();
        assertThat(report.outcomes().map(Outcome::status))
                .containsExactly(Status.APPLIED, Status.UNKNOWN, Status.SKIPPED);
        assertThat(report.stopped()).contains("the call was cancelled");
    }

    @Test
    void apply_threadInterrupted_leavesACompleteReport() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Plan<Move> plan = Plan.builder(
                        "seating",
                        (Move move) -> Call.<Outcome<Move>>of(context -> {
                            CompletableFuture<Outcome<Move>> never = new CompletableFuture<>();
                            context.onCancel(() -> never.completeExceptionally(new CancelledException("left")));
                            begun.countDown();
                            return never;
                        }))
                .addAll(moves(2))
                .build();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                plan.apply().get();
            } catch (CancelledException e) {
                thrown.complete(e);
            }
        });
        waiting.start();
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        waiting.interrupt();
        assertThat(thrown.get(1, TimeUnit.MINUTES)).isInstanceOf(CancelledException.class);
        assertThat(plan.report().orElseThrow().outcomes().map(Outcome::status))
                .containsExactly(Status.UNKNOWN, Status.SKIPPED);
    }

    @Test
    void join_plansOfTwoKinds_appliesThemInOrderAndStopsAcross() {
        List<String> order = new ArrayList<>();
        Drop drop = new Drop("Ann", Instant.EPOCH, Map.of("b", 1, "a", 2));
        Plan<Drop> drops = Plan.builder("drops", (Drop change) -> {
                    order.add("drop " + change.player());
                    return Call.done(Outcome.applied(change));
                })
                .add(drop)
                .build();
        Plan<Change> all = Plan.join("round 3", List.of(drops, plan(2).build()));
        assertThat(all.counts()).containsExactly(Map.entry("drop", 1), Map.entry("move", 2));
        assertThat(all.changes()).first().isEqualTo(drop);
        assertThat(all.apply().get().complete()).isTrue();
        assertThat(order).containsExactly("drop Ann");
        assertThat(done).hasSize(2);

        Plan<Move> failing = Plan.builder("moves", (Move move) -> Call.done(Outcome.failed(move, "no")))
                .addAll(moves(1))
                .build();
        Report<Change> stopped = Plan.<Change>join("both", List.of(failing, plan(2).build()))
                .apply()
                .get();
        assertThat(stopped.outcomes().map(Outcome::status))
                .containsExactly(Status.FAILED, Status.SKIPPED, Status.SKIPPED);
    }

    @Test
    void join_onePartWasApplied_refusesBeforeAnyOther() {
        Plan<Move> first = plan(1).build();
        Plan<Move> applied = plan(1).build();
        applied.apply().get();
        assertThatThrownBy(Plan.join("both", List.of(first, applied)).apply()::get)
                .isInstanceOf(IllegalStateException.class);
        assertThat(done).hasSize(1);
        assertThat(first.apply().get().complete()).isTrue();
    }

    @Test
    void fingerprint_sameChanges_isTheSameAndElseAnother() {
        assertThat(plan(3).build().fingerprint())
                .isEqualTo(plan(3).build().fingerprint())
                .hasSize(64)
                .isNotEqualTo(plan(4).build().fingerprint())
                .isNotEqualTo(Plan.builder("other", this::carryOut)
                        .addAll(moves(3))
                        .build()
                        .fingerprint());
        Plan<Move> a = plan(1).build();
        Plan<Move> b = plan(2).build();
        assertThat(Plan.join("x", List.of(a, b)).fingerprint())
                .isNotEqualTo(Plan.join("x", List.of(b, a)).fingerprint());
    }

    @Test
    void plan_largerThanMemoryMayHold_keepsTheRestInAFileWithoutAName() throws Exception {
        int many = 25_000;
        Set<Path> before = temporary();
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            changes.add(
                    i % 3 == 0
                            ? new Drop("p" + i, Instant.ofEpochSecond(i), Map.of("x".repeat(i % 50), i))
                            : new Move("pläyer " + i, i));
        }
        Plan<Change> plan = Plan.builder(
                        "large",
                        100,
                        (List<Change> some) -> Call.done(some.stream()
                                .map(change ->
                                        change instanceof Drop drop && drop.at().getEpochSecond() % 1000 == 999
                                                ? Outcome.stale(change, "näh")
                                                : Outcome.applied(change))
                                .toList()))
                .addAll(changes)
                .concurrency(4)
                .build();
        assertThat(plan.changes()).containsExactlyElementsOf(changes);
        Report<Change> report = plan.apply().get();
        assertThat(report.outcomes().map(Outcome::change)).containsExactlyElementsOf(changes);
        assertThat(report.problems())
                .hasSize(9)
                .allMatch(outcome -> outcome.note().equals("näh"));
        assertThat(temporary()).isEqualTo(before);
    }

    private static Set<Path> temporary() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".plan"))
                    .collect(java.util.stream.Collectors.toSet());
        }
    }

    @Test
    void add_whatIsNotData_isRefusedAtOnce() {
        record Holder(Object inside) implements Change {
            @Override
            public String kind() {
                return "hold";
            }
        }
        PlanBuilder<Holder> builder = Plan.builder("holding", (Holder change) -> Call.done(Outcome.applied(change)));
        assertThatThrownBy(() -> builder.add(new Holder(new Thread("secret-name"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret-name");
        assertThatThrownBy(() -> builder.add(new Holder(Instant.EPOCH)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not come back from JSON as it was: make it a record of plain values");
    }

    @Test
    void builder_misused_saysHow() {
        assertThatThrownBy(() -> Plan.builder(" ", this::carryOut)).hasMessageContaining("title");
        assertThatThrownBy(() -> Plan.builder("x", 0, (List<Move> some) -> Call.done(List.<Outcome<Move>>of())))
                .hasMessageContaining("batch must be at least 1");
        assertThatThrownBy(() -> plan(1).concurrency(0)).hasMessageContaining("concurrency must be at least 1");
        PlanBuilder<Move> built = plan(1);
        built.build();
        assertThatThrownBy(built::build).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> built.add(new Move("late", 1))).isInstanceOf(IllegalStateException.class);
    }
}
