// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.conformance.Suite;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class A1Conformance {
    @Test
    void addresses_areReadAndPrintedAsOthersDo() throws Exception {
        Suite.run("sheets/a1", suite -> {
            for (Path file : suite.files(".json")) {
                JsonNode cases = new ObjectMapper().readTree(file.toFile());
                for (JsonNode each : cases.path("a1_to_grid")) {
                    String text = each.path("a1").asText();
                    suite.check(file, "grid of " + text, grid(each.path("grid")), () -> CellBounds.parse(text));
                }
                for (JsonNode each : cases.path("col")) {
                    String letters = each.path("letters").asText();
                    int index = each.path("index1").asInt() - 1;
                    suite.check(file, "index of " + letters, index, () -> CellBounds.columnIndex(letters));
                    suite.check(file, "letters of " + index, letters, () -> CellBounds.columnLetters(index));
                }
                for (JsonNode each : cases.path("quote")) {
                    String title = each.path("title").asText();
                    String quoted = each.path("quoted").asText();
                    suite.check(
                            file, "quoted " + title, quoted, () -> A1.tab(title).toString());
                    suite.check(file, "unquoted " + quoted, A1.tab(title), () -> A1.parse(quoted));
                }
                for (JsonNode each : cases.path("resolve")) {
                    resolve(suite, file, each);
                }
            }
        });
    }

    private static void resolve(Suite suite, Path file, JsonNode each) {
        String range = each.path("range").asText();
        if (each.has("sheet")) {
            A1 expected = A1.of(each.path("sheet").asText(), each.path("cells").asText());
            suite.check(file, "resolved " + range, expected, () -> A1.parse(range));
            return;
        }
        // These say in words how Google resolves a text.
        String text = range.split(" ", 2)[0];
        A1 expected = switch (each.path("means").asText()) {
            case "cell A1 of the FIRST VISIBLE sheet" -> new A1(null, null, CellBounds.cell(0, 0));
            case "the whole sheet titled A1" -> A1.tab("A1");
            case "the named range" -> A1.name(text);
            default -> throw new IllegalArgumentException("an unknown meaning of " + range);
        };
        // A1 is a cell in our reading only; a name travels unquoted, so that Google looks for a named range first.
        suite.check(file, "meaning of " + range, expected, () -> A1.parse(text));
        suite.check(file, "sent for " + range, text, () -> A1.parse(text).toString());
    }

    private static CellBounds grid(JsonNode grid) {
        return new CellBounds(
                grid.path("startRowIndex").asInt(0),
                grid.path("endRowIndex").asInt(CellBounds.UNBOUNDED),
                grid.path("startColumnIndex").asInt(0),
                grid.path("endColumnIndex").asInt(CellBounds.UNBOUNDED));
    }
}
