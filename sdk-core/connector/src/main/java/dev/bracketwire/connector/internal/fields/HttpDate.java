// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the three forms of a date that RFC 9110, section 5.6.7, asks a recipient to understand. Works the same in every
 * locale and time zone; a wrong weekday is forgiven, as it adds nothing.
 */
public final class HttpDate {
    private static final String TIME = "(?<h>[0-9]{2}):(?<m>[0-9]{2}):(?<s>[0-9]{2})";
    private static final List<Pattern> FORMS = List.of(
            Pattern.compile("[A-Za-z]{3}, (?<d>[0-9]{1,2}) (?<mon>[A-Za-z]{3}) (?<y>[0-9]{4}) " + TIME + " (GMT|UTC)"),
            Pattern.compile("[A-Za-z]{6,9}, (?<d>[0-9]{2})-(?<mon>[A-Za-z]{3})-(?<y>[0-9]{2}) " + TIME + " (GMT|UTC)"),
            Pattern.compile("[A-Za-z]{3} (?<mon>[A-Za-z]{3}) (?<d>[ 0-9][0-9]) " + TIME + " (?<y>[0-9]{4})"));
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private HttpDate() {}

    /**
     * Reads a date, or gives nothing.
     *
     * @param now decides the century of the form with two digits: the date is at most 50 years ahead of it
     */
    public static Optional<Instant> tryParse(String text, Instant now) {
        String stripped = text.strip();
        for (Pattern form : FORMS) {
            Matcher matcher = form.matcher(stripped);
            if (matcher.matches()) {
                return instant(matcher, now);
            }
        }
        return Optional.empty();
    }

    private static Optional<Instant> instant(Matcher date, Instant now) {
        try {
            int second = number(date, "s");
            int leap = second == 60 ? 1 : 0;
            return Optional.of(LocalDateTime.of(
                            year(date, now),
                            MONTHS.indexOf(date.group("mon")) + 1,
                            number(date, "d"),
                            number(date, "h"),
                            number(date, "m"),
                            second - leap)
                    .toInstant(ZoneOffset.UTC)
                    .plusSeconds(leap));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int year(Matcher date, Instant now) {
        int year = number(date, "y");
        if (date.group("y").length() == 4) {
            return year;
        }
        int latest = now.atOffset(ZoneOffset.UTC).getYear() + 50;
        return latest - Math.floorMod(latest - year, 100);
    }

    private static int number(Matcher date, String group) {
        return Integer.parseInt(date.group(group).strip());
    }
}
