// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import dev.bracketwire.WorkRun;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Ports.Service;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.Choose;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.ShowMe;
import dev.bracketwire.examples.tournament.command.ShowRoster;
import dev.bracketwire.examples.tournament.command.ShowServices;
import dev.bracketwire.examples.tournament.command.ShowTournament;
import dev.bracketwire.examples.tournament.command.TournamentView;
import dev.bracketwire.examples.tournament.command.Withdraw;
import dev.bracketwire.examples.tournament.discord.DiscordForm.Field;
import dev.bracketwire.examples.tournament.discord.DiscordMessage.Button;
import dev.bracketwire.examples.tournament.discord.DiscordMessage.Style;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns buttons and typed text into commands, and the answers into messages. */
final class BotActions {
    private final PanelBoard board;
    private final PanelStore store;
    private final AccountDesk desk;
    private final AnswerMessages messages;
    private final GuildSetup setup;

    BotActions(PanelStore store, PanelBoard board, DiscordPort discord, AccountDesk desk) {
        this.board = board;
        this.store = store;
        this.desk = desk;
        this.messages = new AnswerMessages(store);
        this.setup = new GuildSetup(store, board, discord, desk);
    }

    /** Returns the form of registration, unless the button is old or registration is known to be closed. */
    Optional<DiscordForm> form(DiscordInteraction pressed) {
        String[] parts = pressed.name().split(":", -1);
        if (parts.length != 2 || !parts[0].equals("register") || !belongs(parts[1], pressed.guild())) {
            return Optional.empty();
        }
        Optional<TournamentView> view = board.view(parts[1]);
        if (view.isPresent() && !view.get().registration().open()) {
            return Optional.empty();
        }
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("riot-id", "Riot ID", "Ann#EUW", 60, true));
        if (view.isEmpty() || view.get().teamSize() > 1) {
            fields.add(new Field(
                    "team",
                    view.isEmpty() ? "Team, where people play in teams" : "Team",
                    "Foxes",
                    60,
                    view.isPresent()));
        }
        String name = view.map(TournamentView::name).orElse(parts[1]);
        return Optional.of(new DiscordForm("register:" + parts[1], "Register for " + name, fields));
    }

    private boolean belongs(String tournament, @Nullable String guild) {
        return board.find(tournament)
                .filter(panel -> panel.guild().equals(guild))
                .isPresent();
    }

    DiscordMessage run(DiscordInteraction asked, Instant now, WorkRun work) {
        return asked.kind() == DiscordInteraction.Kind.COMMAND ? typed(asked, now, work) : pressed(asked, now, work);
    }

    private DiscordMessage typed(DiscordInteraction asked, Instant now, WorkRun work) {
        String guild = asked.guild();
        if (guild == null) {
            throw new Refusal(Reason.INVALID, "Send this command in a channel of your server.");
        }
        if (asked.name().equals("setup")) {
            String tournament = asked.value("tournament");
            if (tournament == null) {
                throw new Refusal(Reason.INVALID, "Name the tournament.");
            }
            return setup.run(asked, guild, tournament, work);
        }
        if (asked.name().equals("roster")) {
            String page = asked.value("page");
            return roster(
                    tournament(asked, guild),
                    page == null ? 1 : number(page),
                    "true".equals(asked.value("details")),
                    asked.account(),
                    work);
        }
        Command command = AdminCommands.of(asked, () -> tournament(asked, guild));
        Answer answer = work.get(desk.run(command, asked.account()));
        return command instanceof ShowServices && answer.done()
                ? services(answer.data(ShowServices.ServiceList.class).services())
                : messages.of(answer, command, asked.account(), now, work);
    }

    private String tournament(DiscordInteraction asked, String guild) {
        List<String> all = board.tournaments(guild);
        String named = asked.value("tournament");
        if (named != null && all.contains(named)) {
            return named;
        }
        if (named == null && all.size() == 1) {
            return all.get(0);
        }
        throw new Refusal(
                Reason.NOT_FOUND,
                all.isEmpty()
                        ? "This server has no tournament yet. An organiser sets one up by /setup."
                        : (named == null ? "Name the tournament" : "This server has no tournament \"" + named + "\"")
                                + ": " + String.join(", ", all) + ".");
    }

    private DiscordMessage pressed(DiscordInteraction asked, Instant now, WorkRun work) {
        String[] parts = asked.name().split(":", -1);
        String first = parts.length > 1 ? parts[1] : "";
        return switch (parts[0] + (parts.length > 2 ? "+" : "")) {
            case "register" -> register(asked, here(asked, first), now, work);
            case "check-in" -> run(new CheckIn(here(asked, first)), asked, now, work);
            case "withdraw" -> withdraw(asked, here(asked, first), now, work);
            case "withdraw-now" -> run(new Withdraw(here(asked, first), null), asked, now, work);
            case "roster+" -> roster(here(asked, first), number(parts[2]), false, asked.account(), work);
            case "roster-details+" -> roster(here(asked, first), number(parts[2]), true, asked.account(), work);
            case "choose+" -> run(new Choose(first, number(parts[2])), asked, now, work);
            case "confirm" -> confirm(asked, first, now, work);
            case "cancel" -> {
                work.get(store.takePlan(first, asked.account().id()));
                yield DiscordMessage.of("Nothing was changed.");
            }
            default ->
                throw new Refusal(
                        Reason.NOT_FOUND,
                        "This button is from an earlier time, and nothing was changed. Use the present panel, or ask an"
                                + " organiser.");
        };
    }

    private String here(DiscordInteraction asked, String tournament) {
        if (!belongs(tournament, asked.guild())) {
            throw new Refusal(
                    Reason.NOT_FOUND,
                    "This button is old: the tournament is not in this server any more, and nothing was changed. Use the"
                            + " present panel, or ask an organiser.");
        }
        return tournament;
    }

    private DiscordMessage register(DiscordInteraction asked, String tournament, Instant now, WorkRun work) {
        String riotId = asked.value("riot-id");
        if (riotId != null) {
            return run(new Register(tournament, riotId, asked.value("team")), asked, now, work);
        }
        board.changed(tournament);
        Answer answer = work.get(desk.run(new ShowTournament(tournament), asked.account()));
        if (!answer.done()) {
            return DiscordMessage.of(DiscordText.of(answer.text()));
        }
        TournamentView view = answer.data(ShowTournament.PublicTournament.class).tournament();
        if (view.registration().open()) {
            return DiscordMessage.of("Registration has just opened. Press Register once more.");
        }
        Instant opens = view.registration().opens();
        return DiscordMessage.of("Registration for " + DiscordText.name(view.name(), 80) + " is closed. "
                + (view.registration().byHand() == null && opens != null && now.isBefore(opens)
                        ? "It opens at " + DiscordText.time(opens) + "."
                        : "Ask an organiser."));
    }

    private DiscordMessage withdraw(DiscordInteraction asked, String tournament, Instant now, WorkRun work) {
        Answer me = work.get(desk.run(new ShowMe(), asked.account()));
        boolean registered = me.done()
                && me.data(ShowMe.Me.class).entries().stream()
                        .anyMatch(mine -> mine.entry().tournament().equals(tournament)
                                && mine.entry().registered());
        if (!registered) {
            return run(new Withdraw(tournament, null), asked, now, work);
        }
        return new DiscordMessage(
                "Withdraw? Your place goes to the next person on the waitlist, and you cannot take it back.",
                List.of(
                        new Button("withdraw-now:" + tournament, "Withdraw", Style.DANGER),
                        new Button("cancel:", "Stay", Style.SECONDARY)));
    }

    private DiscordMessage confirm(DiscordInteraction asked, String plan, Instant now, WorkRun work) {
        Command confirmed = work.get(store.takePlan(plan, asked.account().id()))
                .orElseThrow(() -> new Refusal(
                        Reason.NOT_FOUND, "This plan is not yours, or it is gone. Send the command again."));
        return run(confirmed, asked, now, work);
    }

    private DiscordMessage run(Command command, DiscordInteraction asked, Instant now, WorkRun work) {
        return messages.of(work.get(desk.run(command, asked.account())), command, asked.account(), now, work);
    }

    private DiscordMessage roster(String tournament, int page, boolean details, DiscordAccount account, WorkRun work) {
        Command command = details ? new ShowRoster(tournament) : new ShowTournament(tournament);
        Answer answer = work.get(desk.run(command, account));
        if (!answer.done()) {
            return DiscordMessage.of(DiscordText.of(answer.text()));
        }
        return details
                ? RosterPages.of(answer.data(ShowRoster.Roster.class), page)
                : RosterPages.of(answer.data(ShowTournament.PublicTournament.class), page);
    }

    private static DiscordMessage services(List<Service> services) {
        StringBuilder text = new StringBuilder(services.isEmpty() ? "There are no services." : "**Services**");
        for (Service each : services) {
            text.append("\n- ")
                    .append(each.ready() ? "✓ " : "✗ ")
                    .append(DiscordText.name(each.name(), 40))
                    .append(": ")
                    .append(DiscordText.of(each.state().toLowerCase(Locale.ROOT)))
                    .append(each.why().isBlank() ? "" : ", " + DiscordText.limited(DiscordText.of(each.why()), 150));
        }
        return DiscordMessage.of(text.toString());
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Refusal(Reason.INVALID, "\"" + text + "\" is no number.");
        }
    }
}
