// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says which matches of a player are asked for. Immutable; begin with {@link #all()}.
 *
 * <pre>{@code
 * MatchFilter thisYear = MatchFilter.all().since(Instant.parse("2026-01-01T00:00:00Z"));
 * }</pre>
 *
 * @param since only later ones; Riot then leaves out those of before June 2021
 * @param until only earlier ones
 * @param queue only of this queue, by number; League of Legends alone
 * @param type only {@code ranked}, {@code normal}, {@code tourney} or {@code tutorial}; League of Legends alone
 */
public record MatchFilter(
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Integer queue,
        @Nullable String type) {
    private static final MatchFilter ALL = new MatchFilter(null, null, null, null);

    /** All there are. */
    public static MatchFilter all() {
        return ALL;
    }

    /** Only later ones. */
    public MatchFilter since(Instant from) {
        return new MatchFilter(Objects.requireNonNull(from, "from"), until, queue, type);
    }

    /** Only earlier ones. */
    public MatchFilter until(Instant to) {
        return new MatchFilter(since, Objects.requireNonNull(to, "to"), queue, type);
    }

    /** Only of this queue, such as 420. */
    public MatchFilter queue(int number) {
        return new MatchFilter(since, until, number, type);
    }

    /** Only of this type, such as {@code ranked}. */
    public MatchFilter type(String name) {
        return new MatchFilter(since, until, queue, Objects.requireNonNull(name, "name"));
    }
}
