// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

/**
 * A row of a list of entrants.
 *
 * @param entrant the application's own id of who it is
 * @param name the Riot ID as it was typed
 */
public record Registration(String entrant, String name) {}
