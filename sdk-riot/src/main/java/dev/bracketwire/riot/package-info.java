// SPDX-License-Identifier: Apache-2.0
/**
 * Who a player is to Riot: {@link dev.bracketwire.riot.RiotId} reads what people paste, and
 * {@link dev.bracketwire.riot.Platform} knows where each is asked about.
 *
 * <pre>{@code
 * RiotId ann = RiotId.parse("Ann #EUW");
 * Platform platform = Platform.parse("euw");
 * Region region = MatchId.parse("EUW1_6511808246").platform().region();
 * }</pre>
 *
 * <p>Bracketwire is not endorsed by Riot Games and does not reflect the views or opinions of Riot Games or anyone
 * officially involved in producing or managing Riot Games properties.
 */
@NullMarked
package dev.bracketwire.riot;

import org.jspecify.annotations.NullMarked;
