// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

import dev.bracketwire.Secret;
import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.testkit.sheets.FakeSheets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Lets 1,000 threads read one range that has expired in the cache, and counts the calls to Google. */
public final class SheetStampede implements Probe {
    private static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("BENCH_ROUNDS", "5"));
    private static final int THREADS = 1_000;

    // Longer than the stampede takes, so that what it has read does not expire again meanwhile.
    private static final Duration LIFETIME = Duration.ofSeconds(4);

    /** Made by name. */
    public SheetStampede() {}

    @Override
    public void measure(Figures figures) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            figures.add("answered-at-once", "ours", calls(Duration.ZERO), "calls");
            figures.add("answered-after-200ms", "ours", calls(Duration.ofMillis(200)), "calls");
        }
    }

    private static int calls(Duration latency) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (FakeSheets google = FakeSheets.builder()
                        .withoutQuota()
                        .latency(latency)
                        .start()
                        .token(SheetsPeer.TOKEN);
                Sheets sheets = Sheets.builder(GoogleAccess.token(Secret.of(SheetsPeer.TOKEN)))
                        .base(google.uri())
                        .lifetimes(LIFETIME, LIFETIME)
                        .build()) {
            Spreadsheet cup = sheets.spreadsheet(SheetsPeer.players(google, 200).id());
            cup.read("Players!A2:C").get();
            CountDownLatch ready = new CountDownLatch(THREADS);
            CountDownLatch expired = new CountDownLatch(1);
            List<Future<CellGrid>> reads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                reads.add(threads.submit(() -> {
                    ready.countDown();
                    expired.await();
                    return cup.read("Players!A2:C").get();
                }));
            }
            ready.await();
            Thread.sleep(LIFETIME.plusMillis(200).toMillis());
            int before = google.calls().size();
            expired.countDown();
            for (Future<CellGrid> read : reads) {
                if (read.get().rowCount() != 200) {
                    throw new IOException("a thread read " + read.get().rowCount() + " rows");
                }
            }
            return google.calls().size() - before;
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
