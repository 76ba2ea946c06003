// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

/**
 * A Discord account. Only the id identifies it; people change their names, and names repeat.
 *
 * @param id the id, as text
 * @param name the name that the server shows now
 */
public record DiscordAccount(String id, String name) {}
