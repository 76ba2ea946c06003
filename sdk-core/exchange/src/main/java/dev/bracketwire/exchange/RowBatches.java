// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.Call;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.exchange.internal.ProblemCollector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands rows on in batches, a bounded number at once, and waits for the oldest before it reads more. */
final class RowBatches {
    private final int size;
    private final int atOnce;
    private final Function<? super List<Map<String, @Nullable Object>>, Call<Collection<BatchProblem>>> taker;
    private final TransferRun run;
    private final Deque<Batch> underWay = new ArrayDeque<>();
    private long written;

    RowBatches(
            int size,
            int atOnce,
            Function<? super List<Map<String, @Nullable Object>>, Call<Collection<BatchProblem>>> taker,
            TransferRun run) {
        this.size = size;
        this.atOnce = atOnce;
        this.taker = taker;
        this.run = run;
    }

    private record Place(long row, long line) {}

    private static final class Batch {
        final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        final List<Place> places = new ArrayList<>();
        CompletableFuture<Collection<BatchProblem>> answer = new CompletableFuture<>();
    }

    Written write() {
        try {
            Batch batch = new Batch();
            while (run.hasNext()) {
                batch.rows.add(run.next());
                ProblemCollector at = run.rows().problemCollector();
                batch.places.add(new Place(at.row(), at.line()));
                if (batch.rows.size() == size) {
                    send(batch);
                    batch = new Batch();
                }
            }
            if (!batch.rows.isEmpty()) {
                send(batch);
            }
            while (!underWay.isEmpty()) {
                settle(underWay.remove());
            }
            return new Written(written, 0);
        } finally {
            underWay.forEach(batch -> batch.answer.cancel(true));
        }
    }

    private void send(Batch batch) {
        if (underWay.size() == atOnce) {
            settle(underWay.remove());
        }
        batch.answer = run.work().start(taker.apply(List.copyOf(batch.rows)));
        underWay.add(batch);
    }

    private void settle(Batch batch) {
        SortedMap<Integer, List<BatchProblem>> refused = new TreeMap<>();
        for (BatchProblem problem : answer(batch)) {
            if (problem.index() < 0 || problem.index() >= batch.rows.size()) {
                throw new IllegalArgumentException("row " + problem.index() + " of a batch of " + batch.rows.size()
                        + " rows was refused, and there is none: they are counted from 0");
            }
            refused.computeIfAbsent(problem.index(), index -> new ArrayList<>()).add(problem);
        }
        written += batch.rows.size() - refused.size();
        ProblemCollector problemCollector = run.rows().problemCollector();
        refused.forEach((index, why) -> {
            Place place = batch.places.get(index);
            Map<String, @Nullable Object> row = batch.rows.get(index);
            problemCollector.begin(place.row(), place.line());
            why.forEach(problem -> problemCollector.add(problem.column(), "was not taken: " + problem.rule(), ""));
            problemCollector.drop(() -> row);
        });
    }

    private Collection<BatchProblem> answer(Batch batch) {
        try {
            return run.work().await(batch.answer);
        } catch (CancelledException e) {
            throw e;
        } catch (BracketwireException e) {
            if (e instanceof DeadlineException && run.work().isEnded()) {
                throw e;
            }
            String rule = String.valueOf(e.getMessage());
            List<BatchProblem> all = new ArrayList<>();
            batch.rows.forEach(row -> all.add(BatchProblem.of(all.size(), rule)));
            return all;
        }
    }
}
