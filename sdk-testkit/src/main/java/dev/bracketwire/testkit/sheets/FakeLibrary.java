// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Holds all spreadsheets of a fake. Guarded by itself: one request or edit at a time. */
final class FakeLibrary {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final Map<String, FakeDocument> documents = new LinkedHashMap<>();
    private final InstantSource clock;

    FakeLibrary(InstantSource clock) {
        this.clock = clock;
    }

    InstantSource clock() {
        return clock;
    }

    Map<String, FakeDocument> documents() {
        return documents;
    }

    /** Makes a spreadsheet with one tab, or with those that are described. */
    FakeDocument create(String title, JsonNode properties, JsonNode sheets) {
        ObjectNode all = JsonNodeFactory.instance
                .objectNode()
                .put("title", title.isEmpty() ? "Untitled spreadsheet" : title)
                .put("locale", "en_US")
                .put("autoRecalc", "ON_CHANGE")
                .put("timeZone", "Etc/GMT");
        ObjectNode format = all.putObject("defaultFormat");
        format.putObject("backgroundColor").put("red", 1).put("green", 1).put("blue", 1);
        format.putObject("padding")
                .put("top", 2)
                .put("right", 3)
                .put("bottom", 2)
                .put("left", 3);
        format.put("verticalAlignment", "BOTTOM").put("wrapStrategy", "OVERFLOW_CELL");
        ObjectNode text = format.putObject("textFormat");
        text.putObject("foregroundColor");
        text.putObject("foregroundColorStyle").putObject("rgbColor");
        ObjectNode white = format.putObject("backgroundColorStyle").putObject("rgbColor");
        white.put("red", 1).put("green", 1).put("blue", 1);
        text.put("fontFamily", "arial,sans,sans-serif").put("fontSize", 10).put("bold", false);
        text.put("italic", false).put("strikethrough", false).put("underline", false);
        if (properties instanceof ObjectNode given) {
            all.setAll(given.deepCopy());
            all.put("title", title.isEmpty() ? "Untitled spreadsheet" : title);
        }
        StringBuilder id = new StringBuilder("1");
        while (id.length() < 44) {
            id.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
        }
        FakeDocument document = new FakeDocument(id.toString(), all, clock.instant());
        if (sheets.isEmpty()) {
            FakeSheetRequests.add(
                    document, JsonNodeFactory.instance.objectNode().put("sheetId", 0));
        }
        for (JsonNode sheet : sheets) {
            ObjectNode given = sheet.path("properties").isObject()
                    ? sheet.path("properties").deepCopy()
                    : JsonNodeFactory.instance.objectNode();
            if (document.sheets().isEmpty() && !given.has("sheetId")) {
                given.put("sheetId", 0);
            }
            FakeGridSheet added = FakeSheetRequests.add(document, given);
            FakeEdit edit = new FakeEdit(document, FakeDocument.OWNER, 0);
            for (JsonNode data : sheet.path("data")) {
                ObjectNode request = JsonNodeFactory.instance.objectNode().put("fields", "*");
                request.putObject("start")
                        .put("sheetId", added.id())
                        .put("rowIndex", data.path("startRow").asInt())
                        .put("columnIndex", data.path("startColumn").asInt());
                request.set("rows", data.path("rowData"));
                FakeCellRequests.apply("updateCells", request, edit);
            }
        }
        documents.put(document.id(), document);
        return document;
    }

    /** Gives a spreadsheet to a user with the right to read or write it. */
    FakeDocument open(String id, String user, boolean write) {
        FakeDocument document = documents.get(id);
        if (document == null) {
            throw FakeGoogleError.notFound();
        }
        FakeAccess access = document.accessOf(user);
        boolean owner = user.equals(FakeDocument.OWNER);
        if (!owner && (access == FakeAccess.NONE || (write && access == FakeAccess.READ))) {
            throw FakeGoogleError.denied();
        }
        return document;
    }

    /** Changes a spreadsheet; if the change throws, nothing has happened. */
    <T extends @Nullable Object> T change(String id, String user, Function<FakeEdit, T> change) {
        FakeDocument copy = open(id, user, true).copy();
        T result = change.apply(new FakeEdit(copy, user, year()));
        copy.changed(clock.instant());
        documents.put(id, copy);
        return result;
    }

    int year() {
        return clock.instant().atZone(ZoneOffset.UTC).getYear();
    }
}
