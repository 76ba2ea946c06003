// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RiotIdTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ann B#EUW",
                "  Ann B#EUW\n",
                "Ann B #EUW",
                "Ann B＃EUW",
                "Ann B%23EUW",
                "\u2066Ann B\u2069 #\u2066EUW\u2069",
                "\uFEFFAnn B\u200B#\u200BEUW\u200E",
                "https://www.op.gg/summoners/euw/Ann%20B-EUW",
                "https://op.gg/lol/summoners/euw/Ann%20B-EUW?queue_type=x",
                "op.gg/tft/summoners/euw/Ann%20B-EUW/overview"
            })
    void parse_asPeoplePaste_isTheSame(String text) {
        assertThat(RiotId.parse(text)).isEqualTo(new RiotId("Ann B", "EUW"));
        assertThat(RiotId.problems(text)).isEmpty();
    }

    @Test
    void parse_moreThanOneHash_splitsAtTheLast() {
        assertThat(RiotId.problems("name#tag#xyz")).containsExactly("the name has a # or a / in it");
    }

    @Test
    void parse_pageOfOpGg_splitsAtTheLastHyphen() {
        assertThat(RiotId.parse("https://op.gg/summoners/kr/a-b-c-KR1")).isEqualTo(new RiotId("a-b-c", "KR1"));
        assertThat(RiotId.problems("https://op.gg/summoners/kr/abc"))
                .containsExactly("the address names no player such as Ann-EUW");
        assertThat(RiotId.parse("https://op.gg/summoners/kr/100%-KR1")).isEqualTo(new RiotId("100%", "KR1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ab#EUW|the name has 2 characters, and 3 to 16 are allowed",
                "abc#|the tag has 0 characters, and 3 to 5 are allowed",
                "abc#EU|the tag has 2 characters, and 3 to 5 are allowed",
                "abcdefghijklmnopq#EUW|the name has 17 characters, and 3 to 16 are allowed",
                "Ann|it has no # between name and tag, as in Ann#EUW",
                "a/../b#EUW|the name has a # or a / in it"
            })
    void parse_isNone_saysWhy(String text, String why) {
        assertThat(RiotId.problems(text)).contains(why);
        assertThat(RiotId.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> RiotId.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#",
                "..#...",
                "   #   ",
                "Ann\r\nX: y#EUW",
                "Ann\u0000b#EUW",
                "Ann\uD800b#EUW",
                "Ann\u202Eb#EUW",
                "A\u3164nn#EUW",
                "Ann#E\u2028W"
            })
    void parse_whatNoNameCanBe_isRefused(String text) {
        assertThat(RiotId.tryParse(text)).isEmpty();
        assertThat(RiotId.problems(text)).isNotEmpty();
    }

    @Test
    void parse_charactersBeyondTheFirstPlane_areOneEach() {
        String astral = "\uD835\uDC9C".repeat(16);
        assertThat(RiotId.parse(astral + "#EUW").name()).isEqualTo(astral);
        assertThat(RiotId.tryParse(astral + "\uD835\uDC9C#EUW")).isEmpty();
    }

    @Test
    void parse_tenThousandCharacters_isRefusedAtOnce() {
        assertThat(RiotId.problems("a".repeat(10_000) + "#EUW")).containsExactly("it is longer than 1000 characters");
    }

    @Test
    void parse_decomposed_isComposed() {
        assertThat(RiotId.parse("Zoe\u0308#EUW").name()).isEqualTo("Zo\u00EB");
        assertThat(RiotId.parse("Zo\u00EB#EUW").unusual()).isFalse();
        assertThat(RiotId.parse("a.b_c#EUW").unusual()).isTrue();
    }

    @Test
    void new_asRiotGivesIt_mayBeLongerThanPeopleMayType() {
        assertThat(new RiotId("a name of twenty-three!", "12345678")).hasToString("a name of twenty-three!#12345678");
        assertThatThrownBy(() -> new RiotId("", "EUW")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RiotId("Ann", "a/b")).isInstanceOf(IllegalArgumentException.class);
    }
}
