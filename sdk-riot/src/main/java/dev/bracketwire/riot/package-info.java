// SPDX-License-Identifier: Apache-2.0
/**
 * The Riot API: {@link dev.bracketwire.riot.Riot} asks it with one key, {@link dev.bracketwire.riot.RiotId} reads what
 * people paste, and {@link dev.bracketwire.riot.Platform} knows where each player is asked about.
 *
 * <pre>{@code
 * RiotId ann = RiotId.parse("Ann #EUW");
 * Platform platform = Platform.parse("euw");
 * Region region = MatchId.parse("EUW1_6511808246").platform().region();
 * }</pre>
 *
 * <p>The limiter is our own: libraries keep rates that are told to them, and Riot's are learned from each answer, two kinds
 * at once, shared with processes nobody sees.
 *
 * <p>Bracketwire is not endorsed by Riot Games and does not reflect the views or opinions of Riot Games or anyone
 * officially involved in producing or managing Riot Games properties.
 */
@NullMarked
package dev.bracketwire.riot;

import org.jspecify.annotations.NullMarked;
