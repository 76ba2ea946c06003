// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import dev.bracketwire.examples.tournament.command.ShowRoster.Roster;
import dev.bracketwire.examples.tournament.command.ShowTournament.PublicTournament;
import dev.bracketwire.examples.tournament.command.TournamentView;
import dev.bracketwire.examples.tournament.discord.DiscordMessage.Button;
import dev.bracketwire.examples.tournament.discord.DiscordMessage.Style;
import dev.bracketwire.examples.tournament.state.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Shows the entries of a tournament, 20 lines at a time. */
final class RosterPages {
    private static final int LINES = 20;
    private static final int ROOM = 1700;

    private RosterPages() {}

    static DiscordMessage of(PublicTournament tournament, int page) {
        List<IntFunction<String>> lines = new ArrayList<>();
        int waiting = 0;
        for (var player : tournament.players()) {
            int number = player.registered() ? 0 : ++waiting;
            lines.add(longest -> line(number, player.checkedIn(), player.name(), null, player.team(), longest));
        }
        return page("roster", tournament.tournament(), lines, page);
    }

    static DiscordMessage of(Roster roster, int page) {
        List<IntFunction<String>> lines = new ArrayList<>();
        for (var row : roster.rows()) {
            Entry entry = row.entry();
            String account = entry.riotId();
            String state = entry.verification() == Entry.Verification.VERIFIED
                    ? ""
                    : " (" + entry.verification().name().toLowerCase(Locale.ROOT) + ")";
            lines.add(longest ->
                    line(row.waitlistNumber(), entry.checkedIn() != null, row.name(), account, entry.team(), longest)
                            + state);
        }
        return page("roster-details", roster.tournament(), lines, page);
    }

    private static String line(
            int waiting, boolean checkedIn, String name, @Nullable String account, @Nullable String team, int longest) {
        return (waiting > 0 ? "waitlist " + waiting + ": " : "")
                + DiscordText.name(name, longest)
                + (account == null ? "" : ", " + DiscordText.name(account, longest))
                + (team == null ? "" : ", team " + DiscordText.name(team, longest))
                + (checkedIn ? " ✓ checked in" : "");
    }

    private static DiscordMessage page(
            String button, TournamentView view, List<IntFunction<String>> lines, int wished) {
        int pages = Math.max(1, (lines.size() + LINES - 1) / LINES);
        int page = Math.max(1, Math.min(wished, pages));
        String title = "**" + DiscordText.name(view.name(), 80) + "**: " + view.registered() + " of " + view.capacity()
                + " places taken, " + view.waiting() + " waiting"
                + (pages == 1 ? "" : " (page " + page + " of " + pages + ")");
        List<IntFunction<String>> shown = lines.subList((page - 1) * LINES, Math.min(page * LINES, lines.size()));
        String body = body(shown, 40);
        for (int longest = 32; body.length() > ROOM && longest >= 8; longest -= 8) {
            body = body(shown, longest);
        }
        List<Button> buttons = new ArrayList<>();
        if (pages > 1) {
            String id = button + ":" + view.id() + ":";
            buttons.add(new Button(id + (page - 1), "Previous", Style.SECONDARY, page > 1));
            buttons.add(new Button(id + (page + 1), "Next", Style.SECONDARY, page < pages));
        }
        return new DiscordMessage(title + (body.isEmpty() ? "\nNobody yet." : body), buttons);
    }

    private static String body(List<IntFunction<String>> lines, int longest) {
        StringBuilder body = new StringBuilder();
        lines.forEach(line -> body.append("\n- ").append(line.apply(longest)));
        return body.toString();
    }
}
