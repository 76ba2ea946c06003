// SPDX-License-Identifier: Apache-2.0
/**
 * What the client of the Riot API is made of: {@link dev.bracketwire.riot.internal.RouteConnectors} has a connector for each host,
 * {@link dev.bracketwire.riot.internal.RiotReplyRules} knows what Riot means by its answers.
 */
@NullMarked
package dev.bracketwire.riot.internal;

import org.jspecify.annotations.NullMarked;
