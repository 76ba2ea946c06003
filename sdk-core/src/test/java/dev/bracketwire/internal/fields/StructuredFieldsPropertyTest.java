// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.fields;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StructuredFieldsPropertyTest {
    private static final long MAX = BareItem.MAX_INTEGER;

    @Property
    void parse_anyText_parsesOrRefuses(@ForAll String text) {
        refusesOrComesBack(text);
    }

    @Property(tries = 1000)
    void parse_almostAField_parsesOrRefuses(@ForAll("almost") String text) {
        refusesOrComesBack(text);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE) // combining edge cases takes longer than the tries
    void parse_serialisedList_isEqual(@ForAll("lists") List<Member> list) {
        assertThat(StructuredFields.parseList(List.of(StructuredFields.serialise(list))))
                .isEqualTo(list);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE) // combining edge cases takes longer than the tries
    void parse_serialisedDictionary_isEqual(@ForAll("dictionaries") Map<String, Member> dictionary) {
        Map<String, Member> back = StructuredFields.parseDictionary(List.of(StructuredFields.serialise(dictionary)));
        assertThat(back).isEqualTo(dictionary);
        assertThat(back.keySet()).containsExactlyElementsOf(dictionary.keySet());
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE) // combining edge cases takes longer than the tries
    void parse_serialisedItem_isEqual(@ForAll("items") Member.Item item) {
        assertThat(StructuredFields.parseItem(List.of(StructuredFields.serialise(item))))
                .isEqualTo(item);
    }

    private static void refusesOrComesBack(String text) {
        List<String> lines = List.of(text);
        comesBack(() -> StructuredFields.serialise(StructuredFields.parseItem(lines)));
        comesBack(() -> {
            List<Member> list = StructuredFields.parseList(lines);
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

    @Provide
    Arbitrary<String> almost() {
        return Arbitraries.strings()
                .withChars("ab*A1-.09\"\\?:@%=;,() \tcf3Z\u00fc")
                .ofMaxLength(25);
    }

    @Provide
    Arbitrary<List<Member>> lists() {
        return members().list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<Map<String, Member>> dictionaries() {
        return Arbitraries.maps(keys(), members()).ofMaxSize(4);
    }

    @Provide
    Arbitrary<Member.Item> items() {
        return Combinators.combine(bares(), params()).as(Member.Item::new);
    }

    private Arbitrary<Member> members() {
        Arbitrary<Member> inner =
                Combinators.combine(items().list().ofMaxSize(3), params()).as(Member.InnerList::new);
        return Arbitraries.oneOf(items().map(item -> item), inner);
    }

    private Arbitrary<Map<String, BareItem>> params() {
        return Arbitraries.maps(keys(), bares()).ofMaxSize(3);
    }

    private Arbitrary<String> keys() {
        return Arbitraries.strings().withChars("abz*09_-.").ofLength(4).map(tail -> "k" + tail);
    }

    private Arbitrary<BareItem> bares() {
        Arbitrary<Long> longs = Arbitraries.longs().between(-MAX, MAX);
        Arbitrary<BigDecimal> decimals = Arbitraries.bigDecimals()
                .between(new BigDecimal("-999999999999"), new BigDecimal("999999999999"))
                .ofScale(3);
        return Arbitraries.oneOf(
                longs.map(BareItem.Int::new),
                decimals.map(BareItem.Dec::new),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(9).map(BareItem.Text::new),
                Arbitraries.strings()
                        .withChars("aZ*1!#$%&'+-.^_`|~:/")
                        .ofMaxLength(9)
                        .map(tail -> new BareItem.Token("t" + tail)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(9).map(StructuredFieldsPropertyTest::binary),
                Arbitraries.of(true, false).map(BareItem.Bool::new),
                longs.map(BareItem.Date::new),
                Arbitraries.strings()
                        .withChars("%\"~é\n")
                        .withCharRange('\u2600', '\ud7ff')
                        .ofMaxLength(9)
                        .map(BareItem.Display::new));
    }

    private static BareItem binary(byte[] bytes) {
        return new BareItem.Binary(Base64.getEncoder().encodeToString(bytes));
    }
}
