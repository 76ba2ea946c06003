// SPDX-License-Identifier: Apache-2.0
package consumer;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.sheets.v4.Sheets;
import com.google.api.services.sheets.v4.model.AddNamedRangeRequest;
import com.google.api.services.sheets.v4.model.AddSheetRequest;
import com.google.api.services.sheets.v4.model.BatchUpdateSpreadsheetRequest;
import com.google.api.services.sheets.v4.model.BatchUpdateSpreadsheetResponse;
import com.google.api.services.sheets.v4.model.BatchUpdateValuesByDataFilterRequest;
import com.google.api.services.sheets.v4.model.BatchUpdateValuesRequest;
import com.google.api.services.sheets.v4.model.ClearValuesRequest;
import com.google.api.services.sheets.v4.model.CreateDeveloperMetadataRequest;
import com.google.api.services.sheets.v4.model.DataFilter;
import com.google.api.services.sheets.v4.model.DataFilterValueRange;
import com.google.api.services.sheets.v4.model.DeveloperMetadata;
import com.google.api.services.sheets.v4.model.DeveloperMetadataLocation;
import com.google.api.services.sheets.v4.model.DeveloperMetadataLookup;
import com.google.api.services.sheets.v4.model.DimensionRange;
import com.google.api.services.sheets.v4.model.GridRange;
import com.google.api.services.sheets.v4.model.InsertDimensionRequest;
import com.google.api.services.sheets.v4.model.NamedRange;
import com.google.api.services.sheets.v4.model.Request;
import com.google.api.services.sheets.v4.model.SheetProperties;
import com.google.api.services.sheets.v4.model.Spreadsheet;
import com.google.api.services.sheets.v4.model.SpreadsheetProperties;
import com.google.api.services.sheets.v4.model.ValueRange;
import dev.bracketwire.testkit.sheets.FakeSheets;
import java.io.IOException;
import java.util.List;

/** Keeps a roster with Google's own client, as it comes, in the testkit's spreadsheets. */
final class Roster {
    private final Sheets.Spreadsheets sheets;
    private String id = "";

    private Roster(FakeSheets google, String token) {
        sheets = new Sheets.Builder(
                        new NetHttpTransport(),
                        GsonFactory.getDefaultInstance(),
                        request -> request.getHeaders().setAuthorization("Bearer " + token))
                .setRootUrl(google.uri() + "/")
                .setApplicationName("roster")
                .build()
                .spreadsheets();
    }

    /** Gives the rows at the end, and the refusals on the way. */
    static String keep() throws IOException {
        try (FakeSheets google = FakeSheets.start().token("writer")) {
            google.token("reader", "reader@example.org", "spreadsheets.readonly");
            Roster roster = new Roster(google, "writer");
            roster.fill();
            Roster reader = new Roster(google, "reader");
            int noScope = refusal(() -> reader.sheets
                    .values()
                    .clear(roster.id, "Roster!A1", new ClearValuesRequest())
                    .execute());
            int missing = refusal(() -> reader.sheets.get("nope").execute());
            int unknown = refusal(
                    () -> reader.sheets.values().get(roster.id, "Nope!A1").execute());
            return google.open(roster.id).find("Roster").rows() + " " + noScope + " " + missing + " " + unknown
                    + " unexpected: " + google.unexpected().size();
        }
    }

    private void fill() throws IOException {
        id = sheets.create(new Spreadsheet().setProperties(new SpreadsheetProperties().setTitle("Spring Cup")))
                .execute()
                .getSpreadsheetId();
        int tab = batch(new Request()
                        .setAddSheet(new AddSheetRequest().setProperties(new SheetProperties().setTitle("Roster"))))
                .getReplies()
                .get(0)
                .getAddSheet()
                .getProperties()
                .getSheetId();
        sheets.values()
                .update(id, "Roster!A1:B1", values(List.of("Name", "Points")))
                .setValueInputOption("RAW")
                .execute();
        String table = sheets.values()
                .append(id, "Roster!A1", values(List.of("Ann", 3), List.of("Bea", "=B2*2")))
                .setValueInputOption("USER_ENTERED")
                .execute()
                .getTableRange();
        check(table.equals("Roster!A1:B1"), table);
        sheets.values()
                .batchUpdate(
                        id,
                        new BatchUpdateValuesRequest()
                                .setValueInputOption("RAW")
                                .setData(List.of(values(List.of(4)).setRange("Roster!B2"))))
                .execute();
        DimensionRange points = new DimensionRange()
                .setSheetId(tab)
                .setDimension("COLUMNS")
                .setStartIndex(1)
                .setEndIndex(2);
        batch(
                new Request()
                        .setCreateDeveloperMetadata(new CreateDeveloperMetadataRequest()
                                .setDeveloperMetadata(new DeveloperMetadata()
                                        .setMetadataKey("role")
                                        .setVisibility("DOCUMENT")
                                        .setLocation(new DeveloperMetadataLocation().setDimensionRange(points)))),
                new Request()
                        .setAddNamedRange(new AddNamedRangeRequest()
                                .setNamedRange(new NamedRange()
                                        .setName("points")
                                        .setRange(new GridRange()
                                                .setSheetId(tab)
                                                .setStartColumnIndex(1)
                                                .setEndColumnIndex(2)))),
                new Request()
                        .setInsertDimension(new InsertDimensionRequest()
                                .setRange(points.clone().setStartIndex(0).setEndIndex(1))));
        sheets.values()
                .batchUpdateByDataFilter(
                        id,
                        new BatchUpdateValuesByDataFilterRequest()
                                .setValueInputOption("RAW")
                                .setData(List.of(new DataFilterValueRange()
                                        .setDataFilter(new DataFilter()
                                                .setDeveloperMetadataLookup(
                                                        new DeveloperMetadataLookup().setMetadataKey("role")))
                                        .setMajorDimension("COLUMNS")
                                        .setValues(List.of(List.of("Score"))))))
                .execute();
        ValueRange read = sheets.values()
                .get(id, "points")
                .setValueRenderOption("FORMULA")
                .execute();
        check(read.getRange().equals("Roster!C1:C1000"), read.getRange());
        check(read.getValues().get(2).get(0).equals("=C2*2"), read.getValues().toString());
    }

    private BatchUpdateSpreadsheetResponse batch(Request... requests) throws IOException {
        return sheets.batchUpdate(id, new BatchUpdateSpreadsheetRequest().setRequests(List.of(requests)))
                .execute();
    }

    @SafeVarargs
    private static ValueRange values(List<Object>... rows) {
        return new ValueRange().setValues(List.of(rows));
    }

    private static void check(boolean expected, String found) {
        if (!expected) {
            throw new IllegalStateException("not expected: " + found);
        }
    }

    private static int refusal(Attempt attempt) throws IOException {
        try {
            attempt.make();
            return 200;
        } catch (GoogleJsonResponseException e) {
            return e.getStatusCode();
        }
    }

    /** Sends a request that is refused. */
    private interface Attempt {
        void make() throws IOException;
    }
}
