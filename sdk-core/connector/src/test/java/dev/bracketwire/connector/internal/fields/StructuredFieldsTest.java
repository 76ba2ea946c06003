// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredFieldsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    42                  | 42
                    -007                | -7
                    999999999999999     | 999999999999999
                    1.50                | 1.5
                    -0.0                | 0.0
                    "a \\"b\\" \\\\"    | "a \\"b\\" \\\\"
                    text/html           | text/html
                    *a:b                | *a:b
                    ?0                  | ?0
                    :aGVsbG8:           | :aGVsbG8=:
                    :iZ==:              | :iQ==:
                    ::                  | ::
                    @1659578233         | @1659578233
                    @-1                 | @-1
                    %"f%c3%bc%22 %25"   | %"f%c3%bc%22 %25"
                    1;  a;b=?0;a=2      | 1;a=2;b=?0
                    """)
    void parseItem_valid_serialisesCanonically(String raw, String canonical) {
        assertThat(StructuredFields.serialise(StructuredFields.parseItem(List.of(raw))))
                .isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "-", "1.", "1.1234", "1234567890123.0", "1234567890123456", "1 2", "\"", "\"\\a\"", "\"ü\"", "?",
                        "?2",
                ":a:", ":a=b:", ":aGk", ":-_8=:", "@", "@1.5", "%", "%\"%C3%BC\"", "%\"%c3\"", "%\"%f\"", "%\"ü\"",
                        "%\"",
                "1;", "1;A", "1;a=", "(1)", "1\t", "ü", "{}", "1,2", "%\"%ed%a0%80\""
            })
    void parseItem_broken_isRefused(String raw) {
        assertThatThrownBy(() -> StructuredFields.parseItem(List.of(raw))).isInstanceOf(FieldSyntaxException.class);
    }

    @Test
    void parseItem_eachKind_hasItsValue() {
        assertThat(bare("1.5")).isEqualTo(new BareItem.Dec(new BigDecimal("1.500")));
        assertThat(bare("@0")).isEqualTo(new BareItem.Date(0));
        assertThat(bare("%\"%e2%98%83\"")).isEqualTo(new BareItem.Display("☃"));
        assertThat(((BareItem.Binary) bare(":aGk=:")).bytes()).isEqualTo("hi".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void parseList_severalLinesAndInnerLists_keepOrder() {
        List<FieldMember> list = StructuredFields.parseList(List.of("a;q=0.5 ,\t( 1  \"b\";x );y", "()"));
        assertThat(StructuredFields.serialise(list)).isEqualTo("a;q=0.5, (1 \"b\";x);y, ()");
        assertThat(list.get(0).param("q")).isEqualTo(new BareItem.Dec(new BigDecimal("0.5")));
        assertThat(list.get(0).param("z")).isNull();
        assertThat(StructuredFields.parseList(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,", "1,,2", ",1", "(1", "(1(2))", "(1 2", "(1,2)", "(1)2", "1 2", "(1\t2)"})
    void parseList_broken_isRefused(String raw) {
        assertThatThrownBy(() -> StructuredFields.parseList(List.of(raw))).isInstanceOf(FieldSyntaxException.class);
    }

    @Test
    void parseDictionary_keyTwice_keepsPlaceAndLastValue() {
        Map<String, FieldMember> dictionary =
                StructuredFields.parseDictionary(List.of("a=1, b;x, *c.-_=(1 2), d=?0", "a=3"));
        assertThat(StructuredFields.serialise(dictionary)).isEqualTo("a=3, b;x, *c.-_=(1 2), d=?0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=", "A=1", "a =1", "a= 1", "1=a", "a=1,", "=1", "a=1 b=2"})
    void parseDictionary_broken_isRefused(String raw) {
        assertThatThrownBy(() -> StructuredFields.parseDictionary(List.of(raw)))
                .isInstanceOf(FieldSyntaxException.class);
    }

    @Test
    void problem_anyInput_givesThePositionWithoutTheText() {
        assertThatThrownBy(() -> StructuredFields.parseItem(List.of("hunter2 hunter2")))
                .hasMessage("structured field: expected the end at index 8");
    }

    @Test
    void values_unwritable_areRefused() {
        assertRefused(() -> new BareItem.Int(1_000_000_000_000_000L));
        assertRefused(() -> new BareItem.Date(-1_000_000_000_000_000L));
        assertRefused(() -> new BareItem.Dec(new BigDecimal("999999999999.9999")));
        assertRefused(() -> new BareItem.Dec(new BigDecimal("1e999999999")));
        assertRefused(() -> new BareItem.Text("ü"));
        assertRefused(() -> new BareItem.Token(""));
        assertRefused(() -> new BareItem.Token("1a"));
        assertRefused(() -> new BareItem.Token("a b"));
        assertRefused(() -> new BareItem.Binary("*"));
        assertRefused(() -> new BareItem.Display("\ud800"));
        assertRefused(() -> new FieldMember.Item(new BareItem.Int(1), Map.of("A", new BareItem.Int(1))));
        assertRefused(() -> StructuredFields.serialise(Map.of("", FieldMember.Item.of(new BareItem.Int(1)))));
    }

    private static void assertRefused(Runnable construction) {
        assertThatThrownBy(construction::run).isInstanceOf(FieldSyntaxException.class);
    }

    private static BareItem bare(String raw) {
        return StructuredFields.parseItem(List.of(raw)).value();
    }
}
