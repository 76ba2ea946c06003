// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Call;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The contract on a real PostgreSQL. */
class PostgresDatabaseTest extends DatabaseContract {
    @Override
    Database open(DatabaseBuilder builder) {
        return builder.schema(Postgres.schema()).of(Postgres.kept());
    }

    @Override
    String slow() {
        return "SELECT pg_sleep(10)";
    }

    private int insertTwiceAndCatch(Connection connection, long id) throws SQLException {
        insert(connection, id, "p" + id);
        try {
            return insert(connection, id, "canary" + id);
        } catch (SQLException e) {
            return 0;
        }
    }

    private static void assertUndone(Call<?> write) {
        assertThatThrownBy(write::get)
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.CONSTRAINT);
                    assertThat(e.sqlState()).isEqualTo("23505");
                    assertThat(e.maybeDone()).isFalse();
                    assertThat(e.getCause()).hasMessageNotContaining("canary");
                })
                .hasMessageContaining("players_pkey")
                .hasMessageContaining("undone the whole transaction")
                .hasMessageContaining("nothing was kept")
                .hasMessageContaining("set a savepoint")
                .hasMessageNotContaining("canary");
    }

    @Test
    void write_caughtAFailedStatementAndReturned_failsAndSaysWhy() {
        assertUndone(db.write(connection -> insertTwiceAndCatch(connection, 1)));
        assertThat(ids()).isEmpty();
    }

    @Test
    void write_caughtAFailedBatchOrQuery_fails() {
        for (Database.Work<Integer> work : List.<Database.Work<Integer>>of(
                connection -> {
                    insert(connection, 1, "Ann");
                    try (Statement batch = connection.createStatement()) {
                        batch.addBatch("INSERT INTO " + db.table("players") + " VALUES (2, 'Ben')");
                        batch.addBatch("INSERT INTO " + db.table("players") + " VALUES (2, 'Ben')");
                        batch.executeBatch();
                    } catch (SQLException e) {
                        return 0;
                    }
                    return 1;
                },
                connection -> {
                    insert(connection, 1, "Ann");
                    try (Statement query = connection.createStatement()) {
                        query.executeQuery("SELECT 1 / 0");
                    } catch (SQLException e) {
                        return 0;
                    }
                    return 1;
                })) {
            assertThat(isKept(db.write(work))).isFalse();
            assertThat(ids()).isEmpty();
        }
    }

    @Test
    void write_failureCaughtBehindTheConnectionGuard_fails() {
        assertThat(isKept(db.write(connection -> {
                    insert(connection, 1, "Ann");
                    try (Statement raw = connection.unwrap(Connection.class).createStatement()) {
                        return raw.executeUpdate("NONSENSE");
                    } catch (SQLException e) {
                        return 0;
                    }
                })))
                .isFalse();
        assertThat(ids()).isEmpty();
    }

    @Test
    void write_undoneByTheDriversOwnConnection_isInDoubt() {
        assertThatThrownBy(() -> db.write(connection -> {
                            insert(connection, 1, "Ann");
                            connection.unwrap(Connection.class).rollback();
                            return 0;
                        })
                        .get())
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.maybeDone()).isTrue())
                .hasMessageContaining("past the connection it was given");
        assertThat(ids()).isEmpty();
    }

    @Test
    void write_failureCaughtAndDriverDoesNotReportIt_fails() {
        DataSource real = Postgres.pool();
        DataSource wrapped = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> closed(real.getConnection()));
        try (Database blind =
                Database.builder().schema(Postgres.schema()).migrations(LEAGUE).of(wrapped)) {
            for (boolean fails : new boolean[] {true, false}) {
                assertThat(isKept(blind.write(connection -> {
                            try (Statement statement = connection.createStatement()) {
                                statement.executeUpdate("INSERT INTO " + blind.table("players") + " VALUES (1, 'Ann')");
                                return fails ? statement.executeUpdate("NONSENSE") : 0;
                            } catch (SQLException e) {
                                return 0;
                            }
                        })))
                        .isEqualTo(!fails);
            }
            assertThat(blind.read(connection -> connection
                                    .createStatement()
                                    .executeQuery("SELECT id FROM " + blind.table("players"))
                                    .next())
                            .get())
                    .isTrue();
        }
    }

    /** A connection that does not lead to the driver's own. */
    private static Connection closed(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                PostgresDatabaseTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("isWrapperFor")) {
                        return false;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void writes_manyAtOnce_eachIsKeptIfItSaysSo() {
        List<CompletableFuture<Integer>> writes = IntStream.range(0, 100)
                .mapToObj(i -> db.write(connection ->
                                i % 3 == 0 ? insertTwiceAndCatch(connection, i) : insert(connection, i, "p" + i))
                        .start())
                .toList();
        List<Long> said = IntStream.range(0, 100)
                .filter(i ->
                        writes.get(i).handle((kept, failure) -> failure == null).join())
                .mapToObj(Long::valueOf)
                .toList();
        assertThat(said).hasSize(66).isEqualTo(ids());
    }

    @Test
    void read_caughtAFailedStatement_givesItsResult() {
        assertThat(db.read(connection -> {
                            try (Statement statement = connection.createStatement()) {
                                return statement.execute("SELECT * FROM nowhere") ? "there" : "";
                            } catch (SQLException e) {
                                return "not there";
                            }
                        })
                        .get())
                .isEqualTo("not there");
    }
}
