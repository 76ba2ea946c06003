// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.speedgaming.internal.ScheduleReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as SpeedGaming sent it. An episode that cannot be read stands in {@link #unread()} and spoils no other.
 *
 * @param episodes the episodes in the order of the reply; if an id came twice, the last one counts
 * @param unread the episodes that could not be read
 * @param drift how the fields differ from those that this version knows
 */
public record Schedule(List<Episode> episodes, List<Unread> unread, FeedDrift drift) {
    /** Copies the lists. */
    public Schedule {
        episodes = List.copyOf(episodes);
        unread = List.copyOf(unread);
    }

    /**
     * Reads the body of a reply, such as one that was stored.
     *
     * @throws IllegalArgumentException if the body is no JSON array
     */
    public static Schedule parse(byte[] body) {
        return ScheduleReader.schedule(body);
    }

    /**
     * An episode that could not be read.
     *
     * @param index the place in the reply, from 0
     * @param id the id, if that could be read
     * @param problem the reason, such as {@code when: "2026-02-30" is no date and time with an offset}
     */
    public record Unread(int index, @Nullable Long id, String problem) {}
}
