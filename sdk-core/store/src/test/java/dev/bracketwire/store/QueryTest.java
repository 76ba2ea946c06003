// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.StoreException;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.Transfer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueryTest {
    private static final Migrations THINGS = Migrations.named("things")
            .step(
                    "V1__things",
                    "CREATE TABLE ${things} (id bigint PRIMARY KEY, name text, score double precision, pic blob,"
                            + " born timestamp, active boolean)",
                    "CREATE TABLE ${things} (id bigint PRIMARY KEY, name text, score double precision, pic bytea,"
                            + " born timestamptz, active boolean, code char(3), tag uuid, extra jsonb)");

    @TempDir
    Path folder;

    private static int execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static List<Map<String, @Nullable Object>> all(Database db, Query query) {
        return db.read(connection -> {
                    List<Map<String, @Nullable Object>> all = new ArrayList<>();
                    query.rows(connection).forEach(all::add);
                    return all;
                })
                .get();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void rows_throughAFileAndBack_areTheSame(Place place) throws Exception {
        try (Database db = place.open(Database.builder().migrations(THINGS), folder)) {
            String things = db.table("things");
            boolean postgres = db.engine() == DatabaseEngine.POSTGRESQL;
            db.write(connection -> execute(
                            connection,
                            "INSERT INTO " + things + " VALUES (9007199254740993, 'Ann, \"the\" 007', 0.1, "
                                    + (postgres
                                            ? "'\\x00ff'::bytea, '2026-03-29T01:30:00Z', true, 'ab',"
                                                    + " '9f6e9b9c-8a53-4bb8-8d7c-6a1a2b3c4d5e', '{\"a\": 1}'"
                                            : "x'00ff', '2026-03-29T01:30:00Z', 1")
                                    + ")"))
                    .get();
            db.write(connection -> execute(connection, "INSERT INTO " + things + " (id) VALUES (2)"))
                    .get();
            Query query = Query.of("SELECT * FROM " + things + " WHERE id >= ? ORDER BY id", 2);
            List<Map<String, @Nullable Object>> before = all(db, query);
            assertThat(before).hasSize(2);
            assertThat(before.get(1)).containsEntry("id", 9007199254740993L).containsEntry("pic", "AP8=");

            Path file = folder.resolve("things.jsonl");
            db.read(connection -> Transfer.from(query.rows(connection))
                            .to(file, Format.jsonLines())
                            .get())
                    .get();
            assertThat(Files.readAllLines(file)).hasSize(2);
            db.write(connection -> execute(connection, "DELETE FROM " + things)).get();
            Upsert upsert = Upsert.into(things, "id")
                    .set(
                            postgres
                                    ? new String[] {"name", "score", "pic", "born", "active", "code", "tag", "extra"}
                                    : new String[] {"name", "score", "pic", "born", "active"});
            Transfer.from(file, Format.jsonLines())
                    .inBatches(100, 1, rows -> db.write(connection -> upsert.run(connection, rows)))
                    .get();
            List<Map<String, @Nullable Object>> after = all(db, query);
            assertThat(after).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void rows_invalidText_isAProblemOfItsRowWithoutTheValue(Place place) {
        try (Database db = place.open(Database.builder().migrations(THINGS), folder)) {
            Upsert upsert = Upsert.into(db.table("things"), "id").set("name");
            assertThatThrownBy(() -> db.write(
                                    connection -> upsert.run(connection, List.of(Map.of("id", "canary", "name", "x"))))
                            .get())
                    .isInstanceOf(StoreException.class)
                    .hasMessageNotContaining("canary");
            assertThat(all(db, Query.of("SELECT * FROM " + db.table("things")))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void rows_readAfterTheTransaction_areRefused(Place place) {
        try (Database db = place.open(Database.builder(), folder)) {
            Query query = Query.of("SELECT 1 AS one UNION ALL SELECT 2");
            assertThat(query).hasToString("Query(SELECT 1 AS one UNION ALL SELECT 2)");
            Iterator<?> kept =
                    db.read(connection -> query.rows(connection).iterator()).get();
            assertThatThrownBy(kept::hasNext).isInstanceOf(RuntimeException.class);
            assertThatThrownBy(() -> db.read(connection -> {
                                Iterable<?> rows = query.rows(connection);
                                return List.of(rows.iterator(), rows.iterator());
                            })
                            .get())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("read once");
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void rows_failOnTheWay_areAStoreException(Place place) {
        try (Database db = place.open(Database.builder(), folder)) {
            String bad = db.engine() == DatabaseEngine.POSTGRESQL
                    ? "SELECT 1 / (5000 - i) AS x FROM generate_series(1, 9000) AS g(i)"
                    : "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)"
                            + " SELECT CASE WHEN i = 5000 THEN abs(-9223372036854775808) ELSE i END AS x FROM n";
            assertThatThrownBy(() -> db.read(
                                    connection -> Transfer.from(Query.of(bad).rows(connection))
                                            .to(folder.resolve("bad.csv"), Format.csv())
                                            .get())
                            .get())
                    .isInstanceOf(StoreException.class);
            assertThat(folder.resolve("bad.csv")).doesNotExist();
        }
    }
}
