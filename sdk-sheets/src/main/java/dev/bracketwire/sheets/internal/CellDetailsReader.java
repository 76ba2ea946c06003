// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.Cell.Link;
import dev.bracketwire.sheets.CellDetails;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads cells with their links, notes and rules. */
public final class CellDetailsReader {
    /** The mask of a request for exactly the fields that are read here. */
    public static final String FIELDS = "sheets(data(rowData(values(userEnteredValue(formulaValue),"
            + "effectiveValue(numberValue,stringValue,boolValue,errorValue(type)),formattedValue,hyperlink,note,"
            + "userEnteredFormat(textFormat(link(uri))),effectiveFormat(numberFormat(type)),"
            + "textFormatRuns(startIndex,format(link(uri))),"
            + "chipRuns(startIndex,chip(personProperties(email),richLinkProperties(uri))),"
            + "dataValidation(condition(type,values(userEnteredValue)))))))";

    private static final Set<String> DATES = Set.of("DATE", "TIME", "DATE_TIME");

    private CellDetailsReader() {}

    /** Reads the cells of a reply, from the first of the requested range on, padded to one length. */
    public static List<List<CellDetails>> read(JsonNode spreadsheet) {
        JsonNode rows = spreadsheet.path("sheets").path(0).path("data").path(0).path("rowData");
        int width = 0;
        for (JsonNode row : rows) {
            width = Math.max(width, row.path("values").size());
        }
        List<List<CellDetails>> read = new ArrayList<>();
        for (JsonNode row : rows) {
            List<CellDetails> cells = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                cells.add(cell(row.path("values").path(i)));
            }
            read.add(List.copyOf(cells));
        }
        return List.copyOf(read);
    }

    private static CellDetails cell(JsonNode cell) {
        String displayed = cell.path("formattedValue").asText("");
        JsonNode condition = cell.path("dataValidation").path("condition");
        String rule = condition.path("type").asText("");
        List<String> options = new ArrayList<>();
        if (rule.equals("ONE_OF_LIST")) {
            condition
                    .path("values")
                    .forEach(value -> options.add(value.path("userEnteredValue").asText("")));
        }
        return new CellDetails(
                value(cell.path("effectiveValue"), displayed),
                displayed,
                cell.path("userEnteredValue").path("formulaValue").textValue(),
                link(cell, displayed),
                cell.path("note").asText(""),
                rule.equals("BOOLEAN"),
                options,
                DATES.contains(cell.path("effectiveFormat")
                        .path("numberFormat")
                        .path("type")
                        .asText("")));
    }

    private static Cell value(JsonNode value, String displayed) {
        if (value.has("numberValue")) {
            return new Cell.Number(value.path("numberValue").asDouble());
        }
        if (value.has("boolValue")) {
            return Cell.bool(value.path("boolValue").asBoolean());
        }
        if (value.has("errorValue")) {
            return new Cell.Error(displayed);
        }
        String text = value.path("stringValue").asText("");
        return text.isEmpty() ? Cell.clear() : new Cell.Text(text);
    }

    /** Returns the first link. Google leaves {@code hyperlink} empty where a cell has several. */
    private static @Nullable Link link(JsonNode cell, String displayed) {
        Link whole = linkAt(cell.path("hyperlink"), displayed);
        if (whole == null) {
            whole = linkAt(
                    cell.path("userEnteredFormat")
                            .path("textFormat")
                            .path("link")
                            .path("uri"),
                    displayed);
        }
        if (whole != null) {
            return whole;
        }
        JsonNode runs = cell.path("textFormatRuns");
        for (int i = 0; i < runs.size(); i++) {
            Link part = linkAt(runs.path(i).path("format").path("link").path("uri"), part(runs, i, displayed));
            if (part != null) {
                return part;
            }
        }
        JsonNode chips = cell.path("chipRuns");
        for (int i = 0; i < chips.size(); i++) {
            JsonNode chip = chips.path(i).path("chip");
            String email = chip.path("personProperties").path("email").asText("");
            Link found = email.isEmpty()
                    ? linkAt(chip.path("richLinkProperties").path("uri"), part(chips, i, displayed))
                    : linkTo("mailto:" + email, part(chips, i, displayed));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static String part(JsonNode runs, int index, String text) {
        int start = Math.min(runs.path(index).path("startIndex").asInt(0), text.length());
        JsonNode next = index + 1 < runs.size() ? runs.path(index + 1) : MissingNode.getInstance();
        int end = Math.min(next.path("startIndex").asInt(text.length()), text.length());
        return text.substring(start, Math.max(start, end));
    }

    private static @Nullable Link linkAt(JsonNode uri, String text) {
        return uri.asText("").isEmpty() ? null : linkTo(uri.asText(), text);
    }

    private static @Nullable Link linkTo(String address, String text) {
        try {
            // A browser accepts blanks and the like, which a URI does not.
            String encoded =
                    address.strip().replace(" ", "%20").replace("\"", "%22").replace("|", "%7C");
            return new Link(text, new URI(encoded));
        } catch (URISyntaxException e) {
            return null; // people type anything; other text is no link
        }
    }
}
