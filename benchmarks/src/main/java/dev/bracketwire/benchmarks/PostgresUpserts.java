// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import dev.bracketwire.store.Database;
import dev.bracketwire.store.Migrations;
import dev.bracketwire.store.Upsert;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A thousand rows that are there already, changed in one transaction of a real server. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class PostgresUpserts {
    private static final int ROWS = 1000;

    private final EmbeddedPostgres server;
    private final Connection connection;
    private final Database db;
    private final Upsert upsert;
    private final List<Integer> rows = IntStream.range(0, ROWS).boxed().toList();
    private int rating;

    /** Starts the server. */
    public PostgresUpserts() {
        try {
            server = EmbeddedPostgres.builder().start();
            connection = server.getPostgresDatabase().getConnection();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        db = Database.builder()
                .migrations(Migrations.named("bench")
                        .step(
                                "V1__rows",
                                "CREATE TABLE ${rows} (id int PRIMARY KEY, name text NOT NULL, rating int NOT NULL)"))
                .of(poolOfOne());
        upsert = Upsert.into(db.table("rows"), "id").set("name", "rating");
    }

    /** Both work on the same connection, so that only what is done with it differs. */
    private DataSource poolOfOne() {
        Connection kept = (Connection) Proxy.newProxyInstance(
                PostgresUpserts.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
        return (DataSource) Proxy.newProxyInstance(
                PostgresUpserts.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> kept);
    }

    /** Ours. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int ours() {
        int next = ++rating;
        return db.write(lent -> upsert.run(lent, rows, (row, id) -> bind(row, id, next)))
                .get();
    }

    /** JDBC's batches. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int handwritten() throws SQLException {
        connection.setAutoCommit(false);
        int next = ++rating;
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO bracketwire.rows (id, name, rating) VALUES (?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET name = excluded.name, rating = excluded.rating")) {
            for (int id : rows) {
                bind(statement, id, next);
                statement.addBatch();
            }
            int written = statement.executeBatch().length;
            connection.commit();
            return written;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static void bind(PreparedStatement row, int id, int rating) throws SQLException {
        row.setInt(1, id);
        row.setString(2, "player " + id);
        row.setInt(3, rating);
    }

    /** Stops the server. */
    @TearDown
    public void close() throws IOException, SQLException {
        db.close();
        connection.close();
        server.close();
    }
}
