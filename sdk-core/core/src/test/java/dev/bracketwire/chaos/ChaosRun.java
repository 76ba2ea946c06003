// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;

/**
 * One run of a chaos suite: {@code -Dchaos.rounds=N} rounds (10,000 unless said) whose chance comes from
 * {@code -Dchaos.seed=S} (random unless said). At its end it prints one line, such as
 * {@code chaos core/post-once: rounds=10000 lost=0 duplicates=0 survivors=0 delivered=7120 seed=123}, and fails if a
 * promise was broken. A seed draws the same rounds again; the threads meet as they happen to.
 */
public final class ChaosRun {
    /** What each line tells, whatever else a suite counts. Each suite says what they mean to it. */
    private static final List<String> ALWAYS = List.of("lost", "duplicates", "survivors");

    private static final int SHOWN = 20;

    private final String name;
    private final int rounds;
    private final long seed;
    private final Map<String, Long> figures = new TreeMap<>();
    private final List<String> broken = new ArrayList<>();

    private ChaosRun(String name, int usual) {
        this.name = name;
        this.rounds = Integer.getInteger("chaos.rounds", usual);
        String given = System.getProperty("chaos.seed");
        this.seed = given == null ? ThreadLocalRandom.current().nextInt(1_000_000_000) : Long.parseLong(given);
    }

    /** What a suite does. */
    @FunctionalInterface
    public interface Suite {
        /** Plays the rounds, counts, and tells what broke. */
        void run(ChaosRun run) throws Exception;
    }

    /** One round. */
    @FunctionalInterface
    public interface Round {
        /** Plays it; the same seed and number give the same chance. */
        void play(int round, Random random) throws Exception;
    }

    /**
     * Runs a suite.
     *
     * @param name module and suite, such as {@code core/post-once}
     */
    public static void run(String name, Suite suite) throws Exception {
        run(name, 10_000, suite);
    }

    /** Runs a suite whose rounds take long, so many of them unless said. */
    public static void run(String name, int usual, Suite suite) throws Exception {
        ChaosRun run = new ChaosRun(name, usual);
        mark(name);
        try {
            suite.run(run);
        } finally {
            print(run.line());
        }
        Assertions.assertThat(run.broken).as(run.line()).isEmpty();
    }

    /** Leaves a mark, so that a build in which no suite ran can fail. A run from an editor has no place for one. */
    private static void mark(String name) throws IOException {
        String marks = System.getProperty("chaos.marks");
        if (marks != null) {
            Files.createDirectories(Path.of(marks, "suites", name));
        }
    }

    /** How many rounds to play. */
    public int rounds() {
        return rounds;
    }

    /** Plays all rounds on so many threads. */
    public void each(int threads, Round round) throws Exception {
        each(0, rounds, threads, round);
    }

    /** Plays the rounds from one number to before another on so many threads; what a round throws ends the run. */
    public void each(int from, int to, int threads, Round round) throws Exception {
        AtomicInteger next = new AtomicInteger(from);
        ExecutorService players = Executors.newFixedThreadPool(threads);
        List<Future<?>> playing = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            playing.add(players.submit(() -> {
                for (int number = next.getAndIncrement(); number < to; number = next.getAndIncrement()) {
                    round.play(number, random(number));
                }
                return null;
            }));
        }
        players.shutdown();
        for (Future<?> player : playing) {
            player.get(10, TimeUnit.MINUTES);
        }
    }

    /** A source of chance for a purpose of its own. */
    public Random random(long purpose) {
        return new Random(seed ^ (purpose * 0x9E37_79B9_7F4A_7C15L));
    }

    /** Counts what is neither good nor bad. */
    public void count(String figure) {
        count(figure, 1);
    }

    /** Counts several at once. */
    public synchronized void count(String figure, long by) {
        figures.merge(figure, by, Long::sum);
    }

    /** What was counted under this name. */
    public synchronized long counted(String figure) {
        return figures.getOrDefault(figure, 0L);
    }

    /** Counts a promise that was not kept, and says how; the run will fail. */
    public synchronized void broken(String figure, String how) {
        count(figure);
        if (broken.size() < SHOWN) {
            broken.add(figure + ": " + how);
        }
    }

    /** Waits until something holds; false if it does not within half a minute. */
    public static boolean settles(BooleanSupplier condition) {
        long started = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - started > 30_000_000_000L) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    private synchronized String line() {
        Stream<String> own = figures.keySet().stream().filter(figure -> !ALWAYS.contains(figure));
        String told = Stream.concat(ALWAYS.stream(), own)
                .map(figure -> figure + "=" + counted(figure))
                .collect(Collectors.joining(" "));
        return "chaos " + name + ": rounds=" + rounds + " " + told + " seed=" + seed;
    }

    @SuppressWarnings("SystemOut") // the line is the run's result
    private static void print(String line) {
        System.out.println(line);
    }
}
