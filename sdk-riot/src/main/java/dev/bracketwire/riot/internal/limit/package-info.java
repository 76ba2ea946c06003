// SPDX-License-Identifier: Apache-2.0
/**
 * Riot's limits, kept by {@link dev.bracketwire.riot.internal.limit.RiotLimiter}. Libraries keep rates that are told to
 * them; these are learned from each answer, two kinds at once, and shared with processes nobody sees.
 *
 * <p>A unit is taken from the moment its permit is given until a window after its answer came. The server counted it in
 * between, so what is taken here holds all that the server may count, whether its windows are fixed or slide; no guess
 * about delays is needed.
 */
@NullMarked
package dev.bracketwire.riot.internal.limit;

import org.jspecify.annotations.NullMarked;
