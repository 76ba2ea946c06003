// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.CallException;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Timeouts;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.SheetsBudget;
import dev.bracketwire.sheets.SpreadsheetId;
import dev.bracketwire.store.Database;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;

/** A process of {@link LeaseNodesChaos}: it registers people with eight threads, and prints the answer for each. */
final class LeaseNode {
    private static final int THREADS = 8;

    private LeaseNode() {}

    /** Takes {@code BASE SPREADSHEET CAPACITY JDBC-URL SCHEMA NAME,NAME...}. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        ConcurrentLinkedQueue<String> names = new ConcurrentLinkedQueue<>(List.of(arguments[5].split(",")));
        SheetsBudget budget = SheetsBudget.builder()
                .perUser(1_000_000, 1_000_000)
                .perProject(1_000_000, 1_000_000)
                .build();
        try (Database db = Database.builder().schema(arguments[4]).of(connections(arguments[3]));
                Sheets sheets = Sheets.builder(GoogleAccess.token(Secret.of("a-token")))
                        .base(URI.create(arguments[0]))
                        .budget(budget)
                        .mergeWindow(Duration.ZERO)
                        .writePace(Duration.ZERO)
                        .timeouts(Timeouts.defaults().call(Duration.ofMinutes(4)))
                        .build()) {
            RegistrationList list = sheets.spreadsheet(new SpreadsheetId(arguments[1]))
                    .table("Players")
                    .lease(db)
                    .registration(Integer.parseInt(arguments[2]));
            Thread[] threads = new Thread[THREADS];
            for (int i = 0; i < THREADS; i++) {
                threads[i] = new Thread(() -> register(list, names, out));
                threads[i].start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void register(RegistrationList list, ConcurrentLinkedQueue<String> names, PrintStream out) {
        for (String name = names.poll(); name != null && !out.checkError(); name = names.poll()) {
            out.println(name + " " + answer(list, name));
        }
    }

    private static String answer(RegistrationList list, String name) {
        try {
            return list.claim(Map.of("discord", name, "ign", name + "#EUW"))
                    .get()
                    .fold(registered -> "Registered", there -> "AlreadyThere", full -> "Full");
        } catch (SheetException e) {
            return "Refused " + line(e);
        } catch (CallException e) {
            return "Unknown " + line(e);
        }
    }

    private static String line(RuntimeException problem) {
        return String.valueOf(problem.getMessage()).replace('\n', ' ');
    }

    private static DataSource connections(String url) {
        return (DataSource) Proxy.newProxyInstance(
                LeaseNode.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return DriverManager.getConnection(url);
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
