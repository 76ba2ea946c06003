// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.seeded.SeededDraw;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StructuredFieldsPropertyTest {
    private static final long MAX = BareItem.MAX_INTEGER;
    private static final String PRINTABLE =
            IntStream.rangeClosed(' ', '~').mapToObj(Character::toString).collect(Collectors.joining());

    @Test
    void parse_anyText_parsesOrRefuses() {
        SeededDraw.rounds(300, draw -> {
            String text = draw.text();
            refusesOrComesBack(text);
        });
    }

    @Test
    void parse_almostAField_parsesOrRefuses() {
        SeededDraw.rounds(1000, draw -> {
            String text = draw.text("ab*A1-.09\"\\?:@%=;,() \tcf3Z\u00fc", 25);
            refusesOrComesBack(text);
        });
    }

    @Test
    void parse_serialisedList_isEqual() {
        SeededDraw.rounds(300, draw -> {
            List<FieldMember> list = draw.list(0, 4, () -> member(draw));
            assertThat(StructuredFields.parseList(List.of(StructuredFields.serialise(list))))
                    .isEqualTo(list);
        });
    }

    @Test
    void parse_serialisedDictionary_isEqual() {
        SeededDraw.rounds(300, draw -> {
            Map<String, FieldMember> dictionary = map(draw, 4, () -> member(draw));
            Map<String, FieldMember> back =
                    StructuredFields.parseDictionary(List.of(StructuredFields.serialise(dictionary)));
            assertThat(back).isEqualTo(dictionary);
            assertThat(back.keySet()).containsExactlyElementsOf(dictionary.keySet());
        });
    }

    @Test
    void parse_serialisedItem_isEqual() {
        SeededDraw.rounds(300, draw -> {
            FieldMember.Item item = item(draw);
            assertThat(StructuredFields.parseItem(List.of(StructuredFields.serialise(item))))
                    .isEqualTo(item);
        });
    }

    private static void refusesOrComesBack(String text) {
        List<String> lines = List.of(text);
        comesBack(() -> StructuredFields.serialise(StructuredFields.parseItem(lines)));
        comesBack(() -> {
            List<FieldMember> list = StructuredFields.parseList(lines);
            assertThat(StructuredFields.parseList(List.of(StructuredFields.serialise(list))))
                    .isEqualTo(list);
            return "";
        });
        comesBack(() -> StructuredFields.serialise(StructuredFields.parseDictionary(lines)));
    }

    private static void comesBack(Supplier<String> canonical) {
        try {
            assertThat(canonical.get()).isNotNull();
        } catch (FieldSyntaxException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    private static FieldMember member(SeededDraw draw) {
        return draw.flag()
                ? item(draw)
                : new FieldMember.InnerList(draw.list(0, 3, () -> item(draw)), parameters(draw));
    }

    private static FieldMember.Item item(SeededDraw draw) {
        return new FieldMember.Item(bare(draw), parameters(draw));
    }

    private static Map<String, BareItem> parameters(SeededDraw draw) {
        return map(draw, 3, () -> bare(draw));
    }

    private static <V> Map<String, V> map(SeededDraw draw, int most, Supplier<V> values) {
        Map<String, V> map = new LinkedHashMap<>();
        draw.list(0, most, values).forEach(value -> map.put("k" + draw.text("abz*09_-.", 4), value));
        return map;
    }

    private static BareItem bare(SeededDraw draw) {
        return switch (draw.between(0, 7)) {
            case 0 -> new BareItem.Int(whole(draw));
            case 1 ->
                new BareItem.Dec(
                        BigDecimal.valueOf(draw.random().nextLong(-999_999_999_999_000L, 999_999_999_999_000L), 3));
            case 2 -> new BareItem.Text(draw.text(PRINTABLE, 9));
            case 3 -> new BareItem.Token("t" + draw.text("aZ*1!#$%&'+-.^_`|~:/", 9));
            case 4 -> binary(draw);
            case 5 -> new BareItem.Bool(draw.flag());
            case 6 -> new BareItem.Date(whole(draw));
            default -> new BareItem.Display(draw.text("%\"~é\n\u2600\u4e00\ud7ff", 9));
        };
    }

    private static long whole(SeededDraw draw) {
        return draw.between(0, 3) == 0
                ? draw.element(MAX, -MAX, 0L, 1L)
                : draw.random().nextLong(-MAX, MAX + 1);
    }

    private static BareItem binary(SeededDraw draw) {
        byte[] bytes = new byte[draw.between(0, 9)];
        draw.random().nextBytes(bytes);
        return new BareItem.Binary(Base64.getEncoder().encodeToString(bytes));
    }
}
