// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a match from all others.
 *
 * @param platform where it was played
 * @param number its number there
 */
public record MatchId(Platform platform, long number) {
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9]{2,5})_([0-9]{1,18})");

    /** Refuses a number below 0. */
    public MatchId {
        if (number < 0) {
            throw new IllegalArgumentException("number must not be negative, and is " + number);
        }
    }

    /**
     * Reads an id such as {@code EUW1_6511808246}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static MatchId parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a match id is a platform, an underscore and a number, such as EUW1_6511808246"));
    }

    /** Reads an id; empty if it is none. */
    public static Optional<MatchId> tryParse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        return parts.matches()
                ? Platform.tryParse(parts.group(1))
                        .map(platform -> new MatchId(platform, Long.parseLong(parts.group(2))))
                : Optional.empty();
    }

    /** As Riot writes it. */
    @Override
    public String toString() {
        return platform.name() + "_" + number;
    }
}
