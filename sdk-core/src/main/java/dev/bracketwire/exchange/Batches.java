// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.Call;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands rows on in batches, a bounded number at once, and waits for the oldest before it reads more. */
final class Batches {
    private final int size;
    private final int atOnce;
    private final Function<? super List<Map<String, @Nullable Object>>, ? extends Call<?>> taker;
    private final TransferRun run;
    private final Deque<Batch> underWay = new ArrayDeque<>();
    private long written;

    Batches(
            int size,
            int atOnce,
            Function<? super List<Map<String, @Nullable Object>>, ? extends Call<?>> taker,
            TransferRun run) {
        this.size = size;
        this.atOnce = atOnce;
        this.taker = taker;
        this.run = run;
    }

    private record Batch(List<Map<String, @Nullable Object>> rows, List<Place> places, CompletableFuture<?> answer) {}

    private record Place(long row, long line) {}

    Written write() {
        try {
            List<Map<String, @Nullable Object>> rows = new ArrayList<>();
            List<Place> places = new ArrayList<>();
            while (run.hasNext()) {
                rows.add(run.next());
                places.add(
                        new Place(run.rows().faults().row(), run.rows().faults().line()));
                if (rows.size() == size) {
                    send(List.copyOf(rows), List.copyOf(places));
                    rows.clear();
                    places.clear();
                }
            }
            if (!rows.isEmpty()) {
                send(List.copyOf(rows), List.copyOf(places));
            }
            while (!underWay.isEmpty()) {
                settle();
            }
            return new Written(written, 0);
        } finally {
            underWay.forEach(batch -> batch.answer.cancel(true));
        }
    }

    private void send(List<Map<String, @Nullable Object>> rows, List<Place> places) {
        if (underWay.size() == atOnce) {
            settle();
        }
        Call<?> call = taker.apply(rows);
        Duration left = run.remaining();
        boolean over = left != null && (left.isNegative() || left.isZero());
        underWay.add(new Batch(rows, places, (left == null || over ? call : call.within(left)).start()));
    }

    private void settle() {
        Batch batch = underWay.remove();
        try {
            batch.answer.join();
            written += batch.rows.size();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof BracketwireException failure)) {
                throw e;
            }
            for (int i = 0; i < batch.rows.size(); i++) {
                Map<String, @Nullable Object> row = batch.rows.get(i);
                run.rows()
                        .faults()
                        .begin(batch.places.get(i).row(), batch.places.get(i).line());
                run.rows().faults().add("", "was not taken: " + failure.getMessage(), "");
                run.rows().faults().drop(() -> row);
            }
        }
    }
}
