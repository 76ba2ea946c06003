// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.speedgaming.CrewRule;
import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.RunStore;
import dev.bracketwire.speedgaming.TournamentFeed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Keeps runs in {@code sg_run}, their replies in {@code sg_body}, and tournaments in {@code sg_tournament}. */
final class DatabaseRuns implements RunStore {
    private final DatabaseStore.Session session;
    private final ScheduleTables tables;
    private final AtomicLong lastRun;

    /**
     * Opens it.
     *
     * @param lastRun the highest number that this process has given, also to a run that was rolled back
     */
    DatabaseRuns(DatabaseStore.Session session, AtomicLong lastRun) {
        this.session = session;
        this.tables = session.tables;
        this.lastRun = lastRun;
    }

    @Override
    public ImportRun begin(ImportRun run) throws SQLException {
        long next = tables.newIds(session.writing(), "sg_run", 1).get(0);
        // PostgreSQL gives no number twice; SQLite does after a rollback.
        long number = tables.isPostgres() ? next : lastRun.updateAndGet(last -> Math.max(last + 1, next));
        ImportRun stored = new ImportRun(
                number,
                ValueCleaner.text(run.scope()),
                ValueCleaner.optional(run.from()),
                ValueCleaner.optional(run.to()),
                ImportRun.Status.REQUESTED,
                ValueCleaner.time(run.startedAt()),
                ValueCleaner.optional(run.finishedAt()),
                cleanCounts(run),
                ValueCleaner.texts(run.problems()));
        change(
                "INSERT INTO ${sg_run} (id, scope, from_at, to_at, status, started_at, finished_at, counts, problems)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                number,
                stored.scope(),
                ValueCleaner.optionalMillis(stored.from()),
                ValueCleaner.optionalMillis(stored.to()),
                stored.status().name(),
                ValueCleaner.millis(stored.startedAt()),
                ValueCleaner.optionalMillis(stored.finishedAt()),
                counts(stored),
                problems(stored));
        return stored;
    }

    @Override
    public void stage(long run, byte[] body) throws SQLException {
        if (change("UPDATE ${sg_run} SET status = ? WHERE id = ?", ImportRun.Status.STAGED.name(), run) == 0) {
            throw new IllegalStateException("there is no run " + run);
        }
        byte[] packed = pack(body);
        boolean smaller = packed.length < body.length;
        try (PreparedStatement statement = session.writing()
                .prepareStatement(tables.sql("INSERT INTO ${sg_body} (run, packed, body) VALUES (?, ?, ?)"
                        + " ON CONFLICT (run) DO UPDATE SET packed = excluded.packed, body = excluded.body"))) {
            statement.setLong(1, run);
            statement.setInt(2, smaller ? 1 : 0);
            statement.setBytes(3, smaller ? packed : body);
            statement.executeUpdate();
        }
    }

    private static byte[] pack(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return packed.toByteArray();
    }

