// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import dev.bracketwire.Call;
import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.Ports.ClosedException;
import dev.bracketwire.examples.tournament.discord.DiscordAccount;
import dev.bracketwire.examples.tournament.discord.DiscordForm;
import dev.bracketwire.examples.tournament.discord.DiscordInteraction;
import dev.bracketwire.examples.tournament.discord.DiscordInteraction.Kind;
import dev.bracketwire.examples.tournament.discord.DiscordMessage;
import dev.bracketwire.examples.tournament.discord.DiscordPort;
import dev.bracketwire.examples.tournament.discord.InteractionHandler;
import dev.bracketwire.examples.tournament.discord.SlashCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.components.actionrow.ActionRow;
import net.dv8tion.jda.api.components.buttons.Button;
import net.dv8tion.jda.api.components.buttons.ButtonStyle;
import net.dv8tion.jda.api.components.label.Label;
import net.dv8tion.jda.api.components.textinput.TextInput;
import net.dv8tion.jda.api.components.textinput.TextInputStyle;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.Message.MentionType;
import net.dv8tion.jda.api.entities.Role;
import net.dv8tion.jda.api.entities.User;
import net.dv8tion.jda.api.entities.UserSnowflake;
import net.dv8tion.jda.api.entities.channel.middleman.GuildMessageChannel;
import net.dv8tion.jda.api.events.interaction.GenericInteractionCreateEvent;
import net.dv8tion.jda.api.events.interaction.ModalInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.exceptions.ErrorResponseException;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.InteractionContextType;
import net.dv8tion.jda.api.interactions.InteractionHook;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.interactions.commands.DefaultMemberPermissions;
import net.dv8tion.jda.api.interactions.commands.OptionType;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.interactions.commands.build.OptionData;
import net.dv8tion.jda.api.interactions.commands.build.SlashCommandData;
import net.dv8tion.jda.api.interactions.commands.build.SubcommandData;
import net.dv8tion.jda.api.modals.Modal;
import net.dv8tion.jda.api.requests.ErrorResponse;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestAction;
import net.dv8tion.jda.api.utils.messages.MessageCreateBuilder;
import net.dv8tion.jda.api.utils.messages.MessageCreateData;
import net.dv8tion.jda.api.utils.messages.MessageEditData;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Discord by JDA. It only translates: the logic is behind {@link InteractionHandler}. It asks the gateway for no
 * intents, since interactions come without any, and keeps no members and no messages.
 */
