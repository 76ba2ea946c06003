// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "EUW,EUW1,EUROPE", "euw1,EUW1,EUROPE", " eune ,EUN1,EUROPE", "na,NA1,AMERICAS", "oce,OC1,SEA", "PH2,SG2,SEA",
        "th2,SG2,SEA", "mena,ME1,EUROPE", "kr,KR,ASIA", "lan,LA1,AMERICAS", "vn,VN2,SEA", "pbe,PBE1,AMERICAS"
    })
    void parse_asPeopleAndRiotCallIt(String text, Platform platform, Region region) {
        assertThat(Platform.parse(text)).isEqualTo(platform);
        assertThat(platform.region()).isEqualTo(region);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "euw2", "google.com/?stolen=", "na1?", "+", "e u w"})
    void parse_other_isRefusedAndNotRepeated(String text) {
        assertThat(Platform.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> Platform.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EUW");
    }

    @Test
    void ids_areLowerCaseInAnyLanguage() {
        assertThat(Platform.EUN1.id()).isEqualTo("eun1");
        assertThat(Region.ASIA.id()).isEqualTo("asia");
        assertThat(Region.SEA.forAccounts()).isEqualTo(Region.ASIA);
        assertThat(Region.EUROPE.forAccounts()).isEqualTo(Region.EUROPE);
    }

    @Test
    void matchId_saysItsPlatform() {
        MatchId id = MatchId.parse("EUW1_6511808246");
        assertThat(id.platform()).isEqualTo(Platform.EUW1);
        assertThat(id).hasToString("EUW1_6511808246");
        for (String none : new String[] {"", "EUW1", "EUW1_", "XX9_1", "EUW1_x", "EUW1_9999999999999999999", "../1"}) {
            assertThat(MatchId.tryParse(none)).as(none).isEmpty();
        }
        assertThatThrownBy(() -> MatchId.parse("x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MatchId(Platform.KR, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toString_puuid_isShortened() {
        Puuid puuid = new Puuid("a".repeat(70) + "-_canary");
        assertThat(puuid).hasToString("aaaaaaaa…");
        assertThatThrownBy(() -> new Puuid("12345"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("12345");
    }
}
