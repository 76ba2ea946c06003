// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import org.jspecify.annotations.Nullable;

/**
 * An account at Riot.
 *
 * @param puuid who it is
 * @param riotId what it is called now, null where Riot does not tell
 */
public record Account(Puuid puuid, @Nullable RiotId riotId) {}
