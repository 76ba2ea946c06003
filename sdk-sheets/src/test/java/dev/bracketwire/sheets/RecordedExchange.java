// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.sheets.internal.MalformedValuesException;
import dev.bracketwire.sheets.internal.ValuesReader;
import dev.bracketwire.testkit.Received;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** A request and its reply, as another client recorded them. */
final class RecordedExchange {
    // A mask narrows the reply and changes nothing; the others are the defaults of the API.
    private static final Set<String> DEFAULTS = Set.of(
            "prettyprint=false",
            "prettyprint=true",
            "alt=json",
            "majordimension=rows",
            "valuerenderoption=formatted_value",
            "datetimerenderoption=serial_number",
            "includegriddata=false",
            "includevaluesinresponse=false");

    private final JsonNode request;
    private final JsonNode response;
    private final URI uri;

    RecordedExchange(JsonNode exchange) {
        this.request = exchange.path("request");
        this.response = exchange.path("response");
        this.uri = URI.create(request.path("uri").asText());
    }

    boolean isOfSheets() {
        return uri.getHost().startsWith("sheets.") && uri.getPath().startsWith("/v4/spreadsheets/");
    }

    String method() {
        return request.path("method").asText();
    }

    int status() {
        return response.at("/status/code").asInt();
    }

    String text() {
        return response.at("/body/string").asText();
    }

    JsonNode reply() {
        return json(text());
    }

    private JsonNode body() {
        return json(request.path("body").asText(""));
    }

    private static JsonNode json(String text) {
        try {
            return text.isEmpty() ? MissingNode.getInstance() : StructureScene.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance(); // an upload or a page
        }
    }

    /** Returns the part of the path after the spreadsheet, without any range. */
    String verb() {
        String rest = uri.getPath()
                .substring("/v4/spreadsheets/".length() + spreadsheet().length());
        if (rest.startsWith("/values/")) {
            for (String verb : List.of(":append", ":clear")) {
                if (rest.endsWith(verb)) {
                    return "/values/" + verb;
                }
            }
            return "/values/";
        }
        return rest;
    }

    String spreadsheet() {
        return uri.getPath().split("/", -1)[3].split(":", 2)[0];
    }

    private String range() {
        return uri.getPath().split("/values/", 2)[1];
    }

    private List<String> query(String name) {
        return parameters(uri.getRawQuery()).stream()
                .filter(pair -> pair[0].equals(name))
                .map(pair -> pair[1])
                .toList();
    }

    private static List<String[]> parameters(String rawQuery) {
        List<String[]> pairs = new ArrayList<>();
        for (String pair : rawQuery == null || rawQuery.isEmpty() ? new String[0] : rawQuery.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            pairs.add(new String[] {parts[0], parts.length > 1 ? URLDecoder.decode(parts[1], UTF_8) : ""});
        }
        return pairs;
    }

    /** Returns the ranges of values that the reply holds row by row. */
    List<JsonNode> valueRanges() {
        JsonNode reply = reply();
        List<JsonNode> ranges = new ArrayList<>();
        reply.path("valueRanges").forEach(ranges::add);
        if (reply.has("range") && reply.has("majorDimension")) {
            ranges.add(reply);
        }
        return ranges.stream()
                .filter(range -> range.path("majorDimension").asText().equals("ROWS"))
                .toList();
    }

    static CellGrid grid(JsonNode range) throws MalformedValuesException {
        return ValuesReader.read(range.toString().getBytes(UTF_8), ReadMode.VALUES);
    }

    /** Returns the values of a range as JSON has them, without what is empty at the end. */
    static List<List<Object>> rows(JsonNode range) {
        List<List<Object>> rows = new ArrayList<>();
        range.path("values").forEach(row -> {
            List<Object> cells = new ArrayList<>();
            row.forEach(cell -> cells.add(
                    cell.isNumber() ? (Object) cell.asDouble() : cell.isBoolean() ? cell.asBoolean() : cell.asText()));
            rows.add(trimmed(cells));
        });
        return trimmedRows(rows);
    }

    static List<List<Object>> rows(CellGrid grid) {
        return trimmedRows(grid.rows().stream()
                .map(row -> trimmed(row.stream()
                        .map(cell -> cell instanceof Cell.Number number
                                ? (Object) number.value()
                                : cell instanceof Cell.Flag flag ? flag.value() : cell.text())
                        .toList()))
                .toList());
    }

    private static List<Object> trimmed(List<Object> cells) {
        int end = cells.size();
        while (end > 0 && cells.get(end - 1).equals("")) {
            end--;
        }
        return List.copyOf(cells.subList(0, end));
    }

    private static List<List<Object>> trimmedRows(List<List<Object>> rows) {
        int end = rows.size();
        while (end > 0 && rows.get(end - 1).isEmpty()) {
            end--;
        }
        return List.copyOf(rows.subList(0, end));
    }

