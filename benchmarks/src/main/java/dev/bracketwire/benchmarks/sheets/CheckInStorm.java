// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

import dev.bracketwire.CallException;
import dev.bracketwire.Secret;
import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.CellType;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.testkit.sheets.FakeCall;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Checks 200 players in within 30 seconds while a dashboard reads all rows every 2 seconds, in real time and on Google's
 * default quota: ours, google-spreadsheet and Google's client one after the other, with the same arrivals. A check-in
 * that is not acknowledged 10 seconds after the last arrival counts as one that took infinitely long.
 */
public final class CheckInStorm implements Probe {
    private static final int PLAYERS = 200;
    private static final long SEED = 20_261_130;
    private static final long OPEN_MILLIS = 30_000;
    private static final long GRACE_MILLIS = 10_000;
    private static final long DASHBOARD_MILLIS = 2_000;
    private static final int DASHBOARD_READS = 15;

    /** Made by name. */
    public CheckInStorm() {}

    /**
     * Holds the result of one client.
     *
     * @param seconds from the arrival of each player to the acknowledgement
     * @param unseen the check-ins that were acknowledged before a dashboard read began and are missing in it, over all reads
     * @param shown the dashboard reads that succeeded
     */
    private record StormResult(List<Double> seconds, int unseen, int shown) {}

    @FunctionalInterface
    private interface StormClient {
        StormResult play(FakeSheets google, String id, long[] arrivals) throws IOException;
    }

    @Override
    public void measure(Figures figures) {
        long[] arrivals = new Random(SEED).longs(PLAYERS, 0, OPEN_MILLIS).toArray();
        play(figures, "ours", arrivals, CheckInStorm::ours);
        for (SheetsPeer.Program program : SheetsPeer.Program.values()) {
            play(figures, program.label, arrivals, (google, id, each) -> peer(program, google, id, each));
        }
    }

    private static void play(Figures figures, String label, long[] arrivals, StormClient client) {
        System.err.println("CheckInStorm: " + label);
        try (FakeSheets google = FakeSheets.builder()
                .quota(60, 60)
                .latency(Duration.ofMillis(200))
                .start()
                .token(SheetsPeer.TOKEN)) {
            FakeSpreadsheet file = SheetsPeer.players(google, PLAYERS);
            StormResult result = client.play(google, file.id(), arrivals);
            List<FakeCall> calls = google.calls();
            FakeTab tab = file.find("Players");
            List<Double> sorted = result.seconds.stream().sorted().toList();
            figures.add("refused", label, google.refusedByQuota(), "calls");
            figures.add("writes-in-a-second", label, mostWritesInASecond(calls), "calls");
            figures.add("p50", label, sorted.get(PLAYERS / 2 - 1), "s");
            figures.add("p99", label, sorted.get(PLAYERS * 99 / 100 - 1), "s");
            figures.add("lost", label, lost(tab), "rows");
            figures.add("unseen", label, result.unseen, "rows");
            figures.add("dashboard-failures", label, DASHBOARD_READS - result.shown, "reads");
            figures.add("calls", label, calls.size(), "calls");
            figures.add("write-calls", label, google.writes(), "calls");
        } catch (IOException e) {
            figures.absent(label, String.valueOf(e.getMessage()));
        }
    }

    /** Returns the most write calls whose arrivals at Google lie less than a second apart. */
    private static int mostWritesInASecond(List<FakeCall> calls) {
        List<Long> times = calls.stream()
                .filter(call -> call.kind() == FakeCall.Kind.WRITE)
                .map(call -> call.at().toEpochMilli())
                .toList();
        int most = 0;
        for (int first = 0; first < times.size(); first++) {
            int next = first;
            while (next < times.size() && times.get(next) - times.get(first) < 1_000) {
                next++;
            }
            most = Math.max(most, next - first);
        }
        return most;
    }

    private static int lost(FakeTab tab) {
        return (int) IntStream.range(2, 2 + PLAYERS)
                .filter(row -> !Boolean.TRUE.equals(tab.cell("C" + row)))
                .count();
    }

    private static StormResult peer(SheetsPeer.Program program, FakeSheets google, String id, long[] arrivals)
            throws IOException {
        String times = LongStream.of(arrivals).mapToObj(Long::toString).collect(Collectors.joining(" "));
        try (SheetsPeer peer = new SheetsPeer(program, google, id)) {
            List<Double> seconds = new ArrayList<>();
            int unseen = 0;
            int shown = 0;
            for (String line : peer.ask("storm " + OPEN_MILLIS + " " + GRACE_MILLIS + " " + times)) {
                String value = line.substring(line.indexOf(' ') + 1);
                if (line.startsWith("check-in ")) {
                    seconds.add(value.equals("never") ? Double.POSITIVE_INFINITY : Double.parseDouble(value));
                } else if (!value.equals("failed")) {
                    unseen += Integer.parseInt(value);
                    shown++;
                }
            }
            if (seconds.size() != PLAYERS) {
                throw new IOException("it reported " + seconds.size() + " check-ins");
            }
            return new StormResult(seconds, unseen, shown);
        }
    }

    private static StormResult ours(FakeSheets google, String id, long[] arrivals) throws IOException {
        List<Double> seconds =
                Collections.synchronizedList(new ArrayList<>(Collections.nCopies(PLAYERS, Double.POSITIVE_INFINITY)));
        AtomicInteger acknowledged = new AtomicInteger();
        AtomicInteger unseen = new AtomicInteger();
        AtomicInteger shown = new AtomicInteger();
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(20);
        try (Sheets sheets = Sheets.builder(GoogleAccess.token(Secret.of(SheetsPeer.TOKEN)))
                .base(google.uri())
                .build()) {
            Spreadsheet cup = sheets.spreadsheet(id);
            List<CompletableFuture<Void>> checkIns = new ArrayList<>();
            long begin = System.nanoTime();
            for (int i = 0; i < PLAYERS; i++) {
                int index = i;
                CompletableFuture<Void> checkIn = new CompletableFuture<>();
                checkIns.add(checkIn);
                clock.schedule(
                        () -> cup.write("Players!C" + (index + 2), true).start().whenComplete((done, failure) -> {
                            if (failure == null) {
                                double waited = (System.nanoTime() - begin) / 1e9 - arrivals[index] / 1e3;
                                seconds.set(index, waited);
                                acknowledged.incrementAndGet();
                            } else {
                                System.err.println("CheckInStorm: " + failure);
                            }
                            checkIn.complete(null);
                        }),
                        arrivals[index],
                        TimeUnit.MILLISECONDS);
            }
            for (int read = 0; read < DASHBOARD_READS; read++) {
                clock.schedule(
                        () -> {
                            int before = acknowledged.get();
                            try {
                                int in = checkedIn(cup.read("Players!A2:C").get());
                                unseen.addAndGet(Math.max(0, before - in));
                                shown.incrementAndGet();
                            } catch (CallException e) {
                                System.err.println("CheckInStorm: " + e);
                            }
                        },
                        read * DASHBOARD_MILLIS,
                        TimeUnit.MILLISECONDS);
            }
            TimeUnit.MILLISECONDS.sleep(OPEN_MILLIS);
            CompletableFuture.allOf(checkIns.toArray(CompletableFuture[]::new))
                    .get(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            System.err.println("CheckInStorm: some check-ins are still open");
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            clock.shutdownNow();
        }
        return new StormResult(List.copyOf(seconds), unseen.get(), shown.get());
    }

    private static int checkedIn(CellGrid players) {
        return (int) players.rows().stream()
                .filter(row -> CellType.bool().read(row.get(2)).orElse(false))
                .count();
    }
}
