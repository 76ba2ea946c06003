// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a match from all others.
 *
 * @param text as Riot writes it; a match keeps the name of its platform when that goes into another
 */
public record MatchId(String text) {
    private static final Pattern FORM = Pattern.compile("([A-Z0-9]{2,5})_([0-9]{1,18})");

    /** Refuses what is none. */
    public MatchId {
        text = text.strip().toUpperCase(Locale.ROOT);
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || Platform.tryParse(parts.group(1)).isEmpty()) {
            throw new IllegalArgumentException(
                    "a match id is a platform, an underscore and a number, such as EUW1_6511808246");
        }
    }

    /**
     * Of a platform and a number there.
     *
     * @throws IllegalArgumentException if the number is below 0
     */
    public MatchId(Platform platform, long number) {
        this(platform.name() + "_" + number);
    }

    /**
     * Reads an id such as {@code EUW1_6511808246}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static MatchId parse(String text) {
        return new MatchId(text);
    }

    /** Reads an id; empty if it is none. */
    public static Optional<MatchId> tryParse(String text) {
        try {
            return Optional.of(new MatchId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Where it was played; where that platform has gone into another, the other. */
    public Platform platform() {
        return Platform.parse(text.substring(0, text.indexOf('_')));
    }

    /** Its number there. */
    public long number() {
        return Long.parseLong(text.substring(text.indexOf('_') + 1));
    }

    /** As Riot writes it. */
    @Override
    public String toString() {
        return text;
    }
}
