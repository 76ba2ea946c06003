// SPDX-License-Identifier: Apache-2.0
/**
 * Names in a game: {@link dev.bracketwire.riot.ign.IgnRoster} knows who has which,
 * {@link dev.bracketwire.riot.ign.NameRules} decide which a tournament takes, and
 * {@link dev.bracketwire.riot.ign.LookAlikes} finds those that people take for one another.
 *
 * <pre>{@code
 * IgnRoster roster = IgnRoster.in(db, identities);
 * RosterEntry ann = roster.assign("ann", RiotId.parse("Ann#EUW"), "desk").get().orThrow();
 * RosterOutcome outcome = roster.assign("ben", RiotId.parse("Ann#EUW"), "desk").get();
 * CheckIn there = roster.checkIn("ann", "ann").get();
 * }</pre>
 */
@NullMarked
package dev.bracketwire.riot.ign;

import org.jspecify.annotations.NullMarked;
