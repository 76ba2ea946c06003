// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person of the schedule: one of the host's users, or a placeholder for a person that the host does not know yet.
 *
 * @param id the id in this store
 * @param version the number of the change that made it so, from 1
 * @param name the name that is shown, as typed on SpeedGaming
 * @param discordId the id on Discord, a number from 1 to 18446744073709551615 as text; null if it is not known
 * @param twitch the login on Twitch in lower case; null if it is not known
 * @param hostUser the id of the user in the host's tables; null for a placeholder
 * @param mergedInto the person that stands for this one since {@link People#merge}; null for most
 * @param createdAt the time when it was stored first
 * @param unusedSince the time since which no match has this person; null while one has
 */
public record Person(
        long id,
        long version,
        String name,
        @Nullable String discordId,
        @Nullable String twitch,
        @Nullable String hostUser,
        @Nullable Long mergedInto,
        Instant createdAt,
        @Nullable Instant unusedSince) {
    /** Whether the host does not know the person yet. */
    public boolean isPlaceholder() {
        return hostUser == null && mergedInto == null;
    }

    /** Returns the handle of a placeholder, such as {@code sg:42}, which no user name can be. */
    public String handle() {
        return hostUser == null ? "sg:" + id : hostUser;
    }
}
