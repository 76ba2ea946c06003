// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.seeded.SeededDraw;
import dev.bracketwire.sheets.table.ColumnRole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "What's your RiotID? (Name#TAG) | riot id name tag",
                "Please enter your Discord username (e.g. Ann#1234): | discord username",
                "checked_in | checked in",
                "isCheckedIn | checked in",
                "Ｄｉｓｃｏｒｄ　ＩＤ | discord id",
                "🎮 IGN | ign",
                "Pronoun(s) | pronouns",
                "3. Team | team",
                "LoL IGN | lol ign",
                "AltIGNs | alt igns",
                "Riot ID - make sure that it is right | riot id",
                "IGN (no smurfs, please) | ign",
                "TAKIM İSMİ | takim ismi",
                "Team # | team #",
                "Q1: What's your Discord tag? | discord tag",
                "b) Summoner name | summoner name",
                "Player info: Discord | discord",
                "Player 2 info: Discord | player 2 info discord",
                "Contact (Discord) | discord",
                "Contact Discord | contact discord",
                "IGN for commentary | ign",
                "Discord for casters | discord casters",
                "IGN as it will appear in lobby | ign",
                "Nom d'équipe | nom équipe",
                "Angemeldet am | angemeldet am",
            })
    void of_header_keepsTheWordsWithMeaning(String header, String words) {
        assertThat(String.join(" ", HeaderText.of(header).words())).isEqualTo(words);
    }

    @Test
    void of_invisibleCharacters_areLeftOut() {
        assertThat(HeaderText.of("\ufeffDis\u200bcord\u00a0I\u00adD\ufe0f").words())
                .containsExactly("discord", "id");
    }

    @Test
    void of_anyText_neverThrows() {
        SeededDraw.rounds(2_000, draw -> {
            HeaderText header = HeaderText.of(draw.text());
            assertThat(header.words()).doesNotContain("");
            assertThat(new RoleHeaders(ColumnRole.of("x" + draw.text(), draw.text())).score(header))
                    .isBetween(0.0, 1.0);
        });
        assertThat(HeaderText.of("\ud83c").words()).isEmpty();
        assertThat(HeaderText.of("\0\0").words()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "pronouns, pronuons, 0.88",
        "discord, dicsord, 0.88",
        "name, nmae, 0.88",
        "accounts, account, 0.95",
        "ign, igns, 0.95",
        "ign, gin, 0",
        "ci, cl, 0",
        "reg, region, 0",
        "registered, registerd, 0.88",
        "checkin, checking, 0",
        "team, steam, 0",
        "team, teem, 0",
        "discord, record, 0",
    })
    void likeness_words_allowsPluralsAndSmallSlips(String expected, String word, double likeness) {
        assertThat(HeaderText.likeness(expected, word)).isEqualTo(likeness);
    }

    @Test
    void score_shortHeaders_matchCompleteWordsOnly() {
        RoleHeaders checkIn = new RoleHeaders(ColumnRole.CHECK_IN);
        assertThat(checkIn.score(HeaderText.of("CI"))).isGreaterThan(0.9);
        assertThat(checkIn.score(HeaderText.of("Social media"))).isZero();
        assertThat(new RoleHeaders(ColumnRole.REGISTERED).score(HeaderText.of("Region")))
                .isZero();
        assertThat(new RoleHeaders(ColumnRole.IGN).score(HeaderText.of("Design")))
                .isZero();
    }

    @Test
    void score_unlikeWord_excludes() {
        RoleHeaders ign = new RoleHeaders(ColumnRole.IGN);
        assertThat(ign.score(HeaderText.of("Alt IGN"))).isZero();
        assertThat(ign.score(HeaderText.of("IGN (alt)"))).isZero();
        assertThat(ign.score(HeaderText.of("IGN (no alts)"))).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @CsvSource({"Abgemeldet", "Nicht angemeldet", "Angemeldet am", "Inscrit le", "No inscrito"})
    void score_otherLanguages_oppositesAndDatesAreNoRegistration(String header) {
        RoleHeaders registered = new RoleHeaders(ColumnRole.REGISTERED);
        assertThat(registered.score(HeaderText.of("Angemeldet?"))).isGreaterThan(0.9);
        assertThat(registered.score(HeaderText.of(header))).isLessThan(0.7);
    }

    @Test
    void score_yesNoQuestion_fitsFlagsOnly() {
        assertThat(new RoleHeaders(ColumnRole.DISCORD).score(HeaderText.of("Do you have Discord?")))
                .isLessThan(0.7);
        assertThat(new RoleHeaders(ColumnRole.CHECK_IN).score(HeaderText.of("Have you checked in?")))
                .isGreaterThan(0.9);
    }
}
