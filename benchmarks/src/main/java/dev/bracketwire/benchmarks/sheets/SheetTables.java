// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

import dev.bracketwire.Call;
import dev.bracketwire.Secret;
import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.sheets.table.ClaimResult;
import dev.bracketwire.sheets.table.SheetProblem;
import dev.bracketwire.sheets.table.SheetTable;
import dev.bracketwire.testkit.sheets.FakeCall;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls to Google that operations of tables take, and looks whether the sheet then holds what was asked for. The
 * other client is measured where it offers the operation. {@link HeaderDetection} needs no calls.
 */
public final class SheetTables implements Probe {
    private static final int ROUNDS = Integer.parseInt(System.getenv().getOrDefault("BENCH_ROUNDS", "5"));
    private static final String TAB = "Players";
    private static final List<Object> HEADER =
            List.of("Discord Tag", "Riot ID", "Pronouns", "Registered", "Checked in", "Alt IGNs", "Team");
    private static final List<String> ADDED = List.of("first", "second", "third");
    private static final int PLACES = 32;
    private static final int RESET = 500;

    /** Made by name. */
    public SheetTables() {}

    /** Prepares an operation and carries it out. The calls of the preparation do not count. */
    private interface TableClient extends AutoCloseable {
        void prepare(String operation) throws IOException;

        void run(String operation) throws IOException;

        @Override
        void close();
    }

    @FunctionalInterface
    private interface ClientStart {
        TableClient start(Scene scene) throws IOException;
    }

    /** Plays Google with one tab of players, below whom rows are prepared with checkboxes. */
    private static final class Scene implements AutoCloseable {
        final FakeSheets google = FakeSheets.builder().withoutQuota().start().token(SheetsPeer.TOKEN);
        final FakeSpreadsheet file = google.spreadsheet("Spring Cup");
        final FakeTab tab;
        int before;

        Scene(int players, int prepared) {
            List<List<Object>> rows = new ArrayList<>(List.of(HEADER));
            IntStream.range(0, players)
                    .forEach(i -> rows.add(List.of(name(i), name(i) + "#EUW", "", true, true, "", "Reds")));
            IntStream.range(0, prepared).forEach(i -> rows.add(List.of("", "", "", false, false, "", "")));
            tab = file.tab(TAB, rows);
            if (rows.size() > 1) {
                tab.checkboxes("D2:E" + rows.size());
            }
        }

        void carryOut(String operation, TableClient client) throws IOException {
            client.prepare(operation);
            before = google.calls().size();
            client.run(operation);
        }

        int calls() {
            return google.calls().size() - before;
        }

        int writes() {
            return (int) google.calls().stream()
                    .skip(before)
                    .filter(call -> call.kind() == FakeCall.Kind.WRITE)
                    .count();
        }

        @Override
        public void close() {
            google.close();
        }
    }

    private static String name(int i) {
        return "player" + i;
    }

    @Override
    public void measure(Figures figures) throws IOException {
        HeaderDetection headers = new HeaderDetection();
        boolean present = true;
        for (int round = 0; round < ROUNDS; round++) {
            common(figures, "ours", OurTable::new);
            upsert(figures);
            claims(figures);
            headers.measure(figures);
            present = present && peer(figures);
        }
    }

