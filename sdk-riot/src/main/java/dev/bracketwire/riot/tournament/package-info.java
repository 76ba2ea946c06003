// SPDX-License-Identifier: Apache-2.0
/**
 * What Riot tells of tournaments in League of Legends, beginning with
 * {@link dev.bracketwire.riot.tournament.TournamentCode}. Records are
 * named as Riot names their fields, and keep in {@code more} what they have no component for. Their constructors are no
 * part of the API: Riot adds fields.
 */
@NullMarked
package dev.bracketwire.riot.tournament;

import org.jspecify.annotations.NullMarked;
