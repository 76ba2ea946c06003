// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import com.sun.net.httpserver.HttpServer;
import dev.bracketwire.store.Database;
import dev.bracketwire.webhooks.http.JdkRoutes;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Is the process that suites kill or pause. It prints a line {@code ack ID DELIVERIES .} for each event that is stored. It
 * stops publishing when it reads a byte, and ends with its standard input.
 */
final class HookNode {
    private static final int THREADS = 4;

    private final ChaosPlace place;
    private final int port;
    private final String name;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private volatile boolean publishing = true;

    private HookNode(ChaosPlace place, int port, String name) {
        this.place = place;
        this.port = port;
        this.name = name;
    }

    /** Takes {@code MODE PORT NAME ENGINE WHERE SCHEMA}. */
    public static void main(String[] text) throws Exception {
        HookNode node = new HookNode(new ChaosPlace(text[3], text[4], text[5]), Integer.parseInt(text[1]), text[2]);
        switch (text[0]) {
            case "publish" -> node.publishAndDeliver(THREADS, 2);
            case "trickle" -> node.publishAndDeliver(THREADS, 100);
            case "deliver" -> node.publishAndDeliver(0, 0);
            case "transactions" -> node.transactions();
            case "receive" -> node.receive();
            default -> throw new IllegalArgumentException(text[0]);
        }
    }

    private void publishAndDeliver(int threads, long longestPause) throws IOException {
        try (Database db = place.open();
                Webhooks hooks = ChaosPlace.client(db, port).open()) {
            out.println("open .");
            for (int i = 0; i < threads; i++) {
                String key = name + "-" + i;
                Thread thread = new Thread(() -> publish(hooks, key, longestPause));
                thread.setDaemon(true);
                thread.start();
            }
            while (System.in.read() >= 0) {
                publishing = false;
            }
        }
    }

    private void publish(Webhooks hooks, String key, long longestPause) {
        for (int n = 1; publishing && !out.checkError(); n++) {
            Event event = Event.of(n % 8 == 0 ? "keyed.made" : "plain.made", Map.of("key", key, "n", n))
                    .orderKey(key);
            try {
                Published published = hooks.publish(event).get();
                out.println("ack " + published.id() + " " + published.deliveries() + " .");
            } catch (RuntimeException e) {
                out.println("refused " + e.getClass().getSimpleName() + " .");
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longestPause * 1_000_000));
        }
    }

    /** Receives events at a port that it prints, and handles them: some by printing a line, some by a row of a table. */
    private void receive() throws IOException {
        try (Database db = place.open();
                Webhooks hooks = ChaosPlace.client(db, port)
                        .receive(ChaosPlace.source()
                                .on("push", event -> out.println("did " + event.id() + " ."))
                                .onInTransaction(
                                        "pull_request.*", (connection, event) -> save(db, connection, event.id())))
                        .open()) {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newFixedThreadPool(8));
            server.createContext("/in", JdkRoutes.handler(hooks.incoming("github")));
            server.start();
            out.println("port " + server.getAddress().getPort() + " .");
            while (System.in.read() >= 0) {
                publishing = false;
            }
        }
    }

    private static void save(Database db, Connection connection, String id) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + db.table("reviews") + " (id) VALUES (?)")) {
            insert.setString(1, id);
            insert.executeUpdate();
        }
    }

    /** Rolls back ten transactions, then commits one. The parent kills the process when it reads that. */
    private void transactions() throws SQLException, IOException {
        try (Database db = place.open();
                Webhooks hooks = ChaosPlace.client(db, port).publishOnly().open()) {
            for (int n = 1; n <= 10; n++) {
                rollBack(db, hooks, n);
            }
            String id;
            if (place.engine().equals("postgres") && Integer.parseInt(name) % 2 == 0) {
                id = commitOwn(hooks);
            } else {
                id = db.write(connection -> hooks.publish(connection, event("committed", 11)))
                        .get()
                        .id();
            }
            out.println("ack " + id + " 1 .");
            while (System.in.read() >= 0) {
                publishing = false;
            }
        }
    }

    private void rollBack(Database db, Webhooks hooks, int n) {
        try {
            db.write(connection -> {
                        Published published = hooks.publish(connection, event("undone", n));
                        out.println("undone " + published.id() + " .");
                        throw new SQLException("the transaction is rolled back");
                    })
                    .get();
        } catch (RuntimeException e) {
            out.println("refused " + e.getClass().getSimpleName() + " .");
        }
    }

    private String commitOwn(Webhooks hooks) throws SQLException {
        try (Connection own = DriverManager.getConnection(place.where())) {
            own.setAutoCommit(false);
            out.println("undone " + hooks.publish(own, event("undone", 12)).id() + " .");
            own.rollback();
            String id = hooks.publish(own, event("committed", 13)).id();
            own.commit();
            return id;
        }
    }

    private Event event(String type, int n) {
        return Event.of(type, Map.of("key", name, "n", n));
    }
}