    /** Returns the operation of this client that does the same; empty where it offers none. */
    Optional<Operation> operation() {
        String operation = method() + " " + verb();
        boolean refused = status() >= 400;
        Object refusal = "refused with " + status();
        boolean byRows = query("majorDimension").stream().allMatch("ROWS"::equals)
                && List.of("", "null", "ROWS")
                        .contains(body().path("majorDimension").asText(""));
        if ((verb().equals("/values/") && A1.tryParse(range()).isEmpty())
                || query("ranges").stream().anyMatch(range -> A1.tryParse(range).isEmpty())) {
            return Optional.empty(); // a named range behind a tab, which A1 refuses: the name alone says the same
        }
        if (operation.equals("GET ")
                && query("fields").isEmpty()
                && query("ranges").isEmpty()) {
            return Optional.of(new Operation(
                    "info",
                    refused ? refusal : reply().at("/properties/title").asText(),
                    cup -> cup.info().get().title()));
        }
        if (operation.equals("GET /values/") && byRows) {
            ReadMode mode = mode();
            return Optional.of(new Operation(
                    "read",
                    refused ? refusal : rows(reply()),
                    cup -> rows(cup.read(A1.parse(range()), mode).get())));
        }
        if (operation.equals("GET /values:batchGet") && byRows) {
            List<A1> ranges = query("ranges").stream().map(A1::parse).toList();
            Object expected = valueRanges().stream().map(range -> rows(range)).toList();
            return Optional.of(new Operation(
                    "readAll",
                    refused ? refusal : expected,
                    cup -> cup.readAll(ranges, mode()).get().stream()
                            .map(read -> rows(read.cells()))
                            .toList()));
        }
        if (operation.equals("PUT /values/")
                && byRows
                && fits(A1.parse(range()).cells(), body().path("values"))
                && query("valueInputOption").equals(List.of("RAW"))) {
            RangeWrite write = write(range(), body().path("values"));
            return Optional.of(new Operation(
                    "write",
                    refused ? refusal : A1.parse(reply().path("updatedRange").asText()),
                    cup -> cup.write(write).get().range()));
        }
        if (operation.equals("POST :batchUpdate")) {
            List<SheetChange> changes = StreamSupport.stream(
                            body().path("requests").spliterator(), false)
                    .map(each -> SheetChange.request(
                            StructureScene.JSON.convertValue(each, new TypeReference<Map<String, Object>>() {})))
                    .toList();
            return Optional.of(new Operation("change", refused ? refusal : "done", cup -> {
                cup.change(changes).get();
                return "done";
            }));
        }
        return Optional.empty();
    }

    /** Whether it is a list of rows that this client does not refuse before it sends them. */
    private static boolean fits(CellBounds range, JsonNode values) {
        int width = 0;
        for (JsonNode row : values) {
            if (!row.isArray()) {
                return false;
            }
            width = Math.max(width, row.size());
        }
        return width > 0
                && (range.isCell()
                        || (values.size() <= range.rowCount().orElse(Integer.MAX_VALUE)
                                && width <= range.columnCount().orElse(Integer.MAX_VALUE)));
    }

    private ReadMode mode() {
        List<String> render = query("valueRenderOption");
        if (render.isEmpty() || render.get(0).equals("FORMATTED_VALUE")) {
            return ReadMode.DISPLAYED;
        }
        return render.get(0).equals("FORMULA") ? ReadMode.FORMULAS : ReadMode.VALUES;
    }

    private static RangeWrite write(String range, JsonNode values) {
        List<List<Cell>> rows = new ArrayList<>();
        for (JsonNode row : values) {
            List<Cell> cells = new ArrayList<>();
            for (JsonNode cell : row) {
                cells.add(
                        cell.isNull()
                                ? Cell.keep()
                                : cell.isNumber()
                                        ? Cell.number(cell.asDouble())
                                        : cell.isBoolean() ? Cell.bool(cell.asBoolean()) : Cell.text(cell.asText()));
            }
            rows.add(cells);
        }
        return RangeWrite.rows(range, rows).overFormulas();
    }

    /** Returns the request in a form in which equivalent requests are equal. */
    List<Object> normal() {
        return normal(method(), uri.getPath(), uri.getRawQuery() == null ? "" : uri.getRawQuery(), body());
    }

    static List<Object> normal(Received sent) {
        return normal(
                sent.method(),
                URI.create(sent.path()).getPath(),
                sent.rawQuery().orElse(""),
                json(sent.text()));
    }

    private static List<Object> normal(String method, String path, String query, JsonNode body) {
        Set<String> parameters = new TreeSet<>();
        for (String[] pair : parameters(query)) {
            String value = pair[0].equals("ranges") ? A1.parse(pair[1]).toString() : pair[1];
            String parameter = pair[0] + "=" + value;
            if (!pair[0].equals("fields") && !DEFAULTS.contains(parameter.toLowerCase(Locale.ROOT))) {
                parameters.add(parameter);
            }
        }
        String[] parts = path.split("/values/", 2);
        String place = parts.length == 1 ? path : parts[0] + " " + fitted(A1.parse(parts[1]), body.path("values"));
        if (body instanceof ObjectNode object) {
            // Options of the reply, what the path says already, and the default.
            object.remove(
                    List.of("includeSpreadsheetInResponse", "responseIncludeGridData", "range", "majorDimension"));
        }
        return List.of(method, place, parameters, numbers(body.toString()));
    }

    /** Compares numbers by their value. */
    private static JsonNode numbers(String body) {
        return json(body.replaceAll("(\\d)\\.0(?=[,\\]}])", "$1"));
    }

    /** Returns the cells that values at this range fill; the range itself for a read. */
    private static A1 fitted(A1 range, JsonNode values) {
        if (!values.isArray() || range.name() != null) {
            return range;
        }
        int width = 1;
        for (JsonNode row : values) {
            width = Math.max(width, row.size());
        }
        CellBounds cells = range.cells();
        return new A1(
                range.tab(),
                null,
                new CellBounds(
                        cells.startRow(),
                        cells.startRow() + Math.max(1, values.size()),
                        cells.startColumn(),
                        cells.startColumn() + width));
    }

    /** An operation of this client, with the result that the recording promises. */
    record Operation(String name, Object expected, Step step) {
        Object run(Spreadsheet cup) {
            return step.run(cup);
        }

        /** Runs the operation. */
        @FunctionalInterface
        interface Step {
            Object run(Spreadsheet cup);
        }
    }
}
