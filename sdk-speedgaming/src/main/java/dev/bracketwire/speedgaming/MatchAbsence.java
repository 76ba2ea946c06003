// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.time.Instant;

/**
 * The evidence that a match is gone from the schedule.
 *
 * @param runs the number of imports that missed it, each at least five minutes after the one before
 * @param since the time of the first one
 * @param latest the time of the latest one
 */
public record MatchAbsence(int runs, Instant since, Instant latest) {}
