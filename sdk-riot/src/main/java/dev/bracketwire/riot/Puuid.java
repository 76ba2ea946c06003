// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Tells a player from all others, whatever the name. Riot encrypts it for each key: those that two keys give cannot be
 * compared.
 *
 * @param value 78 letters, digits, {@code -} and {@code _}
 */
public record Puuid(@JsonValue String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{78}");

    /** Refuses what is none. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Puuid {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a PUUID has 78 letters, digits, - and _, and this has " + value.length()
                    + " characters; numbers and shorter ones are ids of old");
        }
    }

    /** Reads one; empty if it is none. */
    public static Optional<Puuid> tryParse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Puuid(text)) : Optional.empty();
    }

    /** Hides most of it, as it stands for a person. */
    @Override
    public String toString() {
        return value.substring(0, 8) + "…";
    }
}
