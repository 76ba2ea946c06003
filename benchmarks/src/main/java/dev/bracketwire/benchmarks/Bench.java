// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs suites and prints their lines.
 *
 * <p>A round gives each contender one fresh JVM, and the next round starts with the next contender, so that whatever
 * else the machine does meets them all alike. A figure is the median of the rounds, with the lowest and the highest.
 */
public final class Bench {
    private static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("BENCH_ROUNDS", "5"));
    // One shot a JVM says little, and takes little time.
    private static final int COLD = 3;
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private Bench() {}

    /** Takes the names of suites. */
    public static void main(String[] names) throws IOException, ReflectiveOperationException, RunnerException {
        List<Suite> suites = Suite.read(names);
        try (LoopbackServer upstream = LoopbackServer.start()) {
            for (Suite suite : suites) {
                Figures figures = suite.isProbe() ? probe(suite) : run(suite, upstream);
                Report.lines(suite, figures).forEach(System.out::println);
            }
        }
    }

    private static Figures probe(Suite suite) throws ReflectiveOperationException, IOException {
        Figures figures = new Figures();
        ((Probe) suite.type().getDeclaredConstructor().newInstance()).measure(figures);
        return figures;
    }

    private static Figures run(Suite suite, LoopbackServer upstream) throws RunnerException {
        Figures figures = new Figures();
        List<String> contenders = suite.contenders();
        int rounds = suite.isColdStart() ? COLD * ROUNDS : ROUNDS;
        for (int round = 0; round < rounds; round++) {
            for (int turn = 0; turn < contenders.size(); turn++) {
                String contender = contenders.get((round + turn) % contenders.size());
                System.err.printf("%s: round %d of %d, %s%n", suite.name(), round + 1, rounds, contender);
                measure(suite, contender, upstream)
                        .forEach((metric, result) ->
                                figures.add(metric, contender, result.getScore(), result.getScoreUnit()));
            }
        }
        return figures;
    }

    private static Map<String, Result<?>> measure(Suite suite, String contender, LoopbackServer upstream)
            throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("^" + suite.type().getName().replace(".", "\\.") + "\\." + contender + "$")
                        .forks(1)
                        .warmupIterations(suite.isColdStart() ? 0 : suite.warmup())
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(suite.isColdStart() ? 1 : 3)
                        .measurementTime(TimeValue.seconds(1))
                        .timeout(new TimeValue(1, TimeUnit.MINUTES))
                        .addProfiler(GCProfiler.class)
                        .jvmArgsAppend("-D" + LoopbackServer.PROPERTY + "=" + upstream.uri())
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        RunResult result = results.iterator().next();
        Map<String, Result<?>> metrics = new TreeMap<>();
        metrics.put(
                result.getParams().getMode().shortLabel().equals("thrpt") ? "rate" : "time", result.getPrimaryResult());
        result.getSecondaryResults().forEach((name, secondary) -> {
            if (name.endsWith(ALLOCATED)) {
                metrics.put("alloc", secondary);
            }
        });
        return metrics;
    }
}
