// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

import dev.bracketwire.Call;
import dev.bracketwire.Secret;
import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Counts the calls to Google that common operations take. The first round of ours meets a JVM that is not warm. */
public final class SheetCalls implements Probe {
    private static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("BENCH_ROUNDS", "5"));
    private static final int ROWS = 10;
    private static final List<String> OPERATIONS =
            List.of("open", "reads", "writes", "equal-reads", "appends", "cached-read");
    private static final List<String> APPENDED = List.of("first", "second", "third");

    /** Made by name. */
    public SheetCalls() {}

    /** Prepares an operation, whose calls do not count, and carries it out. */
    private interface CountedClient extends AutoCloseable {
        void prepare(String operation) throws IOException;

        void run(String operation) throws IOException;

        @Override
        void close();
    }

    @FunctionalInterface
    private interface ClientStart {
        CountedClient start(FakeSheets google, String id) throws IOException;
    }

    @Override
    public void measure(Figures figures) throws IOException {
        boolean present = true;
        for (int round = 0; round < ROUNDS; round++) {
            for (String operation : OPERATIONS) {
                count(figures, operation, "ours", OurCalls::new);
                present = present && countPeer(figures, operation);
            }
        }
    }

    private static boolean countPeer(Figures figures, String operation) {
        SheetsPeer.Program program = SheetsPeer.Program.GOOGLE_SPREADSHEET;
        try {
            count(figures, operation, program.label, PeerCalls::new);
            return true;
        } catch (IOException e) {
            figures.absent(program.label, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private static void count(Figures figures, String operation, String label, ClientStart start) throws IOException {
        try (FakeSheets google = FakeSheets.builder().withoutQuota().start().token(SheetsPeer.TOKEN)) {
            FakeSpreadsheet file = SheetsPeer.players(google, ROWS);
            try (CountedClient client = start.start(google, file.id())) {
                client.prepare(operation);
                int before = google.calls().size();
                client.run(operation);
                figures.add(operation, label, google.calls().size() - before, "calls");
            }
            if (operation.equals("appends")) {
                List<Object> names = file.find("Players").rows().stream()
                        .skip(1 + ROWS)
                        .<Object>map(row -> String.valueOf(row.get(0)))
                        .toList();
                int misplaced = (int) IntStream.range(0, APPENDED.size())
                        .filter(i -> names.size() <= i || !names.get(i).equals(APPENDED.get(i)))
                        .count();
                figures.add("appends-out-of-order", label, misplaced, "rows");
            }
        }
    }

    /** Starts the calls one after the other without waiting, and then awaits them all. */
    private static void together(Stream<? extends Call<?>> calls) {
        calls.map(Call::start).collect(Collectors.toList()).forEach(CompletableFuture::join);
    }

    private static final class OurCalls implements CountedClient {
        private final Sheets sheets;
        private final Spreadsheet cup;

        OurCalls(FakeSheets google, String id) {
            sheets = Sheets.builder(GoogleAccess.token(Secret.of(SheetsPeer.TOKEN)))
                    .base(google.uri())
                    .build();
            cup = sheets.spreadsheet(id);
        }

        @Override
        public void prepare(String operation) {
            if (operation.equals("cached-read")) {
                run(operation);
            }
        }

        @Override
        public void run(String operation) {
            switch (operation) {
                case "open" -> cup.tab("Players").get();
                case "reads" -> together(rows().mapToObj(row -> cup.read("Players!A" + row)));
                case "writes" -> together(rows().mapToObj(row -> cup.write("Players!C" + row, true)));
                case "equal-reads" -> together(rows().mapToObj(row -> cup.read("Players!A2:C11")));
                case "appends" ->
                    together(APPENDED.stream().map(name -> cup.append("Players!A1", List.of(List.of(name)))));
                case "cached-read" -> cup.read("Players!A2:C11").get();
                default -> throw new IllegalArgumentException(operation);
            }
        }

        private static IntStream rows() {
            return IntStream.range(2, 2 + ROWS);
        }

        @Override
        public void close() {
            sheets.close();
        }
    }

    private static final class PeerCalls implements CountedClient {
        private final SheetsPeer peer;

        PeerCalls(FakeSheets google, String id) throws IOException {
            peer = new SheetsPeer(SheetsPeer.Program.GOOGLE_SPREADSHEET, google, id);
        }

        @Override
        public void prepare(String operation) throws IOException {
            peer.ask("prepare " + operation);
        }

        @Override
        public void run(String operation) throws IOException {
            peer.ask("run " + operation);
        }

        @Override
        public void close() {
            peer.close();
        }
    }
}
