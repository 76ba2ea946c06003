// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Ports.ServiceAction;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.ControlService;
import dev.bracketwire.examples.tournament.command.ResetCheckIn;
import dev.bracketwire.examples.tournament.command.ResetRegistration;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.command.ShowServices;
import dev.bracketwire.examples.tournament.command.Undo;
import dev.bracketwire.examples.tournament.discord.SlashCommand.Kind;
import dev.bracketwire.examples.tournament.discord.SlashCommand.Option;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Lists the slash commands, and turns those of organisers into commands of the application. */
final class AdminCommands {
    private static final String REGISTRATION = "registration";
    private static final String CHECK_IN = "check-in";
    private static final Option TOURNAMENT =
            Option.optional("tournament", "The tournament, where the server has several", Kind.TOURNAMENT);
    private static final Option WHICH = Option.required("which", "Registration or check-in", REGISTRATION, CHECK_IN);

    private AdminCommands() {}

    static List<SlashCommand> all() {
        return List.of(
                new SlashCommand(
                        "setup",
                        "Sets up the panel of a tournament, and checks the bot's permissions, the roles and the sheet.",
                        List.of(
                                Option.required("tournament", "The id of the tournament, such as spring-cup"),
                                Option.optional(
                                        "channel", "The channel of the panel; this one if left out", Kind.CHANNEL),
                                Option.optional("registered-role", "The role of people with a place", Kind.ROLE),
                                Option.optional("checked-in-role", "The role of people who checked in", Kind.ROLE)),
                        List.of(),
                        true),
                new SlashCommand(
                        "roster",
                        "Shows the entries of a tournament.",
                        List.of(
                                TOURNAMENT,
                                Option.optional("page", "The page", Kind.NUMBER),
                                Option.optional(
                                        "details", "With accounts and verification, for organisers", Kind.FLAG)),
                        List.of(),
                        false),
                new SlashCommand("admin", "Commands of organisers.", List.of(), parts(), true));
    }

    private static List<SlashCommand> parts() {
        return List.of(
                SlashCommand.part(
                        "window",
                        "Opens or closes registration or check-in, or lets it follow its schedule.",
                        WHICH,
                        Option.required("state", "The state that you want", "open", "closed", "schedule"),
                        TOURNAMENT),
                SlashCommand.part(
                        "schedule",
                        "Sets the times of registration or check-in.",
                        WHICH,
                        Option.optional("opens", "Such as 2026-12-05T18:00:00Z", Kind.TEXT),
                        Option.optional("closes", "Such as 2026-12-05T20:00:00Z", Kind.TEXT),
                        TOURNAMENT),
                SlashCommand.part(
                        "reset", "Plans a reset of registration or check-in, for you to confirm.", WHICH, TOURNAMENT),
                SlashCommand.part(
                        "undo",
                        "Plans to undo all changes of a command, for you to confirm.",
                        Option.required("answer", "The id in the audit, such as A-7K2M9QXD4T"),
                        TOURNAMENT),
                SlashCommand.part("services", "Lists the services and their states."),
                SlashCommand.part(
                        "service",
                        "Starts, stops or restarts a service.",
                        Option.required("service", "The name of the service"),
                        Option.required("action", "The action on the service", "start", "stop", "restart")));
    }

    /** Returns the command of the application. The tournament is looked up only if the command concerns one. */
    static Command of(DiscordInteraction asked, Supplier<String> tournament) {
        return switch (asked.name()) {
            case "admin window" ->
                new SetWindow(
                        tournament.get(),
                        word(SetWindow.Which.class, asked, "which"),
                        word(SetWindow.Wish.class, asked, "state"));
            case "admin schedule" -> schedule(asked, tournament.get());
            case "admin reset" ->
                word(SetWindow.Which.class, asked, "which") == SetWindow.Which.CHECK_IN
                        ? new ResetCheckIn(tournament.get(), null)
                        : new ResetRegistration(tournament.get(), null);
            case "admin undo" -> new Undo(tournament.get(), text(asked, "answer"), null);
            case "admin services" -> new ShowServices();
            case "admin service" ->
                new ControlService(text(asked, "service"), word(ServiceAction.class, asked, "action"));
            default ->
                throw new Refusal(
                        Reason.NOT_FOUND,
                        "The bot does not know this command any more. Type / to see its present commands.");
        };
    }

    private static ChangeSettings schedule(DiscordInteraction asked, String tournament) {
        String opens = asked.value("opens");
        String closes = asked.value("closes");
        if (opens == null && closes == null) {
            throw new Refusal(Reason.INVALID, "Name the time at which it opens, the time at which it closes, or both.");
        }
        return word(SetWindow.Which.class, asked, "which") == SetWindow.Which.REGISTRATION
                ? new ChangeSettings(tournament, null, null, null, null, opens, closes, null, null, null, null, null)
                : new ChangeSettings(tournament, null, null, null, null, null, null, opens, closes, null, null, null);
    }

    private static String text(DiscordInteraction asked, String option) {
        String text = asked.value(option);
        if (text == null) {
            throw new Refusal(Reason.INVALID, "Fill in " + option + ".");
        }
        return text;
    }

    private static <E extends Enum<E>> E word(Class<E> type, DiscordInteraction asked, String option) {
        String text = text(asked, option);
        for (E each : type.getEnumConstants()) {
            if (each.name().replace('_', '-').equalsIgnoreCase(text)) {
                return each;
            }
        }
        throw new Refusal(
                Reason.INVALID,
                option + " must be one of "
                        + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT) + ".");
    }
}