final class JdaDiscord extends ListenerAdapter implements DiscordPort, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JdaDiscord.class);

    private final JDA jda;
    private volatile @Nullable InteractionHandler handler;

    private JdaDiscord(JDABuilder builder) throws InterruptedException {
        try {
            this.jda = builder.addEventListeners(this).build();
            jda.awaitReady();
        } catch (InvalidTokenException | IllegalStateException e) {
            throw new BotSettings.MissingException(
                    "Discord did not take the bot. Put the token of the bot's page into TOURNAMENT_DISCORD_TOKEN: "
                            + e.getMessage());
        }
    }

    /** Connects to Discord and returns when the bot is online. */
    static JdaDiscord connect(Secret token) throws InterruptedException {
        return connect(token, builder -> {});
    }

    static JdaDiscord connect(Secret token, Consumer<JDABuilder> options) throws InterruptedException {
        JDABuilder builder = JDABuilder.createLight(token.reveal(), EnumSet.noneOf(GatewayIntent.class));
        options.accept(builder);
        return new JdaDiscord(builder);
    }

    @Override
    public void listen(InteractionHandler listener) {
        handler = listener;
    }

    @Override
    public Call<String> post(String channel, DiscordMessage message, String nonce) {
        return Call.of(context -> channel(channel)
                .sendMessage(created(message))
                .setNonce(nonce)
                .submit()
                .thenApply(sent -> sent.getId()));
    }

    @Override
    public Call<Boolean> edit(String channel, String message, DiscordMessage content) {
        return Call.of(context ->
                present(channel(channel).editMessageById(message, edited(content)), ErrorResponse.UNKNOWN_MESSAGE));
    }

    @Override
    public Call<Boolean> delete(String channel, String message) {
        return Call.of(context -> present(
                channel(channel).deleteMessageById(message),
                ErrorResponse.UNKNOWN_MESSAGE,
                ErrorResponse.UNKNOWN_CHANNEL));
    }

    @Override
    public Call<Boolean> sendDirect(String account, String text, String nonce) {
        return Call.of(context -> jda.openPrivateChannelById(account)
                .flatMap(channel ->
                        channel.sendMessage(created(DiscordMessage.of(text))).setNonce(nonce))
                .submit()
                .handle((sent, failure) -> {
                    if (isOneOf(failure, ErrorResponse.CANNOT_SEND_TO_USER, ErrorResponse.UNKNOWN_USER)) {
                        throw new ClosedException("the account takes no direct messages");
                    }
                    return rethrown(failure);
                }));
    }

    /** Fails once the roles that are there were set. */
    private static Function<Boolean, CompletableFuture<Boolean>> failed(String lost) {
        return there -> CompletableFuture.failedFuture(
                new IllegalStateException("the role " + lost + " is not there any more; set it by /setup"));
    }

    // Two requests that name one role each leave all other roles alone, even if those change at the same time.
    @Override
    public Call<Boolean> setRoles(String guild, String account, Set<String> wanted, Set<String> ours) {
        return Call.of(context -> {
            Guild server = guild(guild);
            UserSnowflake member = User.fromId(account);
            CompletableFuture<Boolean> all = CompletableFuture.completedFuture(true);
            @Nullable String lost = null;
            for (String id : ours) {
                Role role = server.getRoleById(id);
                if (role == null) {
                    if (wanted.contains(id)) {
                        lost = id;
                    }
                    continue;
                }
                all = all.thenCompose(there -> there
                        ? present(
                                wanted.contains(id)
                                        ? server.addRoleToMember(member, role)
                                        : server.removeRoleFromMember(member, role),
                                ErrorResponse.UNKNOWN_MEMBER)
                        : CompletableFuture.completedFuture(false));
            }
            return lost == null ? all : all.thenCompose(failed(lost));
        });
    }

    @Override
    public Call<BotStanding> standing(String guild, String channel, Set<String> roles) {
        return Call.of(context -> CompletableFuture.completedFuture(standingNow(guild(guild), channel, roles)));
    }

    private static BotStanding standingNow(Guild guild, String channel, Set<String> roles) {
        GuildMessageChannel place = guild.getChannelById(GuildMessageChannel.class, channel);
        List<String> missing = new ArrayList<>();
        if (place != null) {
            for (Permission each : List.of(Permission.VIEW_CHANNEL, Permission.MESSAGE_SEND)) {
                if (!guild.getSelfMember().hasPermission(place, each)) {
                    missing.add(each.getName());
                }
            }
        }
        Set<String> lost = new TreeSet<>();
        Set<String> higher = new TreeSet<>();
        for (String id : roles) {
            Role role = guild.getRoleById(id);
            if (role == null) {
                lost.add(id);
            } else if (role.isManaged()
                    || role.isPublicRole()
                    || !guild.getSelfMember().canInteract(role)) {
                higher.add(id);
            }
        }
        return new BotStanding(
                place != null, missing, guild.getSelfMember().hasPermission(Permission.MANAGE_ROLES), lost, higher);
    }

    @Override
    public Call<Boolean> registerCommands(List<SlashCommand> commands) {
        return Call.of(context -> jda.updateCommands()
                .addCommands(commands.stream().map(JdaDiscord::command).toList())
                .submit()
                .thenApply(registered -> true));
    }

    private static SlashCommandData command(SlashCommand command) {
        SlashCommandData data =
                Commands.slash(command.name(), command.description()).setContexts(InteractionContextType.GUILD);
        if (command.organisers()) {
            data.setDefaultPermissions(DefaultMemberPermissions.enabledFor(Permission.MANAGE_SERVER));
        }
        data.addOptions(command.options().stream().map(JdaDiscord::option).toList());
        command.parts()
                .forEach(part -> data.addSubcommands(new SubcommandData(part.name(), part.description())
                        .addOptions(
                                part.options().stream().map(JdaDiscord::option).toList())));
        return data;
    }

    private static OptionData option(SlashCommand.Option option) {
        OptionType type = switch (option.kind()) {
            case TEXT, TOURNAMENT -> OptionType.STRING;
            case NUMBER -> OptionType.INTEGER;
            case FLAG -> OptionType.BOOLEAN;
            case CHANNEL -> OptionType.CHANNEL;
            case ROLE -> OptionType.ROLE;
        };
        OptionData data = new OptionData(type, option.name(), option.description(), option.required());
        option.choices().forEach(choice -> data.addChoice(choice, choice));
        return option.kind() == SlashCommand.Kind.TOURNAMENT ? data.setAutoComplete(true) : data;
    }

    @Override
    public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
        Map<String, String> values = new HashMap<>();
        event.getOptions().forEach(option -> values.put(option.getName(), option.getAsString()));
        answer(event, interaction(event, Kind.COMMAND, event.getFullCommandName(), values), false);
    }

    @Override
    public void onModalInteraction(ModalInteractionEvent event) {
        Map<String, String> values = new HashMap<>();
        event.getValues().forEach(field -> values.put(field.getCustomId(), field.getAsString()));
        answer(event, interaction(event, Kind.FORM, event.getModalId(), values), false);
    }

    @Override
    public void onButtonInteraction(ButtonInteractionEvent event) {
        DiscordInteraction pressed = interaction(event, Kind.BUTTON, event.getComponentId(), Map.of());
        InteractionHandler now = handler;
        Optional<DiscordForm> form = now == null ? Optional.empty() : now.form(pressed);
        if (form.isPresent()) {
            event.replyModal(modal(form.get())).queue(shown -> {}, JdaDiscord::late);
        } else {
            // An answer whose button was pressed is replaced by the next one, so its buttons cannot be pressed again.
            answer(event, pressed, event.getMessage().isEphemeral());
        }
    }

    @Override
    public void onCommandAutoCompleteInteraction(CommandAutoCompleteInteractionEvent event) {
        InteractionHandler now = handler;
        Guild guild = event.getGuild();
        event.replyChoiceStrings(
                        now == null || guild == null
                                ? List.of()
                                : now.suggestions(
                                        guild.getId(), event.getFocusedOption().getValue()))
                .queue(shown -> {}, JdaDiscord::late);
    }

    /** Acknowledges first, since Discord waits 3 seconds only, then carries it out and shows the answer. */
    private void answer(IReplyCallback event, DiscordInteraction asked, boolean replaces) {
        CompletableFuture<InteractionHook> acknowledged = replaces && event instanceof ButtonInteractionEvent button
                ? button.deferEdit().submit()
                : event.deferReply(true).submit();
        acknowledged
                .thenCompose(hook -> carriedOut(asked)
                        .thenCompose(
                                message -> hook.editOriginal(edited(message)).submit()))
                .exceptionally(failure -> {
                    late(failure);
                    return null;
                });
    }

    private CompletableFuture<DiscordMessage> carriedOut(DiscordInteraction asked) {
        InteractionHandler now = handler;
        return now == null
                ? CompletableFuture.completedFuture(
                        DiscordMessage.of("The bot is starting. Try again in a few seconds."))
                : now.handle(asked).within(Duration.ofMinutes(1)).start();
    }

    private static void late(Throwable failure) {
        log.warn("an answer could not be shown in Discord", failure);
    }

    private static DiscordInteraction interaction(
            GenericInteractionCreateEvent event, Kind kind, String name, Map<String, String> values) {
        Guild guild = event.getGuild();
        String shown = event.getMember() == null
                ? event.getUser().getEffectiveName()
                : event.getMember().getEffectiveName();
        return new DiscordInteraction(
                kind,
                name,
                new DiscordAccount(event.getUser().getId(), shown),
                guild == null ? null : guild.getId(),
                String.valueOf(event.getChannelId()),
                values);
    }

    private static Modal modal(DiscordForm form) {
        return Modal.create(form.id(), form.title())
                .addComponents(form.fields().stream()
                        .map(field -> Label.of(
                                field.label(),
                                TextInput.create(field.id(), TextInputStyle.SHORT)
                                        .setPlaceholder(field.example())
                                        .setRequired(field.required())
                                        .setMaxLength(field.longest())
                                        .build()))
                        .toList())
                .build();
    }

    private static MessageCreateData created(DiscordMessage message) {
        return new MessageCreateBuilder()
                .setContent(message.text())
                .setComponents(rows(message))
                .setAllowedMentions(EnumSet.noneOf(MentionType.class))
                .setSuppressEmbeds(true)
                .build();
    }

    private static MessageEditData edited(DiscordMessage message) {
        return MessageEditData.fromCreateData(created(message));
    }

    private static List<ActionRow> rows(DiscordMessage message) {
        return message.buttons().isEmpty()
                ? List.of()
                : ActionRow.partitionOf(
                        message.buttons().stream().map(JdaDiscord::button).toList());
    }

    private static Button button(DiscordMessage.Button button) {
        ButtonStyle style = switch (button.style()) {
            case PRIMARY -> ButtonStyle.PRIMARY;
            case SECONDARY -> ButtonStyle.SECONDARY;
            case DANGER -> ButtonStyle.DANGER;
        };
        return Button.of(style, button.id(), button.label()).withDisabled(!button.enabled());
    }

    private GuildMessageChannel channel(String id) {
        GuildMessageChannel channel = jda.getChannelById(GuildMessageChannel.class, id);
        if (channel == null) {
            throw new IllegalStateException("the bot does not see the channel " + id + "; /setup shows the reason");
        }
        return channel;
    }

    private Guild guild(String id) {
        Guild guild = jda.getGuildById(id);
        if (guild == null) {
            throw new IllegalStateException("the bot is not in the server " + id + "; invite it again");
        }
        return guild;
    }

    private static CompletableFuture<Boolean> present(RestAction<?> action, ErrorResponse... gone) {
        return action.submit().handle((done, failure) -> !isOneOf(failure, gone) && rethrown(failure));
    }

    private static boolean isOneOf(@Nullable Throwable failure, ErrorResponse... responses) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof ErrorResponseException refused
                && List.of(responses).contains(refused.getErrorResponse());
    }

    private static boolean rethrown(@Nullable Throwable failure) {
        if (failure != null) {
            throw failure instanceof CompletionException wrapped ? wrapped : new CompletionException(failure);
        }
        return true;
    }

    /** Leaves Discord. */
    @Override
    public void close() {
        jda.shutdown();
    }
}
