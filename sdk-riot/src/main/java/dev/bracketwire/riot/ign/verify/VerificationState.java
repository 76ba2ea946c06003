// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import java.util.Map;
import java.util.Set;

/** How far a {@link Claim} has come. */
public enum VerificationState {
    /** It was typed. */
    NEW,
    /** It can be a name, and the rules take it. */
    FORMAT_OK,
    /** An account is called so, and nobody else on the roster has it. */
    RESOLVED,
    /** The entrant has been asked to show that the account is theirs. */
    PENDING_PROOF,
    /** The account is the entrant's. */
    VERIFIED,
    /** The entrant did not show it in time. */
    EXPIRED,
    /** It cannot be, or somebody decided against it. */
    REJECTED,
    /** The account is called otherwise by now: somebody has to look at it. */
    NAME_CHANGED,
    /** Somebody else on the roster has the account. */
    CONFLICT;

    private static final Map<VerificationState, Set<VerificationState>> NEXT = Map.of(
            NEW, Set.of(FORMAT_OK, REJECTED),
            FORMAT_OK, Set.of(RESOLVED, REJECTED, CONFLICT),
            RESOLVED, Set.of(PENDING_PROOF, REJECTED, CONFLICT, NAME_CHANGED),
            PENDING_PROOF, Set.of(VERIFIED, EXPIRED, REJECTED, CONFLICT, NAME_CHANGED),
            VERIFIED, Set.of(NAME_CHANGED, CONFLICT, REJECTED),
            EXPIRED, Set.of(PENDING_PROOF, REJECTED, CONFLICT, NAME_CHANGED),
            REJECTED, Set.of(NEW),
            NAME_CHANGED, Set.of(VERIFIED, RESOLVED, REJECTED, CONFLICT),
            CONFLICT, Set.of(RESOLVED, REJECTED, NEW));

    /** The states that may follow. */
    public Set<VerificationState> next() {
        return NEXT.getOrDefault(this, Set.of());
    }
}