    @Override
    public Optional<byte[]> body(long run) throws SQLException {
        try (PreparedStatement statement = session.connection()
                .prepareStatement(tables.sql("SELECT run, packed, body FROM ${sg_body} WHERE run = ?"))) {
            statement.setLong(1, run);
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    return Optional.empty();
                }
                StoredRow row = new StoredRow(result, "the reply of run", "run");
                byte[] body = result.getBytes("body");
                if (body == null) {
                    throw row.damaged("body");
                }
                if (!row.flag("packed")) {
                    return Optional.of(body);
                }
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
                    return Optional.of(in.readAllBytes());
                } catch (IOException e) {
                    throw row.damaged("body");
                }
            }
        }
    }

    @Override
    public void finish(ImportRun run) throws SQLException {
        int changed = change(
                "UPDATE ${sg_run} SET status = ?, finished_at = ?, counts = ?, problems = ? WHERE id = ?",
                run.status().name(),
                ValueCleaner.optionalMillis(run.finishedAt()),
                counts(run),
                problems(run),
                run.number());
        if (changed == 0) {
            throw new IllegalStateException("there is no run " + run.number());
        }
    }

    private static Map<String, Integer> cleanCounts(ImportRun run) {
        Map<String, Integer> counts = new HashMap<>();
        run.counts().forEach((kind, count) -> counts.merge(ValueCleaner.text(kind), count, Integer::sum));
        return counts;
    }

    private static String counts(ImportRun run) {
        ObjectNode node = ScheduleTables.JSON.createObjectNode();
        cleanCounts(run).forEach(node::put);
        return node.toString();
    }

    private static String problems(ImportRun run) {
        ArrayNode node = ScheduleTables.JSON.createArrayNode();
        ValueCleaner.texts(run.problems()).forEach(node::add);
        return node.toString();
    }

    @Override
    public Optional<ImportRun> find(long run) throws SQLException {
        return runs("WHERE id = ?", run).stream().findFirst();
    }

    @Override
    public List<ImportRun> newest(int most) throws SQLException {
        return runs("ORDER BY id DESC LIMIT ?", Math.max(most, 0));
    }

    private List<ImportRun> runs(String condition, long value) throws SQLException {
        List<ImportRun> all = new ArrayList<>();
        try (PreparedStatement statement =
                session.connection().prepareStatement(tables.sql("SELECT * FROM ${sg_run} " + condition))) {
            statement.setLong(1, value);
            try (ResultSet result = statement.executeQuery()) {
                StoredRow row = new StoredRow(result, "run", "id");
                while (result.next()) {
                    all.add(new ImportRun(
                            row.number("id"),
                            row.text("scope"),
                            row.optionalTime("from_at"),
                            row.optionalTime("to_at"),
                            row.constant(ImportRun.Status.class, "status"),
                            row.time("started_at"),
                            row.optionalTime("finished_at"),
                            counts(row),
                            row.list("problems", StoredRow::textOf)));
                }
            }
        }
        return all;
    }

    private static Map<String, Integer> counts(StoredRow row) throws SQLException {
        Map<String, Integer> counts = new HashMap<>();
        JsonNode node = row.json("counts");
        if (!node.isObject()) {
            throw row.damaged("counts");
        }
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            if (!each.getValue().canConvertToInt() || !each.getValue().isIntegralNumber()) {
                throw row.damaged("counts");
            }
            counts.put(each.getKey(), each.getValue().intValue());
        }
        return counts;
    }

    @Override
    public void prune(int keepRuns, int keepBodies) throws SQLException {
        change(
                "DELETE FROM ${sg_run} WHERE id NOT IN (SELECT id FROM ${sg_run} ORDER BY id DESC LIMIT ?)",
                Math.max(keepRuns, 0));
        change(
                "DELETE FROM ${sg_body} WHERE run NOT IN (SELECT id FROM ${sg_run})"
                        + " OR run NOT IN (SELECT run FROM ${sg_body} ORDER BY run DESC LIMIT ?)",
                Math.max(keepBodies, 0));
    }

    @Override
    public long applied(String slug) throws SQLException {
        String name = ValueCleaner.key("slug", slug);
        if (session.writes) {
            // There must be a row to lock.
            change("INSERT INTO ${sg_applied} (slug, run) VALUES (?, 0) ON CONFLICT DO NOTHING", name);
        }
        try (PreparedStatement statement = session.connection()
                .prepareStatement(tables.sql(
                        "SELECT slug, run FROM ${sg_applied} WHERE slug = ?" + tables.locked(session.writes)))) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? new StoredRow(result, "the newest run of", "slug").number("run") : 0;
            }
        }
    }

    @Override
    public void setApplied(List<String> slugs, long run) throws SQLException {
        session.writing();
        for (String slug : new TreeSet<>(slugs)) { // in one order, so that two transactions never wait for each other
            change(
                    "INSERT INTO ${sg_applied} AS t (slug, run) VALUES (?, ?) ON CONFLICT (slug) DO UPDATE"
                            + " SET run = excluded.run WHERE t.run < excluded.run",
                    ValueCleaner.key("slug", slug),
                    run);
        }
    }

    @Override
    public List<TournamentFeed> enabled() throws SQLException {
        return feeds("WHERE enabled = 1");
    }

    @Override
    public List<TournamentFeed> known() throws SQLException {
        return feeds("");
    }

    private List<TournamentFeed> feeds(String condition) throws SQLException {
        List<TournamentFeed> all = new ArrayList<>();
        String query = "SELECT * FROM ${sg_tournament} " + condition + " ORDER BY slug"
                + (tables.isPostgres() ? " COLLATE \"C\"" : "");
        try (PreparedStatement statement = session.connection().prepareStatement(tables.sql(query));
                ResultSet result = statement.executeQuery()) {
            StoredRow row = new StoredRow(result, "tournament", "slug");
            while (result.next()) {
                row.flag("enabled");
                String slug = row.text("slug");
                String name = row.text("name");
                Duration delay = Duration.ofMillis(row.number("stream_delay"));
                String language = row.text("language");
                int commentators = row.small("commentators");
                int trackers = row.small("trackers");
                int more = row.small("trackers_more");
                int broadcasters = row.small("broadcasters");
                all.add(row.checked(
                        "stream_delay, language or crew",
                        () -> new TournamentFeed(
                                slug,
                                name,
                                delay,
                                new CrewRule(language, commentators, trackers, more, broadcasters))));
            }
        }
        return all;
    }

    @Override
    public void save(TournamentFeed feed, boolean enabled) throws SQLException {
        change(
                "INSERT INTO ${sg_tournament} (slug, enabled, name, stream_delay, language, commentators, trackers,"
                        + " trackers_more, broadcasters) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (slug) DO UPDATE"
                        + " SET enabled = excluded.enabled, name = excluded.name, stream_delay = excluded.stream_delay,"
                        + " language = excluded.language, commentators = excluded.commentators,"
                        + " trackers = excluded.trackers, trackers_more = excluded.trackers_more,"
                        + " broadcasters = excluded.broadcasters",
                feed.slug(),
                enabled ? 1 : 0,
                ValueCleaner.text(feed.name()),
                feed.streamDelay().toMillis(),
                feed.crew().language(),
                feed.crew().commentators(),
                feed.crew().trackers(),
                feed.crew().trackersForMore(),
                feed.crew().broadcasters());
    }

    @Override
    public Optional<String> findState(String name) throws SQLException {
        try (PreparedStatement statement =
                session.connection().prepareStatement(tables.sql("SELECT text FROM ${sg_state} WHERE name = ?"))) {
            statement.setString(1, ValueCleaner.text(name));
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
            }
        }
    }

    @Override
    public void setState(String name, String text) throws SQLException {
        change(
                "INSERT INTO ${sg_state} (name, text) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET text = excluded.text",
                ValueCleaner.key("name", name),
                ValueCleaner.text(text));
    }

    private int change(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = session.writing().prepareStatement(tables.sql(sql))) {
            for (int i = 0; i < values.length; i++) {
                if (values[i] == null) {
                    statement.setNull(i + 1, java.sql.Types.BIGINT); // all columns that may be empty are times
                } else {
                    statement.setObject(i + 1, values[i]);
                }
            }
            return statement.executeUpdate();
        }
    }
}
