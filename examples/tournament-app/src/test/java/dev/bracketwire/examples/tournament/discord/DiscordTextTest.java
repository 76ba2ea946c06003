// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import static dev.bracketwire.examples.tournament.discord.BotScene.GUILD;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscordTextTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            Ann#EUW,                       Ann#EUW
            **bold**,                      \\*\\*bold\\*\\*
            `code` ||spoiler||,            \\`code\\` \\|\\|spoiler\\|\\|
            <@123> <#1> <t:0>,             \\<@\u200B123> \\<#1> \\<t:0>
            @everyone,                     @\u200Beveryone
            [click](https://x.example),    \\[click\\](https\\://x.example)
            1. one,                        1\\. one
            3.5 is fine,                   3\\.5 is fine
            > quote,                       \\> quote
            - list,                        \\- list
            back\\slash,                   back\\\\slash
            at 2026-12-05T18:00:00Z.,      at <t:1796493600:F>.
            https://speedgaming.org/commentator/signup/70001/, https://speedgaming.org/commentator/signup/70001/
            https://speedgaming.org/evil?x=/signup/1/,         https\\://speedgaming.org/evil?x=/signup/1/
            at 2026-99-05T18:00:00Z.,      at 2026-99-05T18:00:00Z.""")
    void of_textOfAPlayer_showsItsCharactersOnly(String text, String shown) {
        assertThat(DiscordText.of(text)).isEqualTo(shown);
    }

    @Test
    void of_controlCharacters_becomeSpaces() {
        assertThat(DiscordText.of("Ann\n# Big\u202Egnp")).isEqualTo("Ann # Big gnp");
    }

    @Test
    void limited_surrogates_areNotCut() {
        assertThat(DiscordText.limited("abc😀d", 5)).isEqualTo("abc…");
        assertThat(DiscordText.limited("abcde", 5)).isEqualTo("abcde");
    }

    @Test
    void roster_manyPlayersWithHostileNames_fitsAMessage() {
        try (BotScene scene = new BotScene().tournament("cup", "club", 30, 1)) {
            scene.setup(GUILD, "cup", "c1");
            for (int i = 10; i < 55; i++) {
                DiscordAccount account = new DiscordAccount("2" + i, "*_~|`".repeat(6) + "<@" + i + ">");
                scene.register(account, GUILD, "cup", "Player" + i + "#EUW");
            }

            DiscordMessage first = scene.discord.type(BotScene.ANN, GUILD, "roster", Map.of());
            assertThat(first.text()).contains("30 of 30 places taken, 15 waiting (page 1 of 3)");
            assertThat(first.text().lines()).hasSize(21);
            assertThat(first.text()).doesNotContainPattern("(?<!\\\\)<@").doesNotContain("Player");
            DiscordMessage second = scene.discord.press(BotScene.ANN, GUILD, first, "Next");
            assertThat(second.text()).contains("page 2 of 3", "waitlist 1:");
            assertThat(scene.discord
                            .press(BotScene.ANN, GUILD, "roster-details:cup:1")
                            .text())
                    .contains("permission viewer");
            DiscordMessage details =
                    scene.discord.type(BotScene.OLGA, GUILD, "roster", Map.of("details", "true", "page", "9"));
            assertThat(details.text()).contains("page 3 of 3", "Player54#EUW");
            assertThat(details.buttons().get(1).enabled()).isFalse();
        }
    }

    @Test
    void messages_tooManyChoices_keepsTheLast() {
        try (BotScene scene = new BotScene().tournament("cup", "club", 60, 2)) {
            scene.setup(GUILD, "cup", "c1");
            for (int i = 10; i < 40; i++) {
                scene.discord.submit(
                        new DiscordAccount("2" + i, "P" + i),
                        GUILD,
                        "register:cup",
                        Map.of(
                                "riot-id",
                                "Player" + i + "#EUW",
                                "team",
                                String.valueOf(i).repeat(4)));
            }
            DiscordMessage choices = scene.discord.submit(
                    BotScene.ANN, GUILD, "register:cup", Map.of("riot-id", "Ann#EUW", "team", "Zebras of the north"));
            assertThat(choices.buttons()).hasSize(25);
            assertThat(choices.buttons().get(24).label()).isEqualTo("Wait with Zebras of the north");
        }
    }
}
