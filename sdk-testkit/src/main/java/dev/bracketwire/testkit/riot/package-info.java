// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.testkit.riot.FakeRiot} plays the Riot API over a real socket: players, matches and ranks that a
 * test makes up, and limits that count as Riot's do.
 *
 * <pre>{@code
 * try (FakeRiot riot = FakeRiot.start()) {
 *     FakePlayer ann = riot.player("Ann", "EUW", "euw1").rank("RANKED_TFT", "GOLD", "II", 40);
 *     riot.tftMatch(List.of(ann));
 *     // point the code under test at riot.base(), with the key riot.key()
 * }
 * }</pre>
 *
 * <p>It stands in a package of its own, as it speaks the protocol of one upstream where the rest of the testkit speaks
 * none, and it knows that protocol from Riot's documents and not from our client.
 */
@NullMarked
package dev.bracketwire.testkit.riot;

import org.jspecify.annotations.NullMarked;
