// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import dev.bracketwire.CallThreads;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.Wakeup;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows the events in the database of the application, and names each tournament that changed. */
public final class StoredEvents implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StoredEvents.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Database db;
    private final Consumer<String> changed;
    private final Wakeup wakeup;
    private final CallThreads threads = CallThreads.create("stored-events");
    private volatile boolean closed;
    private volatile @Nullable Future<Boolean> waiting;
    private long last;

    private StoredEvents(Database db, Consumer<String> changed) {
        this.db = db;
        this.changed = changed;
        this.wakeup = db.wakeup("events");
        this.last = db.read(connection -> new SqlSession(db, connection)
                        .find("SELECT COALESCE(MAX(number), 0) FROM ${events}", row -> row.getLong(1))
                        .orElse(0L))
                .get();
    }

    /** Follows the events from now on. */
    public static StoredEvents follow(Database db, Consumer<String> changed) {
        StoredEvents events = new StoredEvents(db, changed);
        events.threads.execute(events::run);
        return events;
    }

    private void run() {
        while (!closed) {
            try {
                next().forEach(changed);
                Future<Boolean> wait = wakeup.await(LONGEST_WAIT).start();
                waiting = wait;
                wait.get();
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                if (closed) {
                    return;
                }
                log.warn("the events cannot be read and are read again in a second", e);
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LONGEST_WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<String> next() {
        return db.read(connection -> {
                    Set<String> tournaments = new LinkedHashSet<>();
                    new SqlSession(db, connection)
                            .list(
                                    "SELECT number, tournament FROM ${events} WHERE number > ? AND tournament IS NOT NULL"
                                            + " AND topic IN ('entries', 'tournament') ORDER BY number",
                                    row -> {
                                        last = Math.max(last, row.getLong(1));
                                        return tournaments.add(row.getString(2));
                                    },
                                    last);
                    return tournaments;
                })
                .get();
    }

    /** Stops. */
    @Override
    public void close() {
        closed = true;
        wakeup.close();
        Future<Boolean> wait = waiting;
        if (wait != null) {
            wait.cancel(true);
        }
        threads.close();
    }
}
