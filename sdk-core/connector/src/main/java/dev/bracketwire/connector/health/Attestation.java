// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.health;

import java.time.LocalDate;
import java.util.Objects;

/**
 * Somebody's word that a duty is met which no program can see.
 *
 * @param by who says so
 * @param on when that was found out; it goes stale after {@link ChecklistItem#holds}
 */
public record Attestation(String by, LocalDate on) {
    /** Refuses to be without a name or a date. */
    public Attestation {
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(on, "on");
        if (by.isBlank()) {
            throw new IllegalArgumentException("by must name somebody");
        }
    }
}
