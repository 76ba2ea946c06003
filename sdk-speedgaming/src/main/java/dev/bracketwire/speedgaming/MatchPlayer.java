// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

/**
 * A player of a match.
 *
 * @param person the id of the {@link Person}
 * @param name the name as the source showed it last, or as the host set it
 * @param stream the login on Twitch in lower case; empty if it is not known
 */
public record MatchPlayer(long person, String name, String stream) {}
