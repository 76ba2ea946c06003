// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import dev.bracketwire.WorkRun;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Ports;
import dev.bracketwire.examples.tournament.command.ShowSettings;
import dev.bracketwire.examples.tournament.command.ShowSheet;
import dev.bracketwire.examples.tournament.discord.DiscordPort.BotStanding;
import dev.bracketwire.examples.tournament.discord.PanelStore.Panel;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.examples.tournament.work.SheetFollower.SheetView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Sets up the panel of a tournament in a server. It checks for everything that would fail later, and says how to
 * correct each problem.
 */
final class GuildSetup {
    private final PanelStore store;
    private final PanelBoard board;
    private final DiscordPort discord;
    private final AccountDesk desk;

    GuildSetup(PanelStore store, PanelBoard board, DiscordPort discord, AccountDesk desk) {
        this.store = store;
        this.board = board;
        this.discord = discord;
        this.desk = desk;
    }

    DiscordMessage run(DiscordInteraction asked, String guild, String tournament, WorkRun work) {
        // The sheet is for organisers, so its answer also shows whether the person may set up the tournament.
        Answer sheet = work.get(desk.run(new ShowSheet(tournament), asked.account()));
        if (sheet instanceof Answer.Refused refused && refused.reason() != Reason.UNAVAILABLE) {
            return DiscordMessage.of(DiscordText.of(refused.text()));
        }
        Answer settings = work.get(desk.run(new ShowSettings(tournament), asked.account()));
        if (!settings.done()) {
            return DiscordMessage.of(DiscordText.of(settings.text()));
        }
        Optional<Panel> before = work.get(store.find(tournament));
        if (before.isPresent() && !before.get().guild().equals(guild)) {
            return DiscordMessage.of(
                    DiscordText.name(tournament, 40)
                            + " is shown in another server. A tournament belongs to one server: create another tournament here.");
        }
        String channel = Optional.ofNullable(asked.value("channel")).orElse(asked.channel());
        Map<Ports.Role, String> roles = roles(asked, before);
        Set<String> ids = new TreeSet<>(roles.values());
        BotStanding standing = work.get(discord.standing(guild, channel, ids));
        List<String> problems = problems(standing, channel, ids);
        List<String> lines = new ArrayList<>();
        if (problems.isEmpty()) {
            String organisation = settings.data(Tournament.class).organisation();
            String bound = work.get(store.bind(guild, organisation));
            if (!bound.equals(organisation)) {
                return DiscordMessage.of("This server belongs to the organisation " + DiscordText.name(bound, 40)
                        + ", and " + DiscordText.name(tournament, 40)
                        + " to another one. Set it up in a server of its own.");
            }
            Panel panel = Panel.unposted(tournament, guild, channel, roles);
            work.get(store.put(panel));
            before.filter(old -> old.message() != null)
                    .ifPresent(old -> work.get(discord.delete(old.channel(), String.valueOf(old.message()))));
            board.show(panel);
            lines.add("✓ The panel of " + DiscordText.name(tournament, 40) + " appears in <#" + channel + ">.");
            lines.add("✓ The bot may write there" + (ids.isEmpty() ? "." : " and give the roles."));
        } else {
            lines.add("Nothing is set up yet. Correct this, then send the command again:");
            problems.forEach(problem -> lines.add("✗ " + problem));
        }
        if (ids.isEmpty()) {
            lines.add("• No roles follow the entries. Name registered-role and checked-in-role if you want them.");
        }
        lines.addAll(sheetLines(sheet));
        return DiscordMessage.of(String.join("\n", lines));
    }

    private static Map<Ports.Role, String> roles(DiscordInteraction asked, Optional<Panel> before) {
        Map<Ports.Role, String> roles = new EnumMap<>(Ports.Role.class);
        before.ifPresent(panel -> roles.putAll(panel.roles()));
        String registered = asked.value("registered-role");
        if (registered != null) {
            roles.put(Ports.Role.REGISTERED, registered);
        }
        String checkedIn = asked.value("checked-in-role");
        if (checkedIn != null) {
            roles.put(Ports.Role.CHECKED_IN, checkedIn);
        }
        return roles;
    }

    private static List<String> problems(BotStanding standing, String channel, Set<String> roles) {
        List<String> problems = new ArrayList<>();
        String place = "<#" + channel + ">";
        if (!standing.channelFound()) {
            problems.add(
                    "The bot does not see the channel. Open the channel's settings, Permissions, add the bot's role, and"
                            + " allow View Channel and Send Messages.");
        } else if (!standing.missingPermissions().isEmpty()) {
            problems.add("In " + place + " the bot lacks " + String.join(", ", standing.missingPermissions())
                    + ". Open the channel's settings, Permissions, and allow this for the bot's role.");
        }
        if (!roles.isEmpty() && !standing.managesRoles()) {
            problems.add(
                    "The bot may not give roles. Open Server Settings, Roles, the bot's role, and allow Manage Roles.");
        }
        standing.lostRoles().stream()
                .sorted()
                .forEach(role -> problems.add("The role " + DiscordText.name(role, 40)
                        + " is not there any more. Name another one in this command."));
        standing.higherRoles().stream()
                .sorted()
                .forEach(role -> problems.add("The bot cannot give <@&" + role
                        + ">. Open Server Settings, Roles, and move the bot's role above it; a role that belongs to another"
                        + " bot cannot be used."));
        return problems;
    }

    private static List<String> sheetLines(Answer sheet) {
        if (!sheet.done()) {
            return List.of("✗ The sheet could not be looked at: " + DiscordText.of(sheet.text()));
        }
        SheetView view = sheet.data(SheetView.class);
        List<String> lines = new ArrayList<>();
        lines.add((view.problems().isEmpty() ? "✓ " : "✗ ") + "Sheet: " + DiscordText.of(view.sentence()));
        view.problems().stream().limit(10).forEach(problem -> lines.add("- " + DiscordText.of(problem)));
        return lines;
    }
}
