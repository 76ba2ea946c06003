// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Puuid;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An entrant's word that an account is theirs, and how far it was looked into.
 *
 * @param entrant whose word
 * @param text the name as it was typed; with the entrant it tells the claim from all others
 * @param state how far it has come
 * @param reason why it is there, in words; may be empty
 * @param account the account that was found; null before
 * @param keyFingerprint of the API key whose PUUID that is; empty before
 * @param proof the kind of proof that has passed; null if none has
 * @param since when it came to this state
 * @param version how often it was written
 */
public record Claim(
        String entrant,
        String text,
        VerificationState state,
        String reason,
        @Nullable Account account,
        String keyFingerprint,
        @Nullable String proof,
        Instant since,
        long version) {
    /** Refuses to be nobody's. */
    public Claim {
        if (entrant.isBlank()) {
            throw new IllegalArgumentException("entrant must say whose word it is");
        }
    }

    /**
     * The account that is claimed.
     *
     * @throws IllegalStateException if none was found
     */
    public Puuid puuid() {
        if (account == null) {
            throw new IllegalStateException(
                    "no account was found for this claim, which is " + state + (reason.isEmpty() ? "" : ": " + reason));
        }
        return account.puuid();
    }

    Claim in(VerificationState next, String why, Instant when) {
        return new Claim(entrant, text, next, why, account, keyFingerprint, proof, when, version + 1);
    }

    Claim of(@Nullable Account found, String fingerprint) {
        return new Claim(entrant, text, state, reason, found, fingerprint, proof, since, version);
    }

    Claim shown(@Nullable String by) {
        return new Claim(entrant, text, state, reason, account, keyFingerprint, by, since, version);
    }

    /** Whose it is, and how far it has come. */
    @Override
    public String toString() {
        return entrant + " as " + text + ": " + state + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
