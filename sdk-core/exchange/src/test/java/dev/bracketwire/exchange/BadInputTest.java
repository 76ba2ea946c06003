// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything bad that can come in, on its way into a file: each is named with its place, and leaves no half of a file. */
@NullMarked
class BadInputTest {
    private static final CsvFormat CSV = Format.csv().limit(100_000);
    private static final JsonFormat LIST = Format.json().limit(100_000);
    private static final JsonFormat LINES = Format.jsonLines().limit(100_000);
    private static final XmlFormat XML = Format.xml("rows", "row").limit(100_000);

    @TempDir
    Path folder;

    private static Supplier<InputStream> text(String text) {
        return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private void damaged(Format format, Supplier<InputStream> in, String rule) throws IOException {
        Path file = folder.resolve("out.jsonl");
        Files.writeString(file, "what was there");
        assertThatThrownBy(Transfer.from(in, format).to(file, Format.jsonLines())::get)
                .as(rule)
                .isInstanceOfSatisfying(DamagedException.class, e -> {
                    assertThat(e.line()).isPositive();
                    assertThat(e).hasMessageContaining(rule);
                });
        assertThat(file).hasContent("what was there");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    private static List<RowProblem> reported(Format format, String text) {
        return Transfer.from(text(text), format)
                .to(OutputStream.nullOutputStream(), Format.jsonLines())
                .get()
                .problems();
    }

    @Test
    void truncated_isDamage() throws IOException {
        damaged(CSV, text("a,b\n1,2\n3,\"4"), "line 3, column 2: a quoted field is never closed");
        damaged(LIST, text("[{\"a\":1},\n{\"a\":"), "line 2, column 6: it ends in the middle");
        damaged(XML, text("<rows><row><a>1</a></row>\n<row><a>"), "not well-formed");
        assertThat(reported(CSV, "a,b\n1,2\n3").toString()).contains("row 2 (line 3): has 1 field");
        assertThat(reported(LINES, "{\"a\":1}\n{\"a\":").toString()).contains("row 2 (line 2)", "ends in the middle");
    }

    @Test
    void oneFieldOverTheCap_isDamage() throws IOException {
        damaged(CSV, () -> new Endless("a,b\n1,", 'x'), "100000");
        damaged(CSV, () -> new Endless("a,b\n1,\"", '\n'), "100000");
        damaged(CSV, () -> new Endless("", 'x'), "100000");
        damaged(LIST, () -> new Endless("[{\"a\":\"", 'x'), "too long");
        damaged(LIST, () -> new Endless("[{\"a\":1", '1'), "too long");
        damaged(LINES, () -> new Endless("{\"a\":\"", 'x'), "100000");
        damaged(XML, () -> new Endless("<rows><row><a>", 'x'), "100000");
    }

    @Test
    void read_nulCharacter_isDamageOrAProblemOfItsRow() throws IOException {
        assertThat(reported(CSV, "a,b\n1,\0\n").toString()).contains("row 1 (line 2), column b", "holds a NUL");
        assertThat(reported(LINES, "{\"a\":\"\0\"}\n").toString()).contains("row 1 (line 1)", "not well-formed");
        damaged(LIST, text("[{\"a\":\"\0\"}]"), "not well-formed");
        damaged(XML, text("<rows><row><a>\0</a></row></rows>"), "not well-formed");
        damaged(XML, text("<rows><row><a>&#0;</a></row></rows>"), "not well-formed");
    }

    @Test
    void read_loneQuotesRaggedRowsAndDuplicateHeaders_areReported() throws IOException {
        assertThat(reported(CSV, "a,b\n1,I\"m\n1,2,3\n1\n").toString())
                .contains(
                        "row 1 (line 2), column b: \"I\"m\" holds a quote",
                        "row 2 (line 3): has 3 fields, and should have 2",
                        "row 3 (line 4): has 1 field, and should have 2");
        damaged(CSV, text("a,b\n1,\"x\"y\n"), "line 2, column 2: text follows a closing quote");
        damaged(CSV, text("a,\"b\n"), "never closed");
        damaged(CSV, text("a,b, a\n1,2,3\n"), "the header has the column \"a\" twice");
    }

    @Test
    void read_deepNesting_isDamageOrAProblemOfItsRow() throws IOException {
        record Nested(List<Object> list) {}
        String deep = "[".repeat(100_000);
        damaged(LIST, text("[{\"a\":" + deep), "nested too deeply");
        damaged(XML, text("<rows><row>" + "<a>".repeat(10_000)), "is nested more than 100 deep");
        assertThat(reported(Format.jsonLines(), "{\"a\":" + deep + "\n{\"a\":1}\n")
                        .toString())
                .contains("row 1 (line 1)", "nested too deeply");
        try (Rows<Nested> rows =
                Format.csv().read(text("list\n" + deep + "\n[1]\n").get(), Nested.class)) {
            assertThat(rows).containsExactly(new Nested(List.of(1)));
            assertThat(rows.problems()).hasSize(1);
        }
        // What two tables are compared by may look like JSON and be none.
        assertThat(Sync.of(Table.of("a", List.of(Map.of("id", deep))), Table.of("b", List.of()))
                        .by("id")
                        .plan()
                        .get()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void read_duplicateFields_areAProblemOfTheirRow() {
        assertThat(reported(LINES, "{\"a\":1,\"a\":2}\n").toString()).contains("column a: is there twice");
        assertThat(reported(LIST, "[{\"a\":{\"b\":1,\"b\":2}}]").toString()).contains("column a.b: is there twice");
    }

    @Test
    void notANumber_isRefusedInJson_andTextInCsv() throws IOException {
        record Rate(double rate) {}
        damaged(LIST, text("[{\"rate\":NaN}]"), "NaN and Infinity");
        assertThat(reported(LINES, "{\"rate\":-Infinity}\n").toString()).contains("row 1", "no JSON");
        try (var rows = Format.csv().read(text("rate\nNaN\n").get(), Map.class)) {
            assertThat(rows.iterator().next().toString()).isEqualTo("{rate=NaN}");
        }
        try (Rows<Rate> rows = Format.csv().read(text("rate\nNaN\n1.5\n").get(), Rate.class)) {
            assertThat(rows).containsExactly(new Rate(1.5));
            assertThat(rows.problems().toString()).contains("\"NaN\" is no number");
        }
    }
}
