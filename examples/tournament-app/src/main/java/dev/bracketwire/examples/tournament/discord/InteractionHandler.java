// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import dev.bracketwire.Call;
import java.util.List;
import java.util.Optional;

/**
 * Answers interactions. Discord wants an acknowledgement within 3 seconds, so the port asks for {@link #form} first, which
 * does not wait. Without a form the port acknowledges at once, and shows the answer of {@link #handle} when it is there.
 */
public interface InteractionHandler {
    /** Returns the form that the interaction opens; empty if it opens none. It never waits and never throws. */
    Optional<DiscordForm> form(DiscordInteraction interaction);

    /** Returns the answer, which only the person sees. The call does not fail. */
    Call<DiscordMessage> handle(DiscordInteraction interaction);

    /** Returns suggestions for the beginning of a tournament's id. It never waits and never throws. */
    List<String> suggestions(String guild, String typed);
}