    private static boolean peer(Figures figures) {
        SheetsPeer.Program program = SheetsPeer.Program.GOOGLE_SPREADSHEET;
        try {
            common(figures, program.label, PeerTable::new);
            return true;
        } catch (IOException e) {
            figures.absent(program.label, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private static void common(Figures figures, String label, ClientStart start) throws IOException {
        for (String operation : List.of("check", "records", "records-again")) {
            try (Scene scene = new Scene(10, 0);
                    TableClient client = start.start(scene)) {
                scene.carryOut(operation, client);
                figures.add(operation, label, scene.calls(), "calls");
            }
        }
        for (String operation : List.of("adds", "appends")) {
            try (Scene scene = new Scene(10, 0);
                    TableClient client = start.start(scene)) {
                scene.carryOut(operation, client);
                if (operation.equals("adds")) {
                    figures.add("adds-writes", label, scene.writes(), "calls");
                } else {
                    figures.add("appends", label, scene.calls(), "calls");
                }
                int misplaced = (int) IntStream.range(0, ADDED.size())
                        .filter(i -> !ADDED.get(i).equals(scene.tab.cell("A" + (12 + i))))
                        .count();
                figures.add(operation + "-out-of-order", label, misplaced, "rows");
            }
        }
        try (Scene scene = new Scene(RESET, 0);
                TableClient client = start.start(scene)) {
            scene.carryOut("reset", client);
            figures.add("reset-of-500-writes", label, scene.writes(), "calls");
            int left = (int) IntStream.range(2, 2 + RESET)
                    .filter(row -> Stream.of("A", "B").anyMatch(column -> isFilled(scene.tab.cell(column + row)))
                            || Stream.of("D", "E")
                                    .anyMatch(column -> !Boolean.FALSE.equals(scene.tab.cell(column + row))))
                    .count();
            figures.add("reset-of-500-left", label, left, "rows");
        }
    }

    private static boolean isFilled(@Nullable Object cell) {
        return cell != null && !cell.equals("");
    }

    private static void upsert(Figures figures) throws IOException {
        try (Scene scene = new Scene(10, 0);
                OurTable client = new OurTable(scene)) {
            List<Map<String, Object>> rows = IntStream.range(0, 20)
                    .<Map<String, Object>>mapToObj(i -> Map.of("discord", name(i), "ign", "New " + i + "#NA1"))
                    .toList();
            int before = scene.google.calls().size();
            client.players.upsert(rows).get().orThrow();
            figures.add("upsert-of-20", "ours", scene.google.calls().size() - before, "calls");
            int wrong = (int) IntStream.range(0, 20)
                    .filter(i -> !name(i).equals(scene.tab.cell("A" + (i + 2)))
                            || !("New " + i + "#NA1").equals(scene.tab.cell("B" + (i + 2))))
                    .count();
            figures.add("upsert-of-20-wrong", "ours", wrong, "rows");
        }
    }

    private static void claims(Figures figures) throws IOException {
        try (Scene scene = new Scene(0, PLACES);
                OurTable client = new OurTable(scene)) {
            client.players.records().get();
            int before = scene.google.calls().size();
            List<Call<ClaimResult>> claims = IntStream.range(0, PLACES)
                    .mapToObj(i -> client.players
                            .registration(PLACES)
                            .claim(Map.of("discord", name(i), "ign", name(i) + "#EUW")))
                    .toList();
            together(claims.stream());
            figures.add("claims-of-32", "ours", scene.google.calls().size() - before, "calls");
            int rows = (int) IntStream.range(2, 2 + PLACES)
                    .mapToObj(row -> Objects.requireNonNullElse(scene.tab.cell("A" + row), ""))
                    .filter(SheetTables::isFilled)
                    .distinct()
                    .count();
            figures.add("claims-of-32-rows", "ours", rows, "rows");
        }
    }

    /** Starts the calls one after the other without waiting, and then awaits them all. */
    private static void together(Stream<? extends Call<?>> calls) {
        calls.map(Call::start).collect(Collectors.toList()).forEach(CompletableFuture::join);
    }

    private static final class OurTable implements TableClient {
        private final Sheets sheets;
        private final Spreadsheet cup;
        private final SheetTable players;

        OurTable(Scene scene) {
            sheets = Sheets.builder(GoogleAccess.token(Secret.of(SheetsPeer.TOKEN)))
                    .base(scene.google.uri())
                    .build();
            cup = sheets.spreadsheet(scene.file.id());
            players = cup.table(TAB);
        }

        @Override
        public void prepare(String operation) {
            if (operation.equals("records-again")) {
                players.records().get();
            }
        }

        @Override
        public void run(String operation) throws IOException {
            switch (operation) {
                case "check" -> {
                    List<SheetProblem> problems = players.check().get();
                    if (!problems.isEmpty()) {
                        throw new IOException("a right sheet has problems: " + problems);
                    }
                }
                case "records", "records-again" -> {
                    if (players.records().get().size() != 10) {
                        throw new IOException("some records are missing");
                    }
                }
                case "adds" ->
                    together(ADDED.stream()
                            .map(name -> players.upsert(List.of(Map.of("discord", name, "ign", name + "#EUW")))));
                case "appends" -> together(ADDED.stream().map(name -> cup.append(TAB + "!A1", List.of(List.of(name)))));
                case "reset" -> players.registration(RESET).reset().get().orThrow();
                default -> throw new IllegalArgumentException(operation);
            }
        }

        @Override
        public void close() {
            sheets.close();
        }
    }

    private static final class PeerTable implements TableClient {
        private final SheetsPeer peer;

        PeerTable(Scene scene) throws IOException {
            peer = new SheetsPeer(SheetsPeer.Program.GOOGLE_SPREADSHEET, scene.google, scene.file.id());
        }

        @Override
        public void prepare(String operation) throws IOException {
            peer.ask("prepare table-" + operation);
        }

        @Override
        public void run(String operation) throws IOException {
            peer.ask("run table-" + operation);
        }

        @Override
        public void close() {
            peer.close();
        }
    }
}
