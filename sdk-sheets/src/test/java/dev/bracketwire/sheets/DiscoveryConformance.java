// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.conformance.Suite;
import dev.bracketwire.sheets.internal.CellBlock;
import dev.bracketwire.sheets.internal.CellDetailsReader;
import dev.bracketwire.sheets.internal.ChangeTargets;
import dev.bracketwire.sheets.internal.DataFilters;
import dev.bracketwire.sheets.internal.ModelJson;
import dev.bracketwire.sheets.internal.SpreadsheetInfoReader;
import dev.bracketwire.sheets.internal.ValuesWriter;
import java.lang.annotation.Annotation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import retrofit2.http.GET;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.Query;

/** Compares every request that the client can send, and every field that it reads, with Google's description of the API. */
class DiscoveryConformance {
    private static final String INTERNAL = "dev.bracketwire.sheets.internal.";

    @Test
    void requestsAndFields_existInTheDocument() throws Exception {
        Suite.run("sheets/discovery", suite -> {
            for (Path file : suite.files(".json")) {
                JsonNode document = StructureScene.JSON.readTree(file.toFile());
                switch (document.path("name").asText()) {
                    case "sheets" -> sheets(suite, file, new DiscoveryDocument(document));
                    case "drive" -> drive(suite, file, new DiscoveryDocument(document));
                    default -> throw new IllegalStateException("the client does not use the API of " + file);
                }
            }
        });
    }

    private static void sheets(Suite suite, Path file, DiscoveryDocument google) throws Exception {
        endpoints(suite, file, google, Class.forName(INTERNAL + "SheetsEndpoints"));
        mask(suite, file, google, "Spreadsheet", SpreadsheetInfoReader.FIELDS);
        mask(suite, file, google, "Spreadsheet", CellDetailsReader.FIELDS);
        mask(suite, file, google, "Spreadsheet", formulaFields());
        mask(suite, file, google, "Spreadsheet", "spreadsheetId");
        mask(
                suite,
                file,
                google,
                "BatchUpdateSpreadsheetResponse",
                "updatedSpreadsheet(" + SpreadsheetInfoReader.FIELDS + ")");
        for (GoogleScope scope :
                List.of(GoogleScope.SPREADSHEETS, GoogleScope.SPREADSHEETS_READONLY, GoogleScope.DRIVE_FILE)) {
            suite.check(
                    file, "scope " + scope.url(), true, () -> google.scopes().contains(scope.url()));
        }
        for (ReadMode mode : ReadMode.values()) {
            parameter(suite, file, google, "valueRenderOption", ValuesWriter.renderOption(mode));
        }
        parameter(suite, file, google, "dateTimeRenderOption", "SERIAL_NUMBER");
        parameter(suite, file, google, "valueInputOption", ValuesWriter.inputOption(true));
        parameter(suite, file, google, "valueInputOption", ValuesWriter.inputOption(false));
        parameter(suite, file, google, "insertDataOption", "INSERT_ROWS");
        bodies().forEach((name, body) -> suite.check(
                file,
                "body of " + name,
                List.of(),
                () -> google.problems(name.substring(0, name.indexOf(' ')), StructureScene.JSON.readTree(body))));
        ChangeTargets targets = new ChangeTargets(SpreadsheetInfoReader.read(StructureScene.json(StructureScene.CUP)));
        for (SheetChange change : changes()) {
            for (Object request : change.requests(targets)) {
                suite.check(
                        file,
                        "change that " + change,
                        List.of(),
                        () -> google.problems("Request", ModelJson.tree(request)));
            }
        }
    }

    private static void drive(Suite suite, Path file, DiscoveryDocument google) throws Exception {
        endpoints(suite, file, google, Class.forName(INTERNAL + "SheetsEndpoints$Drive"));
        mask(suite, file, google, "File", "version,modifiedTime");
        suite.check(
                file,
                "scope " + GoogleScope.DRIVE_METADATA_READONLY.url(),
                true,
                () -> google.scopes().contains(GoogleScope.DRIVE_METADATA_READONLY.url()));
    }

