// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/** The process that {@link StoreChaos} kills: it writes until then, and says the number of each write that was kept. */
final class StoreWriter {
    private static final int THREADS = 8;

    private StoreWriter() {}

    /** Takes {@code sqlite FILE} or {@code postgres URL SCHEMA}. */
    public static void main(String[] where) {
        Database db = where[0].equals("sqlite")
                ? StoreChaos.open(Database.builder()).open(Path.of(where[1]))
                : StoreChaos.open(Database.builder().schema(where[2])).of(Pools.of(where[1]));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        AtomicLong numbers = new AtomicLong();
        for (int i = 0; i < THREADS; i++) {
            new Thread(() -> write(db, numbers, out)).start();
        }
    }

    private static void write(Database db, AtomicLong numbers, PrintStream out) {
        while (!out.checkError()) {
            long number = numbers.incrementAndGet();
            db.write(connection -> halves(db, connection, number)).get();
            out.println(number);
        }
    }

    private static int halves(Database db, Connection connection, long number) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO " + db.table("left_half") + " VALUES (" + number + ")");
            return statement.executeUpdate("INSERT INTO " + db.table("right_half") + " VALUES (" + number + ")");
        }
    }
}
