// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of a {@link Claim}, as it was logged.
 *
 * @param entrant whose claim
 * @param from the state before; null where the claim began
 * @param to the state after
 * @param reason why; null if there is none, or it was erased
 * @param actor who did it
 * @param at when
 */
public record Transition(
        String entrant,
        @Nullable VerificationState from,
        VerificationState to,
        @Nullable String reason,
        String actor,
        Instant at) {}
