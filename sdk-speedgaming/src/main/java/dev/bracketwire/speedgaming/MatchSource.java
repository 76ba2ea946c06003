// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

/**
 * The link of a {@link ScheduledMatch} to SpeedGaming.
 *
 * @param episode the id of the episode; those of a doubleheader have the same
 * @param match the id of the match, by which it is known again
 * @param part 1, or 2 for the second match of a doubleheader
 * @param scheduleHash the digest of title, note, times and approval as they were imported last
 * @param rosterHash the digest of the players
 * @param crewHash the digest of crew and streams
 */
public record MatchSource(
        long episode, long match, int part, String scheduleHash, String rosterHash, String crewHash) {}
