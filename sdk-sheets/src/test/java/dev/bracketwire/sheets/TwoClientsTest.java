// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Timeouts;
import dev.bracketwire.seeded.SeededDraw;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.Received;
import dev.bracketwire.testkit.sheets.FakeCall;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Two clients of one project and a person at a browser work on one spreadsheet at the same time. */
class TwoClientsTest {
    private static final int REQUESTS = 200;
    private static final int ROWS = 12;
    // Each client has columns of its own; the person has those between them.
    private static final List<List<String>> OWN = List.of(List.of("A", "C"), List.of("E", "G"));

    @Test
    void twoHundredRequests_besideAPerson_loseNothingAndProvokeNoRefusal() {
        SeededDraw.rounds(3, draw -> {
            try (Round round = new Round(draw)) {
                round.play();
            }
        });
    }

    private static final class Round implements AutoCloseable {
        private final SeededDraw draw;
        private final ManualClock clock = ManualClock.create();
        private final FakeSheets google =
                FakeSheets.builder().clock(clock).start().token("t-1");
        private final FakeSpreadsheet file = google.spreadsheet("Spring Cup");
        private final FakeTab cup = file.tab("Cup");
        private final SheetsBudget budget = SheetsBudget.standard();
        private final List<Sheets> clients = List.of(client(), client());

        // The numbers only grow, so that a value shows how late it was written.
        private int number;
        private final Map<String, Integer> written = new HashMap<>();
        private final Map<String, Integer> confirmed = new HashMap<>();
        private final Map<String, Double> byPerson = new HashMap<>();
        private final List<CompletableFuture<?>> started = new ArrayList<>();
        private int writes;

        Round(SeededDraw draw) {
            this.draw = draw;
        }

        private Sheets client() {
            return Sheets.builder(GoogleAccess.token(Secret.of("t-1")))
                    .base(google.uri())
                    .budget(budget)
                    .clock(clock)
                    .timeouts(Timeouts.defaults().attempt(Duration.ofHours(2)).call(Duration.ofHours(4)))
                    .build();
        }

        void play() {
            for (int i = 0; i < REQUESTS; i++) {
                int client = draw.between(0, 1);
                Spreadsheet open = clients.get(client).spreadsheet(file.id());
                switch (draw.between(0, 5)) {
                    case 0, 1 -> writeCell(open, OWN.get(client));
                    case 2 -> writeRow(open, OWN.get(client));
                    case 3 -> read(open, draw.element("A", "C", "E", "G"), true);
                    case 4 -> read(open, OWN.get(client).get(draw.between(0, 1)), false);
                    default -> edit();
                }
                if (draw.between(0, 3) == 0) {
                    pass(Duration.ofMillis(draw.between(1, 3_000)));
                }
            }
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> {
                        clock.advance(Duration.ofMillis(500));
                        return started.stream().allMatch(CompletableFuture::isDone);
                    });
            check();
        }

        private void pass(Duration time) {
            clock.advance(time);
        }

        private int row() {
            return draw.between(1, ROWS);
        }

        private void writeCell(Spreadsheet open, List<String> columns) {
            String cell = columns.get(draw.between(0, 1)) + row();
            int value = ++number;
            started(List.of(cell), value, open.write("Cup!" + cell, value).start());
        }

        private void writeRow(Spreadsheet open, List<String> columns) {
            int row = row();
            int value = ++number;
            RangeWrite both = RangeWrite.row("Cup!" + columns.get(0) + row, value, Cell.keep(), value);
            started(
                    List.of(columns.get(0) + row, columns.get(1) + row),
                    value,
                    open.write(both).start());
        }

        private void started(List<String> cells, int value, CompletableFuture<RangeWritten.Done> write) {
            writes++;
            cells.forEach(cell -> written.put(cell, value));
            started.add(write.thenAccept(done -> {
                synchronized (confirmed) {
                    cells.forEach(cell -> confirmed.merge(cell, value, Math::max));
                }
            }));
        }

        private void read(Spreadsheet open, String column, boolean fresh) {
            int row = row();
            String cell = column + row;
            int least;
            synchronized (confirmed) {
                least = confirmed.getOrDefault(cell, 0);
            }
            var call = open.read("Cup!" + column + row + ":" + column + ROWS);
            started.add((fresh ? call.fresh() : call).start().thenAccept(grid -> {
                String text = grid.text(0, 0);
                assertThat(text.isEmpty() ? 0 : Integer.parseInt(text)).as(cell).isGreaterThanOrEqualTo(least);
            }));
        }

        private void edit() {
            String cell = draw.element("B", "F") + row();
            double value = ++number;
            cup.set(cell, value);
            byPerson.put(cell, value);
        }

        private void check() {
            assertThat(started).allSatisfy(CompletableFuture::join);
            written.forEach((cell, value) -> assertThat(cup.cell(cell)).as(cell).isEqualTo((double) value));
            byPerson.forEach(
                    (cell, value) -> assertThat(cup.cell(cell)).as(cell).isEqualTo(value));
            assertThat(confirmed).isEqualTo(written);
            assertThat(google.refusedByQuota()).isZero();
            assertThat(google.calls()).allMatch(call -> call.status() == 200);
            assertThat(count(FakeCall.Kind.WRITE))
                    .isEqualTo(usage(SheetsUsage::writeCalls))
                    .isLessThan(writes);
            assertThat(count(FakeCall.Kind.READ)).isEqualTo(usage(SheetsUsage::readCalls));
            assertThat(usage(SheetsUsage::writes)).isEqualTo(writes);
            sentValues().forEach((cell, values) -> assertThat(values).as(cell).isSorted());
            assertThat(sentValues().keySet()).isEqualTo(written.keySet());
        }

        private long count(FakeCall.Kind kind) {
            return google.calls().stream().filter(call -> call.kind() == kind).count();
        }

        private long usage(ToLongFunction<SheetsUsage> figure) {
            return clients.stream().map(Sheets::usage).mapToLong(figure).sum();
        }

        /** Returns the values that were sent for each cell, in the order of the requests. */
        private Map<String, List<Integer>> sentValues() {
            Map<String, List<Integer>> sent = new HashMap<>();
            for (Received request : google.upstream().received()) {
                if (request.method().equals("GET")) {
                    continue;
                }
                JsonNode body = json(request.text());
                if (body.has("data")) {
                    body.path("data")
                            .forEach(range -> add(sent, range.path("range").asText(), range));
                } else {
                    String path = request.path();
                    add(
                            sent,
                            URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8),
                            body);
                }
            }
            return sent;
        }

        private static void add(Map<String, List<Integer>> sent, String range, JsonNode values) {
            A1 area = A1.parse(range);
            JsonNode row = values.path("values").path(0);
            for (int c = 0; c < row.size(); c++) {
                if (!row.path(c).isNull()) {
                    String cell = area.cell(0, c).cells().toString();
                    sent.computeIfAbsent(cell, added -> new ArrayList<>())
                            .add(row.path(c).asInt());
                }
            }
        }

        private static JsonNode json(String text) {
            try {
                return new ObjectMapper().readTree(text);
            } catch (IOException e) {
                throw new AssertionError(text, e);
            }
        }

        @Override
        public void close() {
            clients.forEach(Sheets::close);
            google.close();
        }
    }
}
