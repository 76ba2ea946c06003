// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.TypeRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullMarked
class JsonTest {
    enum Side {
        LEFT,
        RIGHT
    }

    record Place(String city, List<Integer> rooms) {}

    record Match(
            String id,
            int round,
            long score,
            double rate,
            float share,
            boolean done,
            Side side,
            @Nullable BigDecimal fee,
            Optional<Place> place,
            Instant at,
            Duration length,
            UUID key,
            char mark,
            Map<String, Object> more) {}

    private static final Match MATCH = new Match(
            "1182736450918273645",
            3,
            9_007_199_254_740_993L,
            0.5,
            0.25f,
            true,
            Side.RIGHT,
            new BigDecimal("12.50"),
            Optional.of(new Place("Graz", List.of(1, 2))),
            Instant.parse("2026-11-21T18:30:00Z"),
            Duration.ofMinutes(3),
            UUID.fromString("7c9e6679-7425-40de-944b-e07fc1f90ae7"),
            'x',
            Map.of("a", Map.of("b", List.of("c"))));

    private static <T> Rows<T> read(Format format, String text, Class<T> type) {
        return format.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), type);
    }

    private static List<Object> all(Rows<?> rows) {
        try (rows) {
            List<Object> all = new ArrayList<>();
            rows.forEach(all::add);
            return all;
        }
    }

    private static List<Object> maps(Format format, String text) {
        return all(read(format, text, Map.class));
    }

    private static String problems(Format format, String text) {
        try (Rows<?> rows = read(format, text, Map.class)) {
            List<Object> good = new ArrayList<>();
            rows.forEach(good::add);
            return rows.problems() + " and " + good;
        }
    }

    @Test
    void write_records_andReadAgain() {
        for (Format format : List.of(Format.json(), Format.jsonLines(), Format.xml("matches", "match"))) {
            var out = new ByteArrayOutputStream();
            Written written = format.write(out, List.of(MATCH, MATCH));
            assertThat(written).isEqualTo(new Written(2, out.size()));
            assertThat(all(read(format, out.toString(StandardCharsets.UTF_8), Match.class)))
                    .as(out.toString(StandardCharsets.UTF_8))
                    .hasSize(2)
                    .first()
                    .usingRecursiveComparison()
                    .ignoringFields(format instanceof XmlFormat ? new String[] {"more"} : new String[0])
                    .isEqualTo(MATCH);
        }
    }

    @Test
    void read_numbersInMaps_areExact() {
        assertThat(maps(Format.json(), "[{\"a\":1182736450918273645,\"b\":99999999999999999999,\"c\":0.10,\"d\":null}]")
                        .toString())
                .isEqualTo("[{a=1182736450918273645, b=99999999999999999999, c=0.10, d=null}]");
        Map<?, ?> row = (Map<?, ?>)
                maps(Format.json(), "[{\"b\":99999999999999999999,\"c\":0.10}]").get(0);
        assertThat(row.get("b")).isEqualTo(new BigInteger("99999999999999999999"));
        assertThat(row.get("c")).isEqualTo(new BigDecimal("0.10"));
    }

    @Test
    void readLines_brokenLine_readsTheOthers() {
        assertThat(
                        problems(
                                Format.jsonLines(),
                                "{\"a\":1}\n{\"a\":\n{\"a\":3}\r\n\nNaN\n{\"a\":NaN}\n{\"a\":7}{\"a\":8}\n[9]\n{\"a\":10\n}\n{\"a\":11}\n{\"a\""))
                .contains(
                        "row 2 (line 2): \"{\"a\":\"",
                        "row 4 (line 5): \"NaN\" holds a word",
                        "row 5 (line 6)",
                        "row 7 (line 7): stands on the line of another",
                        "row 8 (line 8): \"[9]\" is no object",
                        "row 9 (line 9): does not end on its line",
                        "it ends in the middle")
                .endsWith("and [{a=1}, {a=3}, {a=7}, {a=11}]");
    }

    @Test
    void readLines_manyBlocks_keepTheirLines() {
        StringBuilder text = new StringBuilder("\uFEFF");
        for (int i = 1; i <= 20_000; i++) {
            text.append(i % 5000 == 0 ? "{\"a\":x}\n" : "{\"a\":" + i + ",\"b\":\"é\"}\n");
        }
        try (var rows = read(Format.jsonLines(), text.toString(), Map.class)) {
            assertThat(rows).hasSize(19_996);
            assertThat(rows.problems()).extracting(RowProblem::line).containsExactly(5000L, 10_000L, 15_000L, 20_000L);
            assertThat(rows.problems()).extracting(RowProblem::row).containsExactly(5000L, 10_000L, 15_000L, 20_000L);
        }
    }

    @Test
    void read_fieldThatIsThereTwice_isReported() {
        for (Class<?> type : List.of(Map.class, Place.class)) {
            for (String twice : List.of("\"city\":1,\"city\":2", "\"x\":1,\"x\":2", "\"more\":{\"y\":1,\"y\":2}")) {
                String rest = twice.startsWith("\"city\"") ? ",\"rooms\":[]" : ",\"rooms\":[],\"city\":\"\"";
                try (var rows = read(Format.jsonLines(), "{" + twice + rest + "}", type)) {
                    assertThat(rows).as(twice).isEmpty();
                    assertThat(rows.problems().toString()).contains("is there twice");
                }
            }
        }
    }

    @Test
    void read_whatDoesNotFit_namesTheColumn() {
        try (var rows = read(
                Format.json(),
                "[{\"city\":\"a\",\"rooms\":[1,\"x\"]},{\"rooms\":[]},{\"city\":{},\"rooms\":5},{\"city\":\"b\",\"rooms\":[7]}]",
                Place.class)) {
            assertThat(rows).containsExactly(new Place("b", List.of(7)));
            assertThat(rows.problems().stream().map(RowProblem::toString))
                    .containsExactly(
                            "row 1 (line 1), column rooms.[1]: is something else",
                            "row 2 (line 1), column city: is missing",
                            "row 3 (line 1), column city: is an object and no single value");
        }
    }

    @Test
    void readList_damage_namesLineAndColumn() {
        Map.of(
                        "[{\"a\":1},\n{\"a\"",
                        "line 2, column 5: it ends in the middle",
                        "[{\"a\":NaN}]",
                        "NaN and Infinity are none either",
                        "[]\n[]",
                        "line 2, column 1: something follows",
                        "{\"a\":1}",
                        "is no list",
                        "",
                        "is empty",
                        "[" + "{\"a\":".repeat(200),
                        "is nested too deeply",
                        "[{\"a\":1} {\"a\":2}]",
                        "is not well-formed JSON")
                .forEach((text, rule) -> assertThatThrownBy(() -> maps(Format.json(), text))
                        .as(text)
                        .isInstanceOf(DamagedException.class)
                        .hasMessageContaining(rule));
    }

    @Test
    void read_rowOverTheLimit_endsBeforeMemoryDoes() {
        for (String again : List.of("x", "\",\"b\":\"")) {
            try (var rows = Format.json().limit(100_000).read(new Endless("[{\"a\":\"", again), Map.class)) {
                assertThatThrownBy(() -> rows.iterator().hasNext()).isInstanceOf(DamagedException.class);
            }
        }
        try (var rows = Format.jsonLines().limit(100_000).read(new Endless("{\"a\":1}\n{\"b\":\"", "x"), Map.class)) {
            var each = rows.iterator();
            assertThat((Object) each.next()).isEqualTo(Map.of("a", 1L));
            assertThatThrownBy(each::hasNext)
                    .isInstanceOf(DamagedException.class)
                    .hasMessageContaining("line 2: the line takes more than 100000 bytes");
        }
    }

    @Test
    void readLines_utf16_isRefused() {
        assertThatThrownBy(() -> all(Format.jsonLines()
                        .read(new ByteArrayInputStream("{}\n".getBytes(StandardCharsets.UTF_16)), Map.class)))
                .hasMessageContaining("JSON lines are UTF-8");
    }

    @Test
    void write_notANumber_isRefused() {
        assertThatThrownBy(() -> Format.json()
                        .write(new ByteArrayOutputStream(), List.of(Map.of("a", 1), Map.of("a", Double.NaN))))
                .isInstanceOf(RowException.class)
                .hasMessageContaining("row 2, column a: \"NaN\" is no number JSON knows");
    }

    @Test
    void write_anyObject_isSerialisedByJackson() {
        var out = new ByteArrayOutputStream();
        Format.json()
                .write(
                        out,
                        Stream.of(Map.of("a", new int[] {1, 2}, "b", new Place("x", List.of())))
                                .toList());
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"a\":[1,2]", "\"city\":\"x\"");
        assertThat(new TypeRef<Map<String, Object>>() {}.type()).isNotNull();
    }
}
