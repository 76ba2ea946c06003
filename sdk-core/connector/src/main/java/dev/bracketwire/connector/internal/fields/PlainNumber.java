// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the numbers of unstructured headers: ASCII digits with an optional fraction, no sign, no exponent. */
final class PlainNumber {
    // Possessive, so that a long value costs linear time. Digits below a nanosecond are dropped.
    private static final Pattern FORM = Pattern.compile("0*+(?<whole>[0-9]*+)(?<fraction>\\.[0-9]{1,9})?[0-9]*+");
    private static final BigDecimal ABSURD = BigDecimal.TEN.pow(18);

    private PlainNumber() {}

    /** The number, or nothing; what has more than 18 digits before its point comes back as 10^18. */
    static Optional<BigDecimal> parse(String text) {
        String stripped = text.strip();
        Matcher matcher = FORM.matcher(stripped);
        if (stripped.isEmpty() || !FieldSyntax.digit(stripped.charAt(0)) || !matcher.matches()) {
            return Optional.empty();
        }
        String whole = matcher.group("whole");
        String fraction = matcher.group("fraction");
        return Optional.of(
                whole.length() > 18 ? ABSURD : new BigDecimal("0" + whole + (fraction == null ? "" : fraction)));
    }

    /** A duration of so many seconds, at most {@code cap}; parts of a nanosecond count as one, so never too early. */
    static Duration seconds(BigDecimal seconds, Duration cap) {
        BigDecimal capped = seconds.min(BigDecimal.valueOf(cap.toSeconds()));
        return Duration.ofNanos(
                capped.movePointRight(9).setScale(0, RoundingMode.CEILING).longValueExact());
    }
}
