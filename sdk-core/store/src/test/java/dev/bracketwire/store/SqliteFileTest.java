// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Call;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is so on a SQLite file only. */
class SqliteFileTest {
    @TempDir
    Path folder;

    private static final Migrations NOTES = Migrations.named("notes")
            .step(
                    "V1__notes",
                    "CREATE TABLE ${notes} (id integer PRIMARY KEY ON CONFLICT ROLLBACK, parent integer"
                            + " REFERENCES ${notes} (id) DEFERRABLE INITIALLY DEFERRED)");

    private Path file() {
        return folder.resolve("notes.db");
    }

    private Database open() {
        return Database.builder().migrations(NOTES).open(file());
    }

    private static Database.Work<Integer> sql(String sql) {
        return connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        };
    }

    private static List<Integer> ids(Database db) {
        return db.read(connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet rows = statement.executeQuery("SELECT id FROM bw_notes ORDER BY id")) {
                        List<Integer> ids = new ArrayList<>();
                        while (rows.next()) {
                            ids.add(rows.getInt(1));
                        }
                        return ids;
                    }
                })
                .get();
    }

    /** Holds the writer until all these writes wait, so that they share a transaction. */
    private static List<CompletableFuture<Integer>> together(Database db, List<Database.Work<Integer>> works) {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch held = new CountDownLatch(1);
        db.write(connection -> {
                    held.countDown();
                    await(gate);
                    return 0;
                })
                .start();
        await(held);
        List<CompletableFuture<Integer>> running =
                works.stream().map(work -> db.write(work).start()).toList();
        gate.countDown();
        return running;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String end(CompletableFuture<Integer> future) {
        return future.handle((value, failure) -> failure == null
                        ? "kept"
                        : failure instanceof StoreException store && store.maybeDone()
                                ? "doubt"
                                : failure.getClass().getSimpleName())
                .join();
    }

    @Test
    void open_reopened_findsWhatWasWritten() throws SQLException {
        try (Database db = open()) {
            db.write(sql("INSERT INTO bw_notes VALUES (1, NULL)")).get();
            assertThat(db).hasToString("Database(sqlite " + file().toAbsolutePath() + ")");
        }
        assertThat(Path.of(file() + "-wal")).doesNotExist();
        try (Database db = open();
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                ResultSet mode = other.createStatement().executeQuery("PRAGMA journal_mode")) {
            assertThat(ids(db)).containsExactly(1);
            assertThat(mode.getString(1)).isEqualTo("wal");
        }
    }

    @Test
    void writes_oneUndoesTheirTransaction_theOthersAreKept() {
        try (Database db = open()) {
            db.write(sql("INSERT INTO bw_notes VALUES (1, NULL)")).get();
            var ends = together(
                    db,
                    List.of(
                            sql("INSERT INTO bw_notes VALUES (2, NULL)"),
                            sql("INSERT INTO bw_notes VALUES (1, NULL)"),
                            sql("INSERT INTO bw_notes VALUES (3, NULL)")));
            assertThat(ends.stream().map(SqliteFileTest::end)).containsExactly("kept", "StoreException", "kept");
            assertThat(ids(db)).containsExactly(1, 2, 3);
        }
    }

    @Test
    void writes_oneBreaksAConstraintAtTheCommit_theOthersAreKept() {
        try (Database db = open()) {
            var ends = together(
                    db,
                    List.of(
                            sql("INSERT INTO bw_notes VALUES (2, NULL)"),
                            sql("INSERT INTO bw_notes VALUES (3, 99)"),
                            sql("INSERT INTO bw_notes VALUES (4, 2)")));
            assertThat(ends.stream().map(SqliteFileTest::end)).containsExactly("kept", "StoreException", "kept");
            assertThat(ids(db)).containsExactly(2, 4);
        }
    }

    @Test
    void writes_oneIsStopped_theOthersAreKept() {
        try (Database db = open()) {
            CountDownLatch running = new CountDownLatch(1);
            var ends = together(db, List.of(sql("INSERT INTO bw_notes VALUES (2, NULL)"), connection -> {
                running.countDown();
                sql("INSERT INTO bw_notes VALUES (3, NULL)").run(connection);
                return connection
                        .createStatement()
                        .executeUpdate("INSERT INTO bw_notes "
                                + MemoryDatabaseTest.SLOW.replace(
                                        "SELECT count(*) FROM n WHERE i % 7 = 8", "SELECT -i, NULL FROM n"));
            }));
            await(running);
            ends.get(1).cancel(false);
            assertThat(end(ends.get(0))).isEqualTo("kept");
            assertThat(ids(db)).containsExactly(2);
        }
    }

    @Test
    void writes_oneEndsTheTransactionBySql_onlyThatOneFails() {
        try (Database db = open()) {
            var ends = together(
                    db,
                    List.of(
                            sql("INSERT INTO bw_notes VALUES (2, NULL)"),
                            sql("COMMIT"),
                            sql("INSERT INTO bw_notes VALUES (3, NULL)")));
            assertThat(ends.stream().map(SqliteFileTest::end)).containsExactly("kept", "StoreException", "kept");
            assertThat(ids(db)).containsExactly(2, 3);
        }
    }

    @Test
    void writes_oneEndsTheTransactionBehindTheGuard_allReportFailure() {
        try (Database db = open()) {
            var ends = together(
                    db,
                    List.of(
                            sql("INSERT INTO bw_notes VALUES (2, NULL)"),
                            connection -> connection
                                    .unwrap(Connection.class)
                                    .createStatement()
                                    .executeUpdate("COMMIT"),
                            sql("INSERT INTO bw_notes VALUES (3, NULL)")));
            assertThat(ends.stream().map(SqliteFileTest::end)).containsExactly("doubt", "doubt", "kept");
            db.write(sql("INSERT INTO bw_notes VALUES (5, NULL)")).get();
        }
    }

    /** Ways in which SQLite undoes the whole transaction where a statement fails. */
    private static List<String> undoing() {
        return List.of(
                "INSERT INTO bw_notes VALUES (1, NULL)",
                "INSERT OR ROLLBACK INTO bw_notes VALUES (1, NULL)",
                "INSERT INTO bw_notes VALUES (-7, NULL)");
    }

    @Test
    void writes_oneCatchesAFailureThatUndidAll_failsAndTheOthersAreKept() {
        try (Database db = open()) {
            db.write(sql("CREATE TRIGGER guard BEFORE INSERT ON bw_notes WHEN new.id = -7"
                            + " BEGIN SELECT RAISE(ROLLBACK, 'no seven'); END"))
                    .get();
            db.write(sql("INSERT INTO bw_notes VALUES (1, NULL)")).get();
            for (String undoing : undoing()) {
                AtomicInteger failures = new AtomicInteger();
                var ends = together(
                        db,
                        List.of(
                                sql("INSERT INTO bw_notes VALUES (2, NULL)"),
                                connection -> {
                                    try (PreparedStatement before =
                                            connection.prepareStatement("INSERT INTO bw_notes VALUES (?, NULL)")) {
                                        before.setInt(1, 10);
                                        before.executeUpdate();
                                        for (String sql : List.of(undoing, "INSERT INTO bw_notes VALUES (11, NULL)")) {
                                            try {
                                                sql(sql).run(connection);
                                            } catch (SQLException e) {
                                                failures.incrementAndGet();
                                            }
                                        }
                                        before.setInt(1, 12);
                                        before.executeUpdate();
                                    } catch (SQLException e) {
                                        return 0;
                                    }
                                    return 1;
                                },
                                sql("INSERT INTO bw_notes VALUES (3, NULL)")));
                assertThat(ends.stream().map(SqliteFileTest::end))
                        .as(undoing)
                        .containsExactly("kept", "StoreException", "kept");
                assertThat(failures).hasValue(2);
                assertThatThrownBy(() -> ends.get(1).join())
                        .hasMessageContaining("undone the whole transaction")
                        .hasMessageContaining("nothing was kept")
                        .hasMessageContaining("let the failure out of the work");
                assertThat(ids(db)).as(undoing).containsExactly(1, 2, 3);
                db.write(sql("DELETE FROM bw_notes WHERE id > 1")).get();
            }
        }
    }

    @Test
    void write_failureThatUndidAllWithinASavepoint_failsAndTheNextIsKept() {
        try (Database db = open()) {
            db.write(sql("INSERT INTO bw_notes VALUES (1, NULL)")).get();
            assertThatThrownBy(() -> db.write(connection -> {
                                Savepoint before = connection.setSavepoint();
                                try {
                                    return sql("INSERT INTO bw_notes VALUES (1, NULL)")
                                            .run(connection);
                                } catch (SQLException e) {
                                    connection.rollback(before);
                                    return 0;
                                }
                            })
                            .get())
                    .isInstanceOf(StoreException.class);
            db.write(sql("INSERT INTO bw_notes VALUES (2, NULL)")).get();
            assertThat(ids(db)).containsExactly(1, 2);
        }
    }

    @Test
    void write_diskFullAndCaught_reportsWhetherItWasKept() {
        try (Database db = open()) {
            db.write(sql("CREATE TABLE big (body blob)")).get();
            boolean kept = DatabaseContract.isKept(db.write(connection -> {
                sql("INSERT INTO bw_notes VALUES (1, NULL)").run(connection);
                sql("PRAGMA max_page_count = 1").run(connection); // becomes what the file has now
                for (int i = 0; i < 1000; i++) {
                    try {
                        sql("INSERT INTO big VALUES (zeroblob(100000))").run(connection);
                    } catch (SQLException e) {
                        return i;
                    }
                }
                throw new AssertionError("the disk is never full");
            }));
            assertThat(ids(db).contains(1)).isEqualTo(kept);
        }
    }

    @Test
    void write_withinAWrite_isRefusedInWords() {
        try (Database db = open()) {
            assertThatThrownBy(() -> db.write(
                                    connection -> db.write(sql("SELECT 1")).get())
                            .get())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("use the connection it was given");
        }
    }

    @Test
    void write_anotherProcessWrites_isBusyAfterItsTime() throws SQLException {
        try (Database db = Database.builder()
                        .migrations(NOTES)
                        .busyTimeout(Duration.ofMillis(50))
                        .open(file());
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> db.write(sql("INSERT INTO bw_notes VALUES (1, NULL)"))
                            .get())
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BUSY))
                    .hasMessageContaining("try again");
            statement.execute("COMMIT");
            db.write(sql("INSERT INTO bw_notes VALUES (1, NULL)")).get();
        }
    }

    @Test
    void deadline_whileItWaitsForTheWriter_isNeverRun() {
        ManualClock clock = ManualClock.create();
        try (Database db = Database.builder()
                .migrations(NOTES)
                .clock(clock)
                .executor(Executors.newCachedThreadPool())
                .open(file())) {
            CountDownLatch gate = new CountDownLatch(1);
            var holder = db.write(connection -> {
                        await(gate);
                        return 0;
                    })
                    .within(Duration.ofHours(1))
                    .start();
            Call<Integer> write = db.write(sql("INSERT INTO bw_notes VALUES (1, NULL)"));
            var waits = write.start();
            clock.advance(Duration.ofSeconds(30));
            assertThat(end(waits)).isEqualTo("DeadlineException");
            assertThatThrownBy(waits::join).hasCauseInstanceOf(DeadlineException.class);
            gate.countDown();
            assertThat(holder.join()).isZero();
            assertThat(ids(db)).isEmpty();
        }
    }

    @Test
    void open_whatIsNoDatabase_isUnavailable() throws IOException {
        Files.writeString(file(), "this is a letter, and was never a database. ".repeat(40));
        assertThatThrownBy(() -> Database.open(file()))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE))
                .hasMessageContaining("notes.db");
        assertThatThrownBy(() -> Database.open(file().resolve("below/a.db"))).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> Database.open(Path.of("a?mode=ro"))).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void builder_wrongValues_areRefused() {
        DatabaseBuilder builder = Database.builder();
        assertThatThrownBy(() -> builder.schema("a; DROP")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.readers(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.busyTimeout(Duration.ofDays(1))).isInstanceOf(IllegalArgumentException.class);
        try (Database db = builder.schema("cup").inMemory()) {
            assertThat(db.table("players")).isEqualTo("cup_players");
            assertThatThrownBy(() -> db.table("no-name")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void reads_moreThanConnections_wait() {
        try (Database db = Database.builder().readers(2).migrations(NOTES).open(file())) {
            CountDownLatch gate = new CountDownLatch(1);
            CountDownLatch holding = new CountDownLatch(2);
            List<CompletableFuture<Integer>> held = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                held.add(db.read(connection -> {
                            holding.countDown();
                            await(gate);
                            return 0;
                        })
                        .start());
            }
            await(holding);
            assertThatThrownBy(() -> db.read(sql("SELECT 1"))
                            .within(Duration.ofMillis(100))
                            .get())
                    .isInstanceOf(DeadlineException.class);
            gate.countDown();
            held.forEach(CompletableFuture::join);
        }
    }
}
