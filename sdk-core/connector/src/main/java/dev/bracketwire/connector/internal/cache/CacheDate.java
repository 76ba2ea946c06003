// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import dev.bracketwire.connector.internal.fields.HttpDate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads dates as RFC 9111, section 4.2, wants it of a cache: in any case of letters, else exactly as they must be written,
 * since a date that is none means a time that has passed.
 */
final class CacheDate {
    private static final String TIME = "[0-9]{2}:[0-9]{2}:[0-9]{2}";
    private static final String DAY = "(mon|tue|wed|thu|fri|sat|sun)";
    private static final Pattern FORMS = Pattern.compile(
            DAY + ", [0-9]{2} [a-z]{3} [0-9]{4} " + TIME + " gmt"
                    + "|(mon|tues|wednes|thurs|fri|satur|sun)day, [0-9]{2}-[a-z]{3}-[0-9]{2} " + TIME + " gmt"
                    + "|" + DAY + " [a-z]{3} [ 0-9][0-9] " + TIME + " [0-9]{4}",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WORD = Pattern.compile("[a-z]+");
    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private CacheDate() {}

    /** Reads a date; {@code now} decides the century of one with two digits. */
    static Optional<Instant> read(@Nullable String text, Instant now) {
        if (text == null || !FORMS.matcher(text).matches()) {
            return Optional.empty();
        }
        String proper = WORD.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(word -> properly(word.group()));
        return HttpDate.tryParse(proper, now);
    }

    static String written(Instant date) {
        return WRITTEN.format(date);
    }

    private static String properly(String word) {
        return word.equals("gmt") ? "GMT" : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
