// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.time.Instant;
import java.util.List;

/**
 * Lists the points that are not ready yet for the coming matches of a tournament.
 *
 * @param tournament the slug
 * @param at the time of the look
 * @param matches the number of coming matches
 * @param items the points that are not ready, in the order of the matches
 */
public record ReadinessReport(String tournament, Instant at, int matches, List<Item> items) {
    /** Copies the list. */
    public ReadinessReport {
        items = List.copyOf(items);
    }

    /** Shows a line for each item. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(tournament + ": " + matches + (matches == 1 ? " coming match, " : " coming matches, ")
                        + items.size() + (items.size() == 1 ? " open point" : " open points"));
        items.forEach(item -> text.append("\n  ").append(item.text()));
        return text.toString();
    }

    /**
     * Something that is not ready.
     *
     * @param match the id of the match
     * @param kind the kind
     * @param text the sentence for an organiser
     */
    public record Item(long match, Kind kind, String text) {}

    /** The kind of an open point. */
    public enum Kind {
        /** A player has no id on Discord. */
        NO_DISCORD_ID,
        /** A player has no account on racetime.gg, says the host. */
        NO_RACETIME_ACCOUNT,
        /** A player has not been decided yet, such as the winner of another match, or there is none. */
        NO_PLAYER,
        /** SpeedGaming has not approved the episode. */
        NOT_APPROVED,
        /** The time is not confirmed, or there is none. */
        TIME_UNCONFIRMED,
        /** The crew is not complete. */
        CREW_MISSING,
        /** There is no stream. */
        NO_STREAM,
        /** A person is in another match at the same time. */
        OVERLAP,
        /** The match may have been cancelled. */
        MISSING
    }
}
