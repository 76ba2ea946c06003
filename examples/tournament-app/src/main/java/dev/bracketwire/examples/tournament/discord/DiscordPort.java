// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import dev.bracketwire.Call;
import java.util.List;
import java.util.Set;

/** The operations of Discord that the bot needs. All texts are sent without notifying the people that they mention. */
public interface DiscordPort {
    /**
     * Posts a message and returns its id.
     *
     * @param nonce the same for each attempt, at most 25 characters, so that Discord drops duplicates
     */
    Call<String> post(String channel, DiscordMessage message, String nonce);

    /** Replaces a message. Gives false if the message is gone; fails if the bot does not see the channel. */
    Call<Boolean> edit(String channel, String message, DiscordMessage content);

    /** Deletes a message. Gives false if it is gone already. */
    Call<Boolean> delete(String channel, String message);

    /**
     * Sends a direct message. Fails with {@link dev.bracketwire.examples.tournament.Ports.ClosedException} if the
     * account accepts none.
     *
     * @param nonce as in {@link #post}
     */
    Call<Boolean> sendDirect(String account, String text, String nonce);

    /**
     * Gives an account those of our roles that are wanted, and takes the rest of ours away. Gives false if the account is
     * not in the server.
     */
    Call<Boolean> setRoles(String guild, String account, Set<String> wanted, Set<String> ours);

    /** Reads the permissions of the bot in a channel and for roles. */
    Call<BotStanding> standing(String guild, String channel, Set<String> roles);

    /** Makes these the commands of the bot. */
    Call<Boolean> registerCommands(List<SlashCommand> commands);

    /** Hands interactions to this handler from now on. */
    void listen(InteractionHandler handler);

    /**
     * The permissions of the bot.
     *
     * @param channelFound whether the bot sees the channel
     * @param missingPermissions the permissions that the bot lacks in the channel, as Discord calls them
     * @param managesRoles whether the bot may set roles
     * @param lostRoles the roles that are not there
     * @param higherRoles the roles that the bot cannot give, because they are above its own or belong to another bot
     */
    record BotStanding(
            boolean channelFound,
            List<String> missingPermissions,
            boolean managesRoles,
            Set<String> lostRoles,
            Set<String> higherRoles) {
        /** Copies the collections. */
        public BotStanding {
            missingPermissions = List.copyOf(missingPermissions);
            lostRoles = Set.copyOf(lostRoles);
            higherRoles = Set.copyOf(higherRoles);
        }
    }
}
