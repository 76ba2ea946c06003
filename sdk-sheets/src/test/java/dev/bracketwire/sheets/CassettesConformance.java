// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.CallException;
import dev.bracketwire.Secret;
import dev.bracketwire.conformance.Suite;
import dev.bracketwire.sheets.internal.SpreadsheetInfoReader;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reads what another client recorded, and sends the same where this client offers the operation. */
class CassettesConformance {
    @Test
    void recordedExchanges_areDecoded_andSentAlike() throws Exception {
        Suite.run("sheets/gspread-cassettes", suite -> {
            for (Path file : suite.files(".json")) {
                int index = 0;
                for (JsonNode exchange :
                        StructureScene.JSON.readTree(file.toFile()).path("interactions")) {
                    RecordedExchange recorded = new RecordedExchange(exchange);
                    if (recorded.isOfSheets()) {
                        decode(suite, file, index, recorded);
                        replay(suite, file, index, recorded);
                    }
                    index++;
                }
            }
        });
    }

    private static void decode(Suite suite, Path file, int index, RecordedExchange recorded) {
        JsonNode reply = recorded.reply();
        String id = index + " " + recorded.method() + " " + recorded.verb();
        if (reply.has("sheets") && reply.has("properties")) {
            SpreadsheetInfo info = SpreadsheetInfoReader.read(reply);
            suite.check(file, id + ": title", reply.at("/properties/title").asText(), info::title);
            suite.check(file, id + ": locale", reply.at("/properties/locale").asText(), info::locale);
            suite.check(
                    file,
                    id + ": zone",
                    reply.at("/properties/timeZone").asText(),
                    () -> String.valueOf(info.timeZone()));
            for (JsonNode sheet : reply.path("sheets")) {
                JsonNode properties = sheet.path("properties");
                suite.check(file, id + ": tab " + properties.path("sheetId"), tab(properties), () -> {
                    SheetTab tab = info.tab(properties.path("sheetId").asInt());
                    return List.of(
                            tab.title(),
                            tab.index(),
                            tab.hidden(),
                            tab.rowCount(),
                            tab.columnCount(),
                            tab.frozenRows());
                });
            }
            suite.check(
                    file,
                    id + ": names",
                    reply.path("namedRanges").findValuesAsText("name"),
                    () -> info.namedRanges().stream()
                            .map(SpreadsheetInfo.NamedCells::name)
                            .toList());
        }
        for (JsonNode range : recorded.valueRanges()) {
            suite.check(
                    file,
                    id + ": values " + range.path("range").asText(),
                    RecordedExchange.rows(range),
                    () -> RecordedExchange.rows(RecordedExchange.grid(range)));
        }
    }

    private static List<Object> tab(JsonNode properties) {
        JsonNode grid = properties.path("gridProperties");
        return List.of(
                properties.path("title").asText(),
                properties.path("index").asInt(),
                properties.path("hidden").asBoolean(),
                grid.path("rowCount").asInt(),
                grid.path("columnCount").asInt(),
                grid.path("frozenRowCount").asInt());
    }

    private static void replay(Suite suite, Path file, int index, RecordedExchange recorded) {
        Optional<RecordedExchange.Operation> offered = recorded.operation();
        if (offered.isEmpty()) {
            return;
        }
        RecordedExchange.Operation operation = offered.get();
        String id = index + " " + operation.name();
        try (FakeUpstream google = FakeUpstream.start();
                Sheets sheets = Sheets.builder(GoogleAccess.token(Secret.of("t-1")))
                        .base(google.uri())
                        .mergeWindow(Duration.ofMillis(operation.name().equals("readAll") ? 500 : 0))
                        .build()) {
            // The client reads the tabs before it changes them, and again where an old reply does not hold them.
            google.on("*", "/{path+}")
                    .answers(request -> request.method().equals(recorded.method())
                            ? Answer.bytes("application/json", recorded.text().getBytes(UTF_8))
                                    .status(recorded.status())
                            : Answer.json("{}"));
            suite.check(file, id + ": result", operation.expected(), () -> {
                try {
                    return operation.run(sheets.spreadsheet(recorded.spreadsheet()));
                } catch (CallException e) {
                    return "refused with " + e.status();
                }
            });
            List<Received> sent = google.received().stream()
                    .filter(request -> request.method().equals(recorded.method()))
                    .toList();
            suite.check(file, id + ": one request", 1, sent::size);
            suite.check(file, id + ": the same request", recorded.normal(), () -> RecordedExchange.normal(sent.get(0)));
        }
    }
}
