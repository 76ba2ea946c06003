// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import dev.bracketwire.examples.tournament.command.TournamentView;
import dev.bracketwire.examples.tournament.command.TournamentView.WindowView;
import dev.bracketwire.examples.tournament.discord.DiscordMessage.Button;
import dev.bracketwire.examples.tournament.discord.DiscordMessage.Style;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes the panel of a tournament. */
final class PanelText {
    private PanelText() {}

    static DiscordMessage of(TournamentView view) {
        String teams = view.teamSize() > 1 ? ", in teams of " + view.teamSize() : "";
        return new DiscordMessage(
                "## " + DiscordText.name(view.name(), 80)
                        + "\n**Places:** " + view.registered() + " of " + view.capacity() + " taken" + teams
                        + (view.waiting() == 0 ? "" : ", " + view.waiting() + " on the waitlist")
                        + "\n**Registration:** " + window(view.registration())
                        + "\n**Check-in:** " + window(view.checkIn())
                        + (view.checkedIn() == 0 ? "" : ", " + view.checkedIn() + " checked in")
                        + "\nAnswers to these buttons are shown to you only.",
                List.of(
                        new Button(
                                "register:" + view.id(),
                                view.registered() < view.capacity() ? "Register" : "Join the waitlist",
                                Style.PRIMARY,
                                view.registration().open()),
                        new Button(
                                "check-in:" + view.id(),
                                "Check in",
                                Style.PRIMARY,
                                view.checkIn().open()),
                        new Button("withdraw:" + view.id(), "Withdraw", Style.SECONDARY)));
    }

    static DiscordMessage ofMissing(String tournament) {
        return DiscordMessage.of("The tournament " + DiscordText.name(tournament, 40) + " is not there any more.");
    }

    private static String window(WindowView window) {
        if (window.byHand() != null) {
            return window.open() ? "open" : "closed";
        }
        Instant closes = window.closes();
        if (window.open()) {
            return closes == null ? "open" : "open until " + DiscordText.time(closes);
        }
        Instant opens = window.opens();
        if (opens == null) {
            return "closed";
        }
        return closes == null
                ? "closed, opens at " + DiscordText.time(opens)
                : "closed, open from " + DiscordText.time(opens) + " to " + DiscordText.time(closes);
    }

    /** Returns the next time at which a schedule changes the panel. */
    static Optional<Instant> nextChange(TournamentView view, Instant now) {
        return Stream.of(view.registration(), view.checkIn())
                .filter(window -> window.byHand() == null)
                .flatMap(window -> Stream.of(Optional.ofNullable(window.opens()), Optional.ofNullable(window.closes())))
                .flatMap(Optional::stream)
                .filter(now::isBefore)
                .min(Instant::compareTo);
    }
}
