// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import dev.bracketwire.examples.tournament.Face;
import org.jspecify.annotations.Nullable;

/**
 * A line of the audit. It names people by their ids only: {@code {p-…}} in the summary is shown as the name of a person
 * for as long as the person is known.
 *
 * @param id the id of the answer
 * @param actor the person that ran the command; null for a visitor
 * @param face the interface through which the command arrived
 * @param command the name of the command
 * @param tournament the tournament; null if the command concerns none
 * @param outcome the result: done, refused or failed
 * @param summary one sentence
 */
public record AuditLine(
        String id,
        @Nullable String actor,
        Face face,
        String command,
        @Nullable String tournament,
        Outcome outcome,
        String summary) {
    /** The result of a command. */
    public enum Outcome {
        /** Carried out. */
        DONE,
        /** Refused, so nothing was changed. */
        REFUSED,
        /** Failed. */
        FAILED
    }
}
