// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.Call;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.store.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is the process that {@link NodeChaos} kills or pauses. It prints a line that ends with a dot before and after each step, and
 * goes on when it reads a byte.
 */
final class ImportNode {
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private ImportNode() {}

    /** Takes {@code MODE SLUG URL ENGINE WHERE SCHEMA}. */
    public static void main(String[] text) throws Exception {
        ImportNode node = new ImportNode();
        JudgePlace place = new JudgePlace(text[3], text[4], text[5]);
        switch (text[0]) {
            case "steps" -> node.steps(text[1], URI.create(text[2]), place);
            case "periodic" -> node.periodic(text[1], URI.create(text[2]), place, false);
            case "held" -> node.periodic(text[1], URI.create(text[2]), place, true);
            default -> throw new IllegalArgumentException(text[0]);
        }
    }

    static SpeedGamingBuilder client(URI base) {
        return SpeedGaming.builder("Judge, judge@league.example").base(base).spacing(Duration.ofMillis(1));
    }

    /** Imports once, and stops before and after each transaction. */
    private void steps(String slug, URI base, JudgePlace place) {
        try (Database db = place.open();
                SpeedGaming speedGaming = client(base).build();
                ScheduleImport schedule = ScheduleImport.builder(speedGaming, new SteppedStore(ImportStore.of(db)))
                        .tournaments(() -> Call.done(List.of(TournamentFeed.of(slug))))
                        .listener(new EventTable(db))
                        .open()) {
            schedule.importNext().get();
            out.println("done .");
            step("end");
        }
    }

    /** Imports every minute. One that is held stops after the reply of each request. */
    private void periodic(String slug, URI base, JudgePlace place, boolean held) {
        CallListener listener = new CallListener() {
            @Override
            public void attempted(Attempt attempt) {
                if (held) {
                    step("fetched");
                }
            }
        };
        try (Database db = place.open();
                SpeedGaming speedGaming = client(base).listener(listener).build();
                ScheduleImport schedule = ScheduleImport.builder(speedGaming, db)
                        .tournaments(() -> Call.done(List.of(TournamentFeed.of(slug))))
                        .listener(new EventTable(db))
                        .everyMinute()
                        .open()) {
            out.println("open " + schedule.runs(1).get().size() + " .");
            while (true) {
                if (held) {
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000_000L);
                } else if (System.in.read() < 0) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void step(String name) {
        out.println(name + " .");
        try {
            if (System.in.read() < 0) {
                Runtime.getRuntime().halt(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class SteppedStore implements ImportStore {
        private final ImportStore store;

        SteppedStore(ImportStore store) {
            this.store = store;
        }

        @Override
        public <T extends @Nullable Object> Call<T> write(Work<T> work) {
            return Call.done("")
                    .map(nothing -> {
                        step("before");
                        return nothing;
                    })
                    .then(nothing -> store.write(work))
                    .map(result -> {
                        step("after");
                        return result;
                    });
        }

        @Override
        public <T extends @Nullable Object> Call<T> read(Work<T> work) {
            return store.read(work);
        }
    }
}
