// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.speedgaming.PersonAlias.Kind;
import dev.bracketwire.speedgaming.SourceMatch.SourcePlayer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonSignsTest {
    @ParameterizedTest
    @CsvSource({
        "472785637984960513, 472785637984960513",
        "'  472785637984960513 ', 472785637984960513",
        "'\u00a0', ",
        "1, 1",
        "0042, 42",
        "18446744073709551615, 18446744073709551615"
    })
    void discordId_number_isKept(String typed, String id) {
        assertThat(PersonSigns.discordId(typed)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "000",
                "-1",
                "+1",
                "18446744073709551616",
                "99999999999999999999999999999999999999999999",
                "not-a-snowflake",
                "4.7e17",
                "12 34",
                "\u0661\u0662"
            })
    void discordId_other_isNone(String typed) {
        assertThat(PersonSigns.discordId(typed)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"Ann, ann", "@Ann, ann", "ann#0, ann", "@ann#0000, ann", "' ann ', ann", "TITI, titi", "a#b, a#b"})
    void discordName_modern_isComparable(String typed, String name) {
        assertThat(PersonSigns.discordName(typed)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "ann#1337", "@ann#0001", "#0", "@#1234"})
    void discordName_legacyTagOrNothing_isNone(String typed) {
        assertThat(PersonSigns.discordName(typed)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Ann_1, ann_1",
        "https://www.twitch.tv/Ann, ann",
        "twitch.tv/ann/, ann",
        "https://twitch.tv/ann?x=1, ",
        "ignore, ",
        "ann lee, ",
        "'', ",
        "abcdefghijklmnopqrstuvwxyz, ",
        "https://evil.example/ann, "
    })
    void twitch_typed_isALoginOrNone(String typed, String login) {
        assertThat(PersonSigns.twitch(typed)).isEqualTo(login);
    }

    @Test
    void byKind_signUpWithoutId_hasTheStrongestNameAsKey() {
        assertThat(PersonSigns.of(new SourcePlayer(0, "Ann", "", "ann#0", "annlive"))
                        .byKind())
                .isEqualTo(Map.of(
                        Kind.DISCORD_NAME, "ann",
                        Kind.TWITCH, "annlive",
                        Kind.DISPLAY_NAME, "Ann",
                        Kind.SIGN_UP_NAME, "@ann"));
        assertThat(PersonSigns.of(new SourcePlayer(0, "Ann", "7", "", "")).byKind())
                .isEqualTo(Map.of(Kind.DISCORD_ID, "7", Kind.DISPLAY_NAME, "Ann"));
    }

    @Test
    void of_hostileName_isStorable() {
        String name = "\u0000\ud800" + "😀".repeat(5000);
        PersonSigns signs = PersonSigns.of(new SourcePlayer(5, name, "", "", ""));
        assertThat(signs.name()).hasSize(200).isEqualTo("😀".repeat(100));
        assertThat(PersonSigns.of(new SourcePlayer(5, " \n", "", "", "")).name())
                .isEqualTo("player 5");
    }
}
