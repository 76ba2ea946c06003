// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import static dev.bracketwire.examples.tournament.discord.BotScene.ANN;
import static dev.bracketwire.examples.tournament.discord.BotScene.GUILD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.discord.DiscordPort.BotStanding;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuildSetupTest {
    private BotScene scene;

    @BeforeEach
    void open() {
        scene = new BotScene().tournament("cup", "club", 8, 1);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void setup_problems_namesTheFixOfEachAndSetsNothingUp() {
        scene.discord.standing =
                new BotStanding(true, List.of("Send Messages"), false, Set.of("role-here"), Set.of("role-in"));

        String text = scene.setup(GUILD, "cup", "c1").text();

        assertThat(text)
                .contains(
                        "Nothing is set up yet",
                        "In <#c1> the bot lacks Send Messages. Open the channel's settings",
                        "The bot may not give roles. Open Server Settings",
                        "The role role-here is not there any more",
                        "The bot cannot give <@&role-in>. Open Server Settings, Roles, and move the bot's role above it");
        assertThat(scene.discord.press(ANN, GUILD, "check-in:cup").text()).contains("This button is old");
    }

    @Test
    void setup_channelUnseen_saysWhereToAllowIt() {
        scene.discord.standing = new BotStanding(false, List.of(), true, Set.of(), Set.of());

        assertThat(scene.setup(GUILD, "cup", "c1").text()).contains("The bot does not see the channel", "View Channel");
    }

    @Test
    void setup_noRoles_saysSo() {
        assertThat(scene.discord
                        .type(BotScene.OLGA, GUILD, "setup", Map.of("tournament", "cup"))
                        .text())
                .contains("appears in <#channel>", "No roles follow the entries");
        assertThat(scene.discord.type(BotScene.OLGA, GUILD, "setup", Map.of()).text())
                .isEqualTo("Name the tournament.");
    }

    @Test
    void setup_byPlayer_isRefused() {
        assertThat(scene.discord
                        .type(ANN, GUILD, "setup", Map.of("tournament", "cup"))
                        .text())
                .contains("needs the permission organiser");
    }

    @Test
    void start_commands_areRegistered() {
        assertThat(scene.discord.commands).extracting(SlashCommand::name).containsExactly("setup", "roster", "admin");
        assertThat(scene.discord.commands).allSatisfy(command -> {
            assertThat(command.description().length()).isBetween(1, 100);
            assertThat(command.options())
                    .allSatisfy(
                            option -> assertThat(option.description().length()).isBetween(1, 100));
            assertThat(command.parts())
                    .allSatisfy(part -> assertThat(part.description().length()).isBetween(1, 100));
        });
    }
}
