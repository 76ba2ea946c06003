// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import dev.bracketwire.WorkRun;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Choice;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Confirmation;
import dev.bracketwire.examples.tournament.discord.DiscordMessage.Button;
import dev.bracketwire.examples.tournament.discord.DiscordMessage.Style;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Shows answers: choices and plans get buttons. */
final class AnswerMessages {
    private static final int CHANGES = 10;

    private final PanelStore store;

    AnswerMessages(PanelStore store) {
        this.store = store;
    }

    DiscordMessage of(Answer answer, Command command, DiscordAccount account, Instant now, WorkRun work) {
        if (answer instanceof Answer.Refused refused) {
            return new DiscordMessage(DiscordText.of(refused.text()), choices(refused));
        }
        if (answer instanceof Answer.Planned planned) {
            Command confirmed = Confirmation.of(command, planned.fingerprint());
            return planned(planned, work.get(store.keepPlan(account.id(), confirmed, now)));
        }
        return DiscordMessage.of(DiscordText.of(answer.text()));
    }

    private static List<Button> choices(Answer.Refused refused) {
        List<Choice> shown = new ArrayList<>(refused.choices());
        // The last choice is the way out, such as the waitlist, so it stays when there are too many.
        while (shown.size() > DiscordMessage.MOST_BUTTONS) {
            shown.remove(shown.size() - 2);
        }
        return shown.stream()
                .map(choice ->
                        new Button("choose:" + refused.id() + ":" + choice.number(), choice.label(), Style.SECONDARY))
                .toList();
    }

    private static DiscordMessage planned(Answer.Planned planned, String plan) {
        StringBuilder text = new StringBuilder(DiscordText.of(planned.text())).append(". Nothing is changed yet.");
        planned.changes().stream()
                .limit(CHANGES)
                .forEach(change -> text.append("\n- ").append(DiscordText.limited(DiscordText.of(change), 150)));
        int more = planned.more() + Math.max(0, planned.changes().size() - CHANGES);
        if (more > 0) {
            text.append("\nand ").append(more).append(" more");
        }
        text.append(planned.undoable() ? "\nIt can be undone." : "\nIt cannot be undone.");
        return new DiscordMessage(
                text.toString(),
                List.of(
                        new Button("confirm:" + plan, "Confirm", planned.undoable() ? Style.PRIMARY : Style.DANGER),
                        new Button("cancel:" + plan, "Cancel", Style.SECONDARY)));
    }
}
