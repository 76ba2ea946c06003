// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.Call;
import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.Ports.ClosedException;
import dev.bracketwire.examples.tournament.discord.DiscordForm;
import dev.bracketwire.examples.tournament.discord.DiscordInteraction;
import dev.bracketwire.examples.tournament.discord.DiscordInteraction.Kind;
import dev.bracketwire.examples.tournament.discord.DiscordMessage;
import dev.bracketwire.examples.tournament.discord.DiscordMessage.Button;
import dev.bracketwire.examples.tournament.discord.DiscordMessage.Style;
import dev.bracketwire.examples.tournament.discord.DiscordPort.BotStanding;
import dev.bracketwire.examples.tournament.discord.InteractionHandler;
import dev.bracketwire.examples.tournament.discord.SlashCommand;
import dev.bracketwire.testkit.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.requests.RestConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdaDiscordTest {
    private static final DiscordMessage PANEL = new DiscordMessage(
            "## Cup",
            List.of(
                    new Button("register:cup", "Register", Style.PRIMARY),
                    new Button("check-in:cup", "Check in", Style.SECONDARY, false)));

    private final BlockingQueue<DiscordInteraction> heard = new LinkedBlockingQueue<>();
    private DiscordPlatform platform;
    private JdaDiscord discord;

    @BeforeAll
    void connect() throws IOException, InterruptedException {
        platform = new DiscordPlatform();
        discord = platform.connect();
        discord.listen(new Recording());
    }

    @AfterAll
    void close() throws IOException {
        discord.close();
        platform.close();
    }

    private final class Recording implements InteractionHandler {
        @Override
        public Optional<DiscordForm> form(DiscordInteraction interaction) {
            return interaction.name().equals("register:cup") && interaction.kind() == Kind.BUTTON
                    ? Optional.of(new DiscordForm(
                            "register:cup",
                            "Register for Cup",
                            List.of(
                                    new DiscordForm.Field("riot-id", "Riot ID", "Ann#EUW", 60, true),
                                    new DiscordForm.Field("team", "Team", "Foxes", 40, false))))
                    : Optional.empty();
        }

        @Override
        public Call<DiscordMessage> handle(DiscordInteraction interaction) {
            heard.add(interaction);
            return Call.done(new DiscordMessage(
                    "Answer to @everyone", List.of(new Button("choose:A-1:1", "Join", Style.DANGER))));
        }

        @Override
        public List<String> suggestions(String guild, String typed) {
            return List.of(typed + "ing-cup of " + guild);
        }
    }

    private DiscordInteraction heard() throws InterruptedException {
        return heard.poll(30, TimeUnit.SECONDS);
    }

    @Test
    void connect_gateway_asksForNoIntentsButGuilds() throws Exception {
        assertThat(DiscordPlatform.json(platform.gateway.identification())
                        .at("/d/intents")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void post_panel_sendsButtonsAndNonceAndMentionsNobody() {
        assertThat(discord.post("600", PANEL, "p-1").get()).isEqualTo("800");

        JsonNode sent = platform.sent("POST", "/channels/600/messages");
        assertThat(sent.path("content").asText()).isEqualTo("## Cup");
        assertThat(sent.at("/allowed_mentions/parse").isArray()).isTrue();
        assertThat(sent.at("/allowed_mentions/parse")).isEmpty();
        assertThat(sent.path("nonce").asText()).isEqualTo("p-1");
        assertThat(sent.path("enforce_nonce").asBoolean()).isTrue();
        JsonNode buttons = sent.at("/components/0/components");
        assertThat(buttons).hasSize(2);
        assertThat(buttons.at("/0/custom_id").asText()).isEqualTo("register:cup");
        assertThat(buttons.at("/0/style").asInt()).isEqualTo(1);
        assertThat(buttons.at("/1/disabled").asBoolean()).isTrue();
    }

    @Test
    void edit_messageThereOrGone_saysWhich() {
        assertThat(discord.edit("600", "800", PANEL).get()).isTrue();
        JsonNode sent = platform.sent("PATCH", "/channels/600/messages/800");
        assertThat(sent.at("/components/0/components")).hasSize(2);
        assertThat(sent.at("/allowed_mentions/parse")).isEmpty();

        platform.rest
                .on("PATCH", DiscordPlatform.API + "/channels/600/messages/801")
                .answers(Answer.json("{\"code\":10008,\"message\":\"Unknown Message\"}")
                        .status(404));
        assertThat(discord.edit("600", "801", PANEL).get()).isFalse();
        assertThatThrownBy(() -> discord.edit("699", "800", PANEL).get())
                .hasMessageContaining("does not see the channel");
    }

    @Test
    void edit_forbidden_fails() {
        platform.rest
                .on("PATCH", DiscordPlatform.API + "/channels/600/messages/802")
                .answers(Answer.json("{\"code\":50001,\"message\":\"Missing Access\"}")
                        .status(403));

        assertThatThrownBy(() -> discord.edit("600", "802", PANEL).get()).hasStackTraceContaining("Missing Access");
    }

    @Test
    void delete_message_saysWhetherItWasThere() {
        platform.rest
                .on("DELETE", DiscordPlatform.API + "/channels/600/messages/803")
                .answers(Answer.of(204));
        platform.rest
                .on("DELETE", DiscordPlatform.API + "/channels/600/messages/804")
                .answers(Answer.json("{\"code\":10008,\"message\":\"Unknown Message\"}")
                        .status(404));

        assertThat(discord.delete("600", "803").get()).isTrue();
        assertThat(discord.delete("600", "804").get()).isFalse();
    }

    @Test
    void sendDirect_openOrClosed_sendsOrSaysSo() {
        assertThat(discord.sendDirect("101", "You have a place.", "m-1").get()).isTrue();
        JsonNode sent = platform.sent("POST", "/channels/700/messages");
        assertThat(sent.path("content").asText()).isEqualTo("You have a place.");
        assertThat(sent.path("nonce").asText()).isEqualTo("m-1");
        assertThat(sent.at("/allowed_mentions/parse")).isEmpty();

        platform.rest
                .on("POST", DiscordPlatform.API + "/channels/700/messages")
                .answers(Answer.json("{\"code\":50007,\"message\":\"Cannot send messages to this user\"}")
                        .status(403));
        assertThatThrownBy(() -> discord.sendDirect("101", "Hello", "m-2").get())
                .isInstanceOf(ClosedException.class);
        platform.rest
                .on("POST", DiscordPlatform.API + "/channels/700/messages")
                .answers(Answer.json(DiscordPlatform.MESSAGE));
    }

    @Test
    void setRoles_wanted_touchesOurRolesOnly() {
        String roles = DiscordPlatform.API + "/guilds/500/members/101/roles/";
        platform.rest.on("PUT", roles + "501").answers(Answer.of(204));
        platform.rest.on("DELETE", roles + "502").answers(Answer.of(204));
        platform.rest
                .on("PUT", DiscordPlatform.API + "/guilds/500/members/102/roles/501")
                .answers(Answer.json("{\"code\":10007,\"message\":\"Unknown Member\"}")
                        .status(404));

        assertThat(discord.setRoles("500", "101", Set.of("501"), Set.of("501", "502"))
                        .get())
                .isTrue();
        platform.rest.assertReceived("PUT", roles + "501").times(1);
        platform.rest.assertReceived("DELETE", roles + "502").times(1);
        assertThat(discord.setRoles("500", "102", Set.of("501"), Set.of("501")).get())
                .isFalse();
        assertThat(discord.setRoles("500", "101", Set.of(), Set.of("599")).get())
                .as("a role that is gone need not be taken away")
                .isTrue();
        assertThatThrownBy(() -> discord.setRoles("500", "101", Set.of("501", "599"), Set.of("501", "599"))
                        .get())
                .hasMessageContaining("set it by /setup");
        platform.rest.assertReceived("PUT", roles + "501").times(2); // the other role is given all the same
        assertThatThrownBy(
                        () -> discord.setRoles("599", "101", Set.of(), Set.of()).get())
                .hasMessageContaining("not in the server");
    }

    @Test
    void standing_channelsAndRoles_namesWhatIsMissing() {
        assertThat(discord.standing("500", "600", Set.of("501")).get())
                .isEqualTo(new BotStanding(true, List.of(), true, Set.of(), Set.of()));
        assertThat(discord.standing("500", "601", Set.of("501", "510", "520", "599"))
                        .get())
                .isEqualTo(new BotStanding(true, List.of("Send Messages"), true, Set.of("599"), Set.of("510", "520")));
        assertThat(discord.standing("500", "699", Set.of()).get().channelFound())
                .isFalse();
    }

    @Test
    void registerCommands_all_sendsPartsAndOptions() {
        SlashCommand.Option which = new SlashCommand.Option(
                "which", "Which", SlashCommand.Kind.TEXT, true, List.of("registration", "check-in"));
        SlashCommand part = new SlashCommand("window", "Opens", List.of(which), List.of(), true);
        List<SlashCommand.Option> options = java.util.stream.Stream.of(SlashCommand.Kind.values())
                .map(kind -> new SlashCommand.Option(
                        kind.name().toLowerCase(Locale.ROOT), "An option", kind, false, List.of()))
                .toList();

        assertThat(discord.registerCommands(List.of(
                                new SlashCommand("admin", "Commands of organisers.", List.of(), List.of(part), true),
                                new SlashCommand("roster", "Shows.", options, List.of(), false)))
                        .get())
                .isTrue();

        JsonNode sent = platform.sent("PUT", "/applications/900/commands");
        assertThat(sent.at("/0/default_member_permissions").asText()).isEqualTo("32");
        assertThat(sent.at("/0/options/0/options/0/choices/1/value").asText()).isEqualTo("check-in");
        assertThat(sent.at("/0/contexts/0").asInt()).isZero();
        assertThat(sent.at("/0/contexts")).hasSize(1);
        assertThat(sent.at("/1/options").findValuesAsText("type")).containsExactly("3", "3", "4", "5", "7", "8");
        assertThat(sent.at("/1/options/1/autocomplete").asBoolean()).isTrue();
    }

    @Test
    void button_onThePanel_isAcknowledgedThenAnsweredPrivately() throws Exception {
        String id = platform.interact("button.json", "CUSTOM", "check-in:cup");

        DiscordInteraction pressed = heard();
        assertThat(pressed.kind()).isEqualTo(Kind.BUTTON);
        assertThat(pressed.account().id()).isEqualTo("101");
        assertThat(pressed.account().name()).isEqualTo("Ann of the Foxes");
        assertThat(pressed.guild()).isEqualTo("500");
        JsonNode acknowledged = platform.sent("POST", "/interactions/" + id + "/button-token/callback");
        assertThat(acknowledged.path("type").asInt()).isEqualTo(5);
        assertThat(acknowledged.at("/data/flags").asInt() & 64).isEqualTo(64);
        JsonNode answered = platform.sent("PATCH", "/webhooks/900/button-token/messages/@original");
        assertThat(answered.path("content").asText()).isEqualTo("Answer to @everyone");
        assertThat(answered.at("/allowed_mentions/parse").isArray()).isTrue();
        assertThat(answered.at("/allowed_mentions/parse")).isEmpty();
        assertThat(answered.at("/components/0/components/0/custom_id").asText()).isEqualTo("choose:A-1:1");
    }

    @Test
    void button_onAPrivateAnswer_replacesIt() throws Exception {
        String id = platform.interact(
                "button.json", "CUSTOM", "choose:A-1:1", "\"flags\":0,\"components\"", "\"flags\":64,\"components\"");

        assertThat(heard().name()).isEqualTo("choose:A-1:1");
        assertThat(platform.sent("POST", "/interactions/" + id + "/button-token/callback")
                        .path("type")
                        .asInt())
                .isEqualTo(6);
    }

    @Test
    void button_register_showsTheFormAtOnce() throws Exception {
        String id = platform.interact("button.json", "CUSTOM", "register:cup");

        JsonNode shown = platform.sent("POST", "/interactions/" + id + "/button-token/callback");
        assertThat(shown.path("type").asInt()).isEqualTo(9);
        assertThat(shown.at("/data/custom_id").asText()).isEqualTo("register:cup");
        JsonNode field = shown.at("/data/components/0/component");
        assertThat(field.path("custom_id").asText()).isEqualTo("riot-id");
        assertThat(field.path("max_length").asInt()).isEqualTo(60);
        assertThat(shown.at("/data/components/1/component/required").asBoolean())
                .isFalse();
    }

    @Test
    void form_sent_carriesItsFields() throws Exception {
        String id = platform.interact("form.json");

        DiscordInteraction sent = heard();
        assertThat(sent.kind()).isEqualTo(Kind.FORM);
        assertThat(sent.name()).isEqualTo("register:cup");
        assertThat(sent.values()).isEqualTo(Map.of("riot-id", "Ann#EUW", "team", "Foxes"));
        assertThat(platform.sent("POST", "/interactions/" + id + "/form-token/callback")
                                .at("/data/flags")
                                .asInt()
                        & 64)
                .isEqualTo(64);
    }

    @Test
    void command_withParts_carriesNameAndOptions() throws Exception {
        platform.interact("command.json");

        DiscordInteraction typed = heard();
        assertThat(typed.kind()).isEqualTo(Kind.COMMAND);
        assertThat(typed.name()).isEqualTo("admin window");
        assertThat(typed.values()).isEqualTo(Map.of("which", "registration", "state", "open"));
    }

    @Test
    void typing_option_isSuggested() throws Exception {
        String id = platform.interact("typing.json");

        assertThat(platform.sent("POST", "/interactions/" + id + "/typing-token/callback")
                        .at("/data/choices/0/value")
                        .asText())
                .isEqualTo("spring-cup of 500");
    }

    @Test
    void connect_wrongToken_saysWhatToDo() {
        platform.rest
                .on("GET", "/wrong/users/@me")
                .answers(Answer.json("{\"code\":0,\"message\":\"401: Unauthorized\"}")
                        .status(401));

        assertThatThrownBy(() -> JdaDiscord.connect(
                        Secret.of("wrong"),
                        builder -> builder.setRestConfig(new RestConfig().setBaseUrl(platform.rest.uri() + "/wrong/"))))
                .isInstanceOf(BotSettings.MissingException.class)
                .hasMessageContaining("TOURNAMENT_DISCORD_TOKEN");
    }
}
