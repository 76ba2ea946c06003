// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

/**
 * What a {@link Proof} has shown.
 *
 * @param result what
 * @param reason in words; empty where it has passed
 */
public record Proven(Result result, String reason) {
    static Proven passed() {
        return new Proven(Result.PASSED, "");
    }

    static Proven undecided(String reason) {
        return new Proven(Result.UNDECIDED, reason);
    }

    static Proven expired(String reason) {
        return new Proven(Result.EXPIRED, reason);
    }

    static Proven failed(String reason) {
        return new Proven(Result.FAILED, reason);
    }

    /** What a proof can show. */
    public enum Result {
        /** The account is theirs. */
        PASSED,
        /** Nothing so far: look again. */
        UNDECIDED,
        /** Nothing, and it is too late. */
        EXPIRED,
        /** The account is not shown to be theirs, and will not be by this. */
        FAILED
    }
}
