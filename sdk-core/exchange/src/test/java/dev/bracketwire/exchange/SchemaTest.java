// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.TypeRef;
import dev.bracketwire.exchange.Schema.Problem;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class SchemaTest {
    private static final TableSchema PLAYERS = TableSchema.of(
            Column.text("id").required().unique().pattern("[0-9]+"),
            Column.whole("score").between(0, 5000),
            Column.of("joined", Column.Kind.DATE));

    private static final String SAMPLE = """
            id,code,score,rate,checked,joined,at,note
            1182736450918273645,007,12,0.5,true,2026-11-21,2026-11-21T18:30:00Z,
            1182736450918273646,010,-3,7,FALSE,2026-11-22,2026-11-21T18:30:00+01:00,x
            """;

    private static TableSchema inferred() {
        try (var rows = Format.csv()
                .read(
                        new ByteArrayInputStream(SAMPLE.getBytes(StandardCharsets.UTF_8)),
                        new TypeRef<Map<String, Object>>() {})) {
            return TableSchema.infer(rows, 100);
        }
    }

    @Test
    void check_namesColumnRuleAndValue() {
        Schema.Checker checker = PLAYERS.checker();
        assertThat(checker.check(Map.of("id", "7", "score", "12", "joined", "2026-11-21")))
                .isEmpty();
        assertThat(checker.check(Map.of("id", "7", "score", 5001, "joined", "21.11.2026")))
                .containsExactly(
                        new Problem("id", "was there before, and should be unique", "7"),
                        new Problem("score", "is not between 0 and 5000", "5001"),
                        new Problem("joined", "is no date such as 2026-11-21", "21.11.2026"));
        assertThat(checker.check(Map.of("id", "x", "score", "1.5")))
                .containsExactly(
                        new Problem("id", "is not like [0-9]+", "x"),
                        new Problem("score", "is no whole number", "1.5"));
        assertThat(checker.check(Map.of("id", ""))).containsExactly(new Problem("id", "is missing", ""));
        assertThat(PLAYERS.checker().check(Map.of("id", "7"))).isEmpty();
    }

    @Test
    void infer_takesTheNarrowestKind_andIdsForText() {
        assertThat(inferred())
                .hasToString(
                        "id: text, required; code: text, required; score: whole, required; rate: decimal, required;"
                                + " checked: truth, required; joined: date, required; at: instant, required; note: text");
        assertThat(inferred().with("id", Column::unique).columns().get(0).isUnique())
                .isTrue();
        assertThatThrownBy(() -> inferred().with("nick", Column::unique)).hasMessageContaining("no column nick");
    }

    @Test
    void toJsonSchema_saysTheSameAsTheSchema() {
        JsonSchema schema = JsonSchema.parse(PLAYERS.toJsonSchema());
        assertThat(schema.check(Map.of("id", "7", "score", 12, "joined", "2026-11-21")))
                .isEmpty();
        assertThat(schema.checker().check(Map.of("id", "x", "score", 5001)))
                .extracting(Problem::column)
                .containsExactlyInAnyOrder("id", "score");
        assertThat(schema.check(Map.of("score", 1))).extracting(Problem::column).containsExactly("id");
        assertThat(JsonSchema.parse(inferred().toJsonSchema()).checkJson("{}")).hasSize(7);
    }

    @Test
    void jsonSchema_whatIsNone_isRefused() {
        assertThatThrownBy(() -> JsonSchema.parse("{")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonSchema.parse("{\"$ref\":\"http://127.0.0.1:1/other.json\"}")
                        .checkJson("1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other.json");
        JsonSchema handed = JsonSchema.parse(
                "{\"$ref\":\"http://127.0.0.1:1/other.json\"}",
                name -> name.endsWith("/other.json") ? "{\"type\":\"string\"}" : null);
        assertThat(handed.checkJson("1")).hasSize(1);
        assertThat(handed.checkJson("\"x\"")).isEmpty();
    }

    @Test
    void of_wrongColumns_isRefused() {
        assertThatThrownBy(() -> TableSchema.of(Column.text("a"), Column.whole("a")))
                .hasMessageContaining("2 times");
        assertThatThrownBy(() -> Column.text("a").between(1, 2)).hasMessageContaining("none of numbers");
        assertThatThrownBy(() -> Column.decimal("a").between(new BigDecimal("2"), BigDecimal.ONE))
                .hasMessageContaining("nothing is between 2 and 1");
        assertThat(List.of(Column.whole("a").between(1, 2).toString())).containsExactly("a: whole, from 1 to 2");
    }
}