    private static void endpoints(Suite suite, Path file, DiscoveryDocument google, Class<?> endpoints) {
        for (Method endpoint : endpoints.getDeclaredMethods()) {
            String request = request(endpoint);
            JsonNode method = google.method(request);
            suite.check(file, request, true, () -> !method.isMissingNode());
            for (Annotation[] annotations : endpoint.getParameterAnnotations()) {
                for (Annotation annotation : annotations) {
                    if (annotation instanceof Query query) {
                        suite.check(
                                file, request + " ?" + query.value(), true, () -> google.takes(method, query.value()));
                    }
                }
            }
        }
    }

    private static String request(Method endpoint) {
        if (endpoint.isAnnotationPresent(GET.class)) {
            return "GET " + endpoint.getAnnotation(GET.class).value();
        }
        return endpoint.isAnnotationPresent(PUT.class)
                ? "PUT " + endpoint.getAnnotation(PUT.class).value()
                : "POST " + endpoint.getAnnotation(POST.class).value();
    }

    private static void mask(Suite suite, Path file, DiscoveryDocument google, String schema, String mask) {
        suite.check(file, "fields of " + schema + " " + mask, List.of(), () -> google.maskProblems(schema, mask));
    }

    private static void parameter(Suite suite, Path file, DiscoveryDocument google, String name, String value) {
        suite.check(
                file,
                name + "=" + value,
                true,
                () -> google.parameterValues(name).contains(value));
    }

    private static String formulaFields() throws Exception {
        Field fields = Class.forName(INTERNAL + "FormulaCells").getDeclaredField("FIELDS");
        fields.setAccessible(true);
        return (String) fields.get(null);
    }

    /** Returns bodies that hold values, by the schema of each and what it is. */
    private static Map<String, byte[]> bodies() {
        List<List<Cell>> rows = List.of(List.of(Cell.text("Ann"), Cell.keep(), Cell.formula("=1+1")));
        List<CellAddress> filters = List.of(
                new GridRange(0, CellBounds.parse("A2:C")),
                MetadataLookup.columns("role").withValue("seed").inTab(0),
                A1.parse("Players!A1"));
        List<CellBlock> blocks = List.of(new CellBlock(A1.parse("Players!A1"), rows));
        Map<String, byte[]> bodies = new LinkedHashMap<>();
        bodies.put("ValueRange of a write", ValuesWriter.range(blocks.get(0), true));
        bodies.put("BatchUpdateValuesRequest of writes", ValuesWriter.batch(blocks, ReadMode.VALUES));
        bodies.put(
                "BatchUpdateValuesByDataFilterRequest of writes",
                ValuesWriter.batchByFilter(
                        filters.stream()
                                .map(filter -> new CellBlock(filter, rows))
                                .toList(),
                        null));
        bodies.put("BatchGetValuesByDataFilterRequest of reads", DataFilters.request(filters, ReadMode.VALUES));
        return bodies;
    }

    private static List<SheetChange> changes() {
        A1 range = A1.parse("Players!A2:B3");
        List<SheetChange> changes = new ArrayList<>(SheetChangeTest.changes().stream()
                .map(Arguments::get)
                .map(arguments -> (SheetChange) arguments[0])
                // These take their target away from the others.
                .filter(change -> Stream.of("deletes the tab", "renames").noneMatch(change.toString()::startsWith))
                .toList());
        changes.add(SheetChange.cells(
                range, List.of(List.of("Ann", Cell.link("b", URI.create("https://example.org"))), List.of(1, true))));
        for (CellFormat.NumberKind kind : CellFormat.NumberKind.values()) {
            for (CellFormat.Alignment place : CellFormat.Alignment.values()) {
                changes.add(SheetChange.format(
                        range,
                        CellFormat.none()
                                .withBold(true)
                                .withItalic(true)
                                .withBackground("#102030")
                                .withTextColor("#FFFFFF")
                                .withNumbers(kind, "0")
                                .withWrap(place == CellFormat.Alignment.LEFT)
                                .withAlignment(place)));
            }
        }
        changes.add(SheetChange.renameTab("Notes", "Old notes"));
        changes.add(SheetChange.deleteTab("Players"));
        return changes;
    }
}
