// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import dev.bracketwire.store.Database;
import dev.bracketwire.store.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/** Rows of a hundred bytes into a file, each durable when its writer goes on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class SqliteWrites {
    private static final int ROWS = 64;
    private static final String TEXT = "x".repeat(100);

    private final Path folder;
    private final Database db;
    private final Connection hand;
    private final PreparedStatement insert;
    private final AtomicLong id = new AtomicLong();

    /** Makes two files. */
    public SqliteWrites() {
        try {
            folder = Files.createTempDirectory("bench-store");
            db = Database.builder()
                    .migrations(Migrations.named("bench")
                            .step("V1__rows", "CREATE TABLE ${rows} (id integer PRIMARY KEY, body text NOT NULL)"))
                    .open(folder.resolve("ours.db"));
            hand = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("hand.db"));
            try (Statement statement = hand.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = FULL");
                statement.execute("CREATE TABLE bw_rows (id integer PRIMARY KEY, body text NOT NULL)");
            }
            hand.setAutoCommit(false);
            insert = hand.prepareStatement("INSERT INTO bw_rows VALUES (?, ?)");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A call a row. */
    @Benchmark
    @Threads(ROWS)
    public int ours() {
        long next = id.incrementAndGet();
        return db.write(connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement("INSERT INTO bw_rows VALUES (?, ?)")) {
                        statement.setLong(1, next);
                        statement.setString(2, TEXT);
                        return statement.executeUpdate();
                    }
                })
                .get();
    }

    /** A transaction of 64 rows, by one thread and one prepared statement. */
    @Benchmark
    @Threads(1)
    @OperationsPerInvocation(ROWS)
    public int handwritten() throws SQLException {
        for (int i = 0; i < ROWS; i++) {
            insert.setLong(1, id.incrementAndGet());
            insert.setString(2, TEXT);
            insert.executeUpdate();
        }
        hand.commit();
        return ROWS;
    }

    /** Deletes both. */
    @TearDown
    public void close() throws SQLException, IOException {
        db.close();
        hand.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
