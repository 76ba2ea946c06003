// SPDX-License-Identifier: Apache-2.0
/**
 * Whether an account is really the entrant's: {@link dev.bracketwire.riot.ign.verify.Verifications} takes what was typed
 * through all states to one that is verified, by a {@link dev.bracketwire.riot.ign.verify.Proof}.
 *
 * <pre>{@code
 * Claim claim = verifications.submit("ann", "Ann#EUW", "ann").get();
 * IconProof proof = icons.begin(claim.puuid(), Platform.EUW1).get().orThrow();
 * System.out.println("Choose icon " + proof.icon() + " until " + proof.expires());
 * Claim verified = verifications.prove(claim, proof, "ann").get().orThrow();
 * }</pre>
 */
@NullMarked
package dev.bracketwire.riot.ign.verify;

import org.jspecify.annotations.NullMarked;
