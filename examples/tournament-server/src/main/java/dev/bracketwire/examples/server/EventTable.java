// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.tournament.AppJson;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.store.Database;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the events of the application by their numbers, whose order is the order of commits. */
final class EventTable {
    private static final int PAGE = 500;

    private final Database db;

    EventTable(Database db) {
        this.db = db;
    }

    /** Returns the number of the last event. */
    long present() {
        return db.read(connection -> new SqlSession(db, connection)
                        .find("SELECT value FROM ${counters} WHERE name = 'events'", row -> row.getLong(1))
                        .orElseThrow())
                .get();
    }

    /** Returns the events after a number, up to a limit. */
    List<Event> after(long number) {
        return db.read(connection -> new SqlSession(db, connection)
                        .list(
                                "SELECT number, topic, tournament FROM ${events} WHERE number > ? ORDER BY number LIMIT "
                                        + PAGE,
                                row -> new Event(row.getLong(1), row.getString(2), row.getString(3)),
                                number))
                .get();
    }

    /** Returns the highest number that was removed. */
    long pruned() {
        return db.read(connection -> new SqlSession(db, connection)
                        .find("SELECT number FROM ${pruned_events}", row -> row.getLong(1))
                        .orElseThrow())
                .get();
    }

    /** Removes the events before a time. */
    void prune(Instant before) {
        db.write(connection -> {
                    SqlSession sql = new SqlSession(db, connection);
                    long highest = sql.find(
                                    "SELECT COALESCE(MAX(number), 0) FROM ${events} WHERE at < ?",
                                    row -> row.getLong(1),
                                    before)
                            .orElse(0L);
                    if (highest > 0) {
                        sql.update("UPDATE ${pruned_events} SET number = ? WHERE number < ?", highest, highest);
                        sql.update("DELETE FROM ${events} WHERE number <= ? AND at < ?", highest, before);
                    }
                    return highest;
                })
                .get();
    }

    /**
     * An event.
     *
     * @param number the number
     * @param topic the kind of data that has changed
     * @param tournament the tournament; null if it concerns none
     */
    record Event(long number, String topic, @Nullable String tournament) {
        byte[] bytes() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("number", number);
            data.put("topic", topic);
            if (tournament != null) {
                data.put("tournament", tournament);
            }
            return text("change", number, AppJson.write(data));
        }

        static byte[] text(String event, @Nullable Long id, String data) {
            return ("event: " + event + "\n" + (id == null ? "" : "id: " + id + "\n") + "data: " + data + "\n\n")
                    .getBytes(StandardCharsets.UTF_8);
        }
    }
}
