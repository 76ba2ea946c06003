// SPDX-License-Identifier: Apache-2.0
/**
 * The Discord bot without a Discord library: {@link dev.bracketwire.examples.tournament.discord.TournamentBot} holds
 * its logic, and {@link dev.bracketwire.examples.tournament.discord.DiscordPort} lists the operations of Discord that
 * it needs.
 *
 * <pre>{@code
 * TournamentBot bot = TournamentBot.create(discord, db);
 * TournamentApp app = TournamentApp.builder(db, identities).messages(bot).roles(bot).open();
 * bot.start(AccountDesk.of(app));
 * }</pre>
 */
@NullMarked
package dev.bracketwire.examples.tournament.discord;

import org.jspecify.annotations.NullMarked;
