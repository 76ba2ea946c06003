// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.sheets.v4.model.AddSheetRequest;
import com.google.api.services.sheets.v4.model.BatchUpdateSpreadsheetRequest;
import com.google.api.services.sheets.v4.model.ClearValuesRequest;
import com.google.api.services.sheets.v4.model.Request;
import com.google.api.services.sheets.v4.model.SheetProperties;
import com.google.api.services.sheets.v4.model.ValueRange;
import dev.bracketwire.CallException;
import dev.bracketwire.Secret;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GoogleTransportTest {
    private final FakeUpstream upstream = FakeUpstream.start();
    private final Sheets sheets = Sheets.builder(GoogleAccess.token(Secret.of("t-1")))
            .base(upstream.uri())
            .mergeWindow(Duration.ZERO)
            .build();
    private final com.google.api.services.sheets.v4.Sheets google =
            new com.google.api.services.sheets.v4.Sheets.Builder(
                            GoogleTransport.of(sheets), GsonFactory.getDefaultInstance(), null)
                    .setApplicationName("cup")
                    .build();

    @AfterEach
    void close() {
        sheets.close();
        upstream.close();
    }

    @Test
    void read_throughTheTransport_carriesOurCredentialAndRange() throws IOException {
        upstream.on("GET", "/v4/spreadsheets/cup-1/values/{range}")
                .answers(Answer.json("{\"range\":\"Players!A1:B\",\"values\":[[\"Ann\",1]]}")
                        .gzip());
        ValueRange read = google.spreadsheets()
                .values()
                .get("cup-1", "'a/b +c'!A1:B")
                .setValueRenderOption("UNFORMATTED_VALUE")
                .execute();
        assertThat(read.getValues().get(0).get(0)).isEqualTo("Ann");
        Received request = upstream.received().get(0);
        assertThat(request.variable("range")).isEqualTo("'a/b +c'!A1:B");
        assertThat(request.query("valueRenderOption")).contains("UNFORMATTED_VALUE");
        assertThat(request.headers("Authorization")).containsExactly("Bearer t-1");
    }

    @Test
    void write_throughTheTransport_isSentCompressedOrEmptyAsGoogleMadeIt() throws IOException {
        upstream.on("POST", "/v4/spreadsheets/cup-1/values/{range}:append").answers(Answer.json("{}"));
        upstream.on("POST", "/v4/spreadsheets/cup-1/values/{range}:clear").answers(Answer.json("{}"));
        google.spreadsheets()
                .values()
                .append("cup-1", "Players!A1", new ValueRange().setValues(List.of(List.of("Ann"))))
                .setValueInputOption("RAW")
                .execute();
        google.spreadsheets()
                .values()
                .clear("cup-1", "Players!A1", new ClearValuesRequest())
                .execute();
        Received append = upstream.received().get(0);
        assertThat(text(append)).isEqualTo("{\"values\":[[\"Ann\"]]}");
        assertThat(text(upstream.received().get(1))).isEqualTo("{}");
    }

    private static String text(Received request) throws IOException {
        if (request.header("Content-Encoding").isEmpty()) {
            return request.text();
        }
        assertThat(request.header("Content-Encoding")).contains("gzip");
        try (GZIPInputStream body = new GZIPInputStream(new ByteArrayInputStream(request.body()))) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void quotaError_isRetriedByOurPipeline_andOthersReachTheUserAsGoogles() throws IOException {
        upstream.on("GET", "/v4/spreadsheets/cup-1")
                .answers(Answer.of(503), Answer.json("{\"spreadsheetId\":\"cup-1\"}"));
        assertThat(google.spreadsheets().get("cup-1").execute().getSpreadsheetId())
                .isEqualTo("cup-1");
        upstream.on("GET", "/v4/spreadsheets/cup-2")
                .answers(Answer.json("{\"error\":{\"code\":404,\"message\":\"Requested entity was not found.\","
                                + "\"status\":\"NOT_FOUND\"}}")
                        .status(404));
        assertThatThrownBy(() -> google.spreadsheets().get("cup-2").execute())
                .isInstanceOf(GoogleJsonResponseException.class)
                .hasMessageContaining("Requested entity was not found.");
        assertThat(upstream.received("GET", "/v4/spreadsheets/cup-1")).hasSize(2);
    }

    @Test
    void lostReplyOfAWrite_isAnIoException_andIsNotSentTwice() {
        upstream.on("POST", "/v4/spreadsheets/cup-1:batchUpdate").answers(Answer.dropBeforeHead());
        var batch = new BatchUpdateSpreadsheetRequest().setRequests(List.of(addSheet()));
        assertThatThrownBy(
                        () -> google.spreadsheets().batchUpdate("cup-1", batch).execute())
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(CallException.class);
        upstream.assertReceived("POST", "/v4/spreadsheets/cup-1:batchUpdate").once();
    }

    @Test
    void change_ofAModel_sendsItAsItIs() {
        upstream.on("GET", "/v4/spreadsheets/cup-1").answers(Answer.json("{}"));
        upstream.on("POST", "/v4/spreadsheets/cup-1:batchUpdate").answers(Answer.json("{\"updatedSpreadsheet\":{}}"));
        var batch = new BatchUpdateSpreadsheetRequest().setRequests(List.of(addSheet()));
        sheets.spreadsheet("cup-1").change(GoogleModels.batch(batch)).get();
        assertThat(upstream.received("POST", "/v4/spreadsheets/cup-1:batchUpdate")
                        .get(0)
                        .text())
                .contains("\"requests\":[{\"addSheet\":{\"properties\":{\"sheetId\":0,\"title\":\"New\"}}}]");
        assertThat(GoogleModels.batch(new BatchUpdateSpreadsheetRequest())).isEmpty();
    }

    private static Request addSheet() {
        return new Request()
                .setAddSheet(new AddSheetRequest()
                        .setProperties(new SheetProperties().setSheetId(0).setTitle("New")));
    }
}
