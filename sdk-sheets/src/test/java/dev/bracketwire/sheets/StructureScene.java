// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** A client before an upstream that knows one spreadsheet. */
final class StructureScene implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String ID = "spring-cup-2026";
    static final String CUP = """
            {"spreadsheetId":"spring-cup-2026",
             "properties":{"title":"Spring Cup","locale":"en_US","timeZone":"Europe/Paris"},
             "sheets":[
              {"properties":{"sheetId":77,"title":"Notes","index":1,"hidden":true,
                "gridProperties":{"rowCount":10,"columnCount":3}}},
              {"properties":{"sheetId":0,"title":"Players","index":0,
                "gridProperties":{"rowCount":200,"columnCount":12,"frozenRowCount":2}},
               "protectedRanges":[{"protectedRangeId":5,"range":{"sheetId":0,"endRowIndex":2},
                 "description":"header","requestingUserCanEdit":true}],
               "tables":[{"tableId":"t1","name":"Roster","range":{"startRowIndex":1,"endRowIndex":100,
                 "startColumnIndex":0,"endColumnIndex":3},
                 "columnProperties":[{"columnName":"Name","columnType":"TEXT"},
                   {"columnIndex":1,"columnName":"Checked in","columnType":"BOOLEAN"}],
                 "rowsProperties":{"footerColorStyle":{}}}]}],
             "namedRanges":[{"namedRangeId":"n1","name":"roster","range":{"startRowIndex":2,"endRowIndex":9,
               "startColumnIndex":0,"endColumnIndex":2}},
              {"namedRangeId":"n2","name":"gone"}]}""";

    final FakeUpstream google = FakeUpstream.start();
    final Sheets sheets = client(GoogleAccess.token(Secret.of("t-1")));
    final Spreadsheet cup = sheets.spreadsheet(ID);

    StructureScene() {
        google.on("GET", "/v4/spreadsheets/" + ID).answers(Answer.json(CUP));
        google.on("POST", "/v4/spreadsheets/" + ID + ":batchUpdate")
                .answers(Answer.json("{\"updatedSpreadsheet\":" + CUP.replace("Spring Cup", "Changed Cup") + "}"));
    }

    Sheets client(GoogleAccess access) {
        return Sheets.builder(access)
                .base(google.uri())
                .writePace(Duration.ZERO)
                .mergeWindow(Duration.ZERO)
                .build();
    }

    /** Returns the requests that a change sends. */
    JsonNode sent(SheetChange... changes) {
        cup.change(changes).get();
        var received = google.received("POST", "/v4/spreadsheets/" + ID + ":batchUpdate");
        return json(received.get(received.size() - 1).text()).path("requests");
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        sheets.close();
        google.close();
    }
}
