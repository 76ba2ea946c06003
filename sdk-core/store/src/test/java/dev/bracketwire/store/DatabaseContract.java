// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.Call;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database promises, whatever stands behind it. */
abstract class DatabaseContract {
    static final Migrations LEAGUE = Migrations.named("league")
            .step("V1__players", "CREATE TABLE ${players} (id bigint PRIMARY KEY, name text NOT NULL)")
            .step("V2__names", "CREATE UNIQUE INDEX #{players_by_name} ON ${players} (name);");

    Database db;

    /** Opens an empty one. */
    abstract Database open(DatabaseBuilder builder) throws Exception;

    /** A query that takes some ten seconds, unless it is stopped. */
    abstract String slow();

    @BeforeEach
    void open() throws Exception {
        db = open(Database.builder().migrations(LEAGUE));
    }

    @AfterEach
    void close() {
        db.close();
    }

    int insert(Connection connection, long id, String name) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO " + db.table("players") + " VALUES (?, ?)")) {
            statement.setLong(1, id);
            statement.setString(2, name);
            return statement.executeUpdate();
        }
    }

    List<Long> ids(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM " + db.table("players") + " ORDER BY id")) {
            List<Long> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
            return ids;
        }
    }

    List<Long> ids() {
        return db.read(this::ids).get();
    }

    int expire(String lease) {
        return db.write(connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(
                            "UPDATE " + db.table("lease") + " SET expires_at = 1 WHERE name = ?")) {
                        statement.setString(1, lease);
                        return statement.executeUpdate();
                    }
                })
                .get();
    }

    private static int slowly(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return 0;
        }
    }

    @Test
    void write_returned_isKept() {
        assertThat(db.write(connection -> insert(connection, 1, "Ann")).get()).isEqualTo(1);
        assertThat(ids()).containsExactly(1L);
    }

    @Test
    void write_started_isKeptWhenItsFutureIsDone() {
        db.write(connection -> insert(connection, 1, "Ann")).start().join();
        assertThat(db.read(this::ids).start().join()).containsExactly(1L);
    }

    @Test
    void write_threw_isUndoneAndThrows() {
        Call<Integer> failing = db.write(connection -> {
            insert(connection, 1, "Ann");
            throw new IllegalStateException("no more seats");
        });
        assertThatThrownBy(failing::get)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no more seats");
        assertThat(ids()).isEmpty();
    }

    @Test
    void write_brokenConstraint_namesItWithoutTheValue() {
        db.write(connection -> insert(connection, 1, "Ann")).get();
        StoreException failure = catchThrowableOfType(
                StoreException.class,
                () -> db.write(connection -> insert(connection, 2, "Ann")).get());
        assertThat(failure.reason()).isEqualTo(Reason.CONSTRAINT);
        assertThat(failure.maybeDone()).isFalse();
        assertThat(failure).hasMessageContaining("players").hasMessageNotContaining("Ann");
        assertThat(failure.getCause()).hasMessageNotContaining("Ann");
        assertThat(ids()).containsExactly(1L);
    }

    @Test
    void write_missingTable_isNamedInTheMessage() {
        assertThatThrownBy(() -> db.write(connection -> slowly(connection, "DELETE FROM nowhere"))
                        .get())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SQL))
                .hasMessageContaining("nowhere")
                .hasMessageContaining("nothing was kept");
    }

    @Test
    void writes_ofManyThreadsAndOneBad_allKeptButThatOne() {
        List<CompletableFuture<Integer>> writes = IntStream.range(0, 200)
                .mapToObj(i -> db.write(connection -> insert(connection, i == 77 ? 76 : i, "p" + i))
                        .start())
                .toList();
        List<Integer> failed = IntStream.range(0, 200)
                .filter(i ->
                        writes.get(i).handle((n, failure) -> failure != null).join())
                .boxed()
                .toList();
        // Whichever of the two came second.
        assertThat(failed).hasSize(1).first().isIn(76, 77);
        assertThat(ids()).hasSize(199);
    }

    @Test
    void write_endsItsTransactionByJdbc_isRefused() {
        for (Database.Work<Integer> work : List.<Database.Work<Integer>>of(
                connection -> {
                    insert(connection, 1, "Ann");
                    connection.commit();
                    return 0;
                },
                connection -> {
                    insert(connection, 1, "Ann");
                    connection.rollback();
                    return 0;
                },
                connection -> {
                    insert(connection, 1, "Ann");
                    connection.setAutoCommit(true);
                    return 0;
                })) {
            assertThatThrownBy(() -> db.write(work).get())
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is refused");
        }
        assertThat(ids()).isEmpty();
    }

    @Test
    void write_endsItsTransactionBySql_isRefusedAndNothingOfItIsDone() {
        for (String sql : List.of(
                "COMMIT",
                "ROLLBACK",
                "end",
                "Begin",
                "/* a; b */ -- c\n rollback work",
                "SELECT 'a;''b'; COMMIT",
                "SAVEPOINT x; ROLLBACK TO x; COMMIT AND CHAIN",
                "ABORT",
                "START TRANSACTION",
                ";;commit;")) {
            List<Database.Work<Object>> ways = List.of(
                    connection -> connection.createStatement().execute(sql),
                    connection -> connection.createStatement().executeUpdate(sql),
                    connection -> connection.prepareStatement(sql).execute(),
                    connection -> {
                        try (Statement batch = connection.createStatement()) {
                            batch.addBatch(sql);
                            return batch.executeBatch();
                        }
                    },
                    connection -> connection
                            .prepareStatement("SELECT 1")
                            .getConnection()
                            .createStatement()
                            .execute(sql));
            for (Database.Work<Object> way : ways) {
                assertThatThrownBy(() -> db.write(connection -> {
                                    insert(connection, 1, "Ann");
                                    return way.run(connection);
                                })
                                .get())
                        .as(sql)
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("is refused");
                assertThat(ids()).isEmpty();
            }
        }
    }

    @Test
    void write_sqlThatOnlyLooksLikeAnEnd_isRun() {
        db.write(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("SELECT 'x'; -- ; COMMIT");
                        statement.execute("SELECT '; ROLLBACK' AS \"; COMMIT\"");
                        statement.execute("SAVEPOINT mine");
                        statement.execute("INSERT INTO " + db.table("players") + " VALUES (2, '; COMMIT; ''; END')");
                        statement.execute("/* first */ ROLLBACK TO SAVEPOINT mine");
                        statement.execute("RELEASE mine");
                    }
                    return insert(connection, 1, "Ann");
                })
                .get();
        assertThat(ids()).containsExactly(1L);
    }

    @Test
    void write_failedStatementUndoneToItsSavepoint_keepsTheRest() {
        db.write(connection -> {
                    insert(connection, 1, "Ann");
                    for (int i = 0; i < 3; i++) {
                        var before = connection.setSavepoint();
                        try {
                            insert(connection, 1, "Ann");
                        } catch (SQLException e) {
                            connection.rollback(before);
                        }
                    }
                    return insert(connection, 2, "Ben");
                })
                .get();
        assertThat(ids()).containsExactly(1L, 2L);
    }

    @Test
    void write_whoseInnerWriteFails_isKeptAlone() {
        // A call within a call is a transaction of its own, or is refused; neither is reported for the other.
        Call<Integer> outer = db.write(connection -> {
            insert(connection, 1, "Ann");
            try {
                db.write(inner -> {
                            insert(inner, 2, "Ben");
                            return insert(inner, 2, "Ben");
                        })
                        .get();
            } catch (StoreException | IllegalStateException e) {
                return 0;
            }
            throw new AssertionError("an id is there once");
        });
        assertThat(outer.get()).isZero();
        assertThat(ids()).containsExactly(1L);
    }

    @Test
    void lease_fencedWriteThatCaughtAFailure_isKeptWholeOrFails() {
        Lease lease = db.lease("import", Duration.ofMinutes(5)).get().orElseThrow();
        Call<Integer> fenced = db.write(connection -> {
            lease.fence(connection);
            insert(connection, 1, "Ann");
            try {
                insert(connection, 1, "Ann");
            } catch (SQLException e) {
                return 1;
            }
            return 2;
        });
        assertThat(isKept(fenced)).isEqualTo(ids().contains(1L));
        assertThat(lease.renew().get().token()).isEqualTo(lease.token());
    }

    /** Whether a write says that it was kept. */
    static boolean isKept(Call<?> write) {
        try {
            write.get();
            return true;
        } catch (StoreException e) {
            assertThat(e.maybeDone()).isFalse();
            assertThat(e).hasMessageContaining("nothing was kept");
            return false;
        }
    }

    @Test
    void write_savepointOfItsOwn_undoesToIt() {
        db.write(connection -> {
                    insert(connection, 1, "Ann");
                    var before = connection.setSavepoint();
                    insert(connection, 2, "Ben");
                    connection.rollback(before);
                    return 0;
                })
                .get();
        assertThat(ids()).containsExactly(1L);
    }

    @Test
    void connection_usedAfterTheTransaction_isRefused() throws SQLException {
        Connection kept = db.write(connection -> {
                    assertThat(connection.getAutoCommit()).isFalse();
                    assertThat(connection.isClosed()).isFalse();
                    connection.close();
                    return connection;
                })
                .get();
        assertThat(kept.isClosed()).isTrue();
        assertThatThrownBy(kept::createStatement)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("is over");
    }

    @Test
    void read_writes_isRefused() {
        assertThatThrownBy(() ->
                        db.read(connection -> insert(connection, 1, "Ann")).get())
                .isInstanceOf(StoreException.class);
        assertThat(ids()).isEmpty();
        db.write(connection -> insert(connection, 1, "Ann")).get();
    }

    @Test
    void deadline_whileAStatementRuns_stopsAndUndoesIt() {
        Call<Integer> slow = db.write(connection -> {
            insert(connection, 1, "Ann");
            return slowly(connection, slow());
        });
        DeadlineException failure = catchThrowableOfType(
                DeadlineException.class,
                () -> slow.within(Duration.ofMillis(200)).get());
        assertThat(failure.maybeDone()).isFalse();
        assertThat(failure.platform()).isEqualTo(db.engine().id());
        assertThat(ids()).isEmpty();
    }

    @Test
    void deadline_ofARead_stopsIt() {
        Call<Integer> slow = db.read(connection -> slowly(connection, slow()));
        assertThatThrownBy(() -> slow.within(Duration.ofMillis(200)).get()).isInstanceOf(DeadlineException.class);
        assertThatThrownBy(() -> slow.within(Duration.ofNanos(1)).get()).isInstanceOf(DeadlineException.class);
        assertThat(ids()).isEmpty();
    }

    @Test
    void cancel_whileAStatementRuns_undoesIt() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<Integer> slow = db.write(connection -> {
                    insert(connection, 1, "Ann");
                    running.countDown();
                    return slowly(connection, slow());
                })
                .start();
        assertThat(running.await(1, TimeUnit.MINUTES)).isTrue();
        slow.cancel(false);
        db.write(connection -> insert(connection, 1, "Ben")).get();
        assertThat(ids()).containsExactly(1L);
    }

    @Test
    void interrupt_ofTheWaitingThread_isACancel() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() ->
                            db.write(connection -> insert(connection, 1, "Ann")).get())
                    .isInstanceOf(CancelledException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void closed_refusesByItsName() {
        Database closed = db;
        closed.close();
        assertThatThrownBy(() -> closed.read(this::ids).get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
        assertThat(closed.toString()).startsWith("Database(" + db.engine().id());
    }

    @Test
    void lease_held_isRefusedToOthers() {
        Lease mine = db.lease("import", Duration.ofMinutes(5)).get().orElseThrow();
        assertThat(db.lease("import", Duration.ofMinutes(5)).get()).isEmpty();
        assertThat(mine.renew().get()).isSameAs(mine);
        assertThat(mine.release().get()).isTrue();
        Lease next = db.lease("import", Duration.ofMinutes(5)).get().orElseThrow();
        assertThat(next.token()).isGreaterThan(mine.token());
        assertThat(mine.release().get()).isFalse();
        assertThat(next.name()).isEqualTo("import");
        assertThat(next).hasToString("Lease(import, token " + next.token() + ")");
    }

    @Test
    void lease_ofManyAtOnce_isGivenToOne() {
        List<Call<Optional<Lease>>> takers = IntStream.range(0, 8)
                .mapToObj(i -> db.lease("import", Duration.ofMinutes(5)))
                .toList();
        assertThat(Call.all(takers, 8).get().stream().filter(Optional::isPresent))
                .hasSize(1);
    }

    @Test
    void lease_ofAPausedHolder_refusesItsLateWrite() {
        Lease paused = db.lease("import", Duration.ofSeconds(30)).get().orElseThrow();
        expire("import");
        Lease next = db.lease("import", Duration.ofSeconds(30)).get().orElseThrow();
        assertThatThrownBy(() -> db.write(connection -> {
                            insert(connection, 1, "late");
                            paused.fence(connection);
                            return 0;
                        })
                        .get())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LEASE_LOST))
                .hasMessageContaining("import");
        assertThatThrownBy(() -> paused.renew().get()).isInstanceOf(StoreException.class);
        db.write(connection -> {
                    next.fence(connection);
                    return insert(connection, 2, "in time");
                })
                .get();
        assertThat(ids()).containsExactly(2L);
    }

    @Test
    void lease_expiredAndNotTaken_canBeRenewed() {
        try (Lease lease = db.lease("import", Duration.ofSeconds(30)).get().orElseThrow()) {
            expire("import");
            lease.renew().get();
            assertThat(db.lease("import", Duration.ofSeconds(30)).get()).isEmpty();
        }
        assertThatThrownBy(() -> db.lease("import", Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void migrate_again_doesNothing() {
        assertThat(db.migrate(LEAGUE).get()).isEmpty();
        Migrations more = LEAGUE.step("V3__rating", "ALTER TABLE ${players} ADD COLUMN rating int");
        assertThat(db.migrate(more).get()).containsExactly("V3__rating");
        // The version before goes on beside it.
        assertThat(db.migrate(LEAGUE).get()).isEmpty();
    }

    @Test
    void migrate_stepFails_keepsThoseBeforeAndNothingOfIt() {
        Migrations more = LEAGUE.step("V3__good", "CREATE TABLE ${teams} (id int)")
                .step("V4__bad", "CREATE TABLE ${half} (id int); CREATE NONSENSE");
        assertThatThrownBy(() -> db.migrate(more).get()).isInstanceOf(StoreException.class);
        Migrations mended = LEAGUE.step("V3__good", "CREATE TABLE ${teams} (id int)")
                .step("V4__bad", "CREATE TABLE ${half} (id int)");
        assertThat(db.migrate(mended).get()).containsExactly("V4__bad");
    }

    @Test
    void migrate_otherText_isRefused() {
        Migrations other = Migrations.named("league").step("V1__players", "CREATE TABLE ${players} (id int)");
        assertThatThrownBy(() -> db.migrate(other).get())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.SCHEMA))
                .hasMessageContaining("V1__players of league from another text");
    }

    @Test
    void migrate_stepBetween_isRefused() {
        db.migrate(Migrations.named("clubs").step("V2__b", "CREATE TABLE ${b} (id int)"))
                .get();
        Migrations between = Migrations.named("clubs")
                .step("V1__a", "CREATE TABLE ${a} (id int)")
                .step("V2__b", "CREATE TABLE ${b} (id int)");
        assertThatThrownBy(() -> db.migrate(between).get())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("V1__a of clubs");
    }

    @Test
    void upsert_someThereAlready_changesThoseAndInsertsTheRest() {
        db.write(connection -> insert(connection, 3, "Ann")).get();
        Upsert upsert = Upsert.into(db.table("players"), "id").set("name");
        List<Integer> rows = IntStream.range(0, 2500).boxed().toList();
        int written = db.write(connection -> upsert.run(connection, rows, (row, i) -> {
                    row.setLong(1, i);
                    row.setString(2, "p" + i);
                }))
                .get();
        assertThat(written).isEqualTo(2500);
        assertThat(ids()).hasSize(2500);
        Upsert leave = Upsert.into(db.table("players"), "id");
        assertThat(db.write(connection -> leave.run(connection, List.of(), (row, i) -> row.setLong(1, 1)))
                        .get())
                .isZero();
        assertThat(leave.sql()).endsWith("DO NOTHING");
    }

    @Test
    void upsert_namesThatAreNone_areRefused() {
        assertThatThrownBy(() -> Upsert.into("players; DROP", "id")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Upsert.into("players", "id").set("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Upsert.into("players")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void claim_byManyWorkers_givesEachRowOnce() {
        for (int i = 0; i < 200; i++) {
            int id = i;
            db.write(connection -> insert(connection, id, "due" + id)).get();
        }
        QueueClaim due = QueueClaim.from(db, "players", "id")
                .where("name LIKE ?")
                .orderBy("id DESC")
                .set("name = ? || id");
        assertThat(take(due, 3)).containsExactlyInAnyOrder(199L, 198L, 197L);
        List<Call<List<Long>>> workers = IntStream.range(0, 8)
                .mapToObj(i -> db.write(connection -> take(connection, due, 20)))
                .toList();
        List<Long> taken = new ArrayList<>(
                Call.all(workers, 8).get().stream().flatMap(List::stream).toList());
        for (List<Long> rest = take(due, 64); !rest.isEmpty(); rest = take(due, 64)) {
            taken.addAll(rest);
        }
        assertThat(taken).hasSize(197).doesNotHaveDuplicates();
        assertThatThrownBy(() -> take(due, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> take(QueueClaim.from(db, "players", "id"), 1))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void afterCommit_kept_runsBeforeTheResultAndSeesTheRow() {
        List<String> order = new CopyOnWriteArrayList<>();
        for (boolean started : new boolean[] {false, true}) {
            Call<Integer> write = db.write(connection -> {
                order.add(
                        db.afterCommit(connection, () -> order.add("after"))
                                        && db.afterCommit(connection, () -> {
                                            throw new IllegalStateException("an action that fails");
                                        })
                                ? "work"
                                : "refused");
                return insert(connection, started ? 2 : 1, "p" + started);
            });
            int rows = started ? write.start().join() : write.get();
            order.add("result " + rows);
        }
        assertThat(order).containsExactly("work", "after", "result 1", "work", "after", "result 1");
        assertThat(ids()).containsExactly(1L, 2L);
    }

    @Test
    void afterCommit_undone_neverRuns() {
        List<String> ran = new CopyOnWriteArrayList<>();
        Call<Integer> failing = db.write(connection -> {
            db.afterCommit(connection, () -> ran.add("undone"));
            insert(connection, 1, "Ann");
            return insert(connection, 1, "Ann");
        });
        assertThatThrownBy(failing::get).isInstanceOf(StoreException.class);
        db.write(connection -> db.afterCommit(connection, () -> ran.add("kept")))
                .get();
        assertThat(ran).containsExactly("kept");
    }

    @Test
    void afterCommit_connectionOfSomethingElse_givesFalse() {
        List<String> ran = new CopyOnWriteArrayList<>();
        Runnable action = () -> ran.add("ran");
        AtomicReference<Connection> kept = new AtomicReference<>();
        try (Database other = Database.inMemory()) {
            assertThat(db.read(connection -> db.afterCommit(connection, action)).get())
                    .isFalse();
            assertThat(other.write(connection -> db.afterCommit(connection, action))
                            .get())
                    .isFalse();
            assertThat(db.write(connection -> {
                                kept.set(connection);
                                return db.afterCommit(connection.unwrap(Connection.class), action);
                            })
                            .get())
                    .isFalse();
        }
        assertThat(db.afterCommit(Objects.requireNonNull(kept.get()), action)).isFalse();
        assertThat(ran).isEmpty();
    }

    private List<Long> take(QueueClaim queueClaim, int limit) {
        return db.write(connection -> take(connection, queueClaim, limit)).get();
    }

    private static List<Long> take(Connection connection, QueueClaim queueClaim, int limit) throws SQLException {
        return queueClaim.take(
                connection,
                limit,
                query -> {
                    query.setString(1, "due%");
                    query.setString(2, "taken");
                },
                row -> row.getLong("id"));
    }
}
