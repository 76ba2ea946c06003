// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Names the three ways HTTP writes a date; a recipient must read all of them (RFC 9110, section 5.6.7). */
public enum DateForm {
    /** Today's form: {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    IMF_FIXDATE("EEE, dd MMM yyyy HH:mm:ss 'GMT'"),
    /** Obsolete, with a year of two digits: {@code Sunday, 06-Nov-94 08:49:37 GMT}. */
    RFC_850("EEEE, dd-MMM-yy HH:mm:ss 'GMT'"),
    /** Obsolete, from C's {@code asctime()}: {@code Sun Nov  6 08:49:37 1994}. */
    ASCTIME("EEE MMM ppd HH:mm:ss yyyy");

    private final DateTimeFormatter formatter;

    DateForm(String pattern) {
        this.formatter = DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(ZoneOffset.UTC);
    }

    /** Writes the instant in this form, to the second. */
    public String format(Instant instant) {
        return formatter.format(instant);
    }
}
