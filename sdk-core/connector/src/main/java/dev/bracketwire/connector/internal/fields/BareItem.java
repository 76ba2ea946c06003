// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Base64;

/**
 * Is a value without parameters. Each kind refuses what RFC 9651 cannot write, with a {@link FieldSyntaxException}, so
 * whatever exists can be serialised, and comes back equal.
 */
public sealed interface BareItem {
    /** The largest integer, and date, that a field may hold: 15 digits. */
    long MAX_INTEGER = 999_999_999_999_999L;

    /** An integer of up to 15 digits. */
    record Int(long value) implements BareItem {
        /** Checks the range. */
        public Int {
            requireRange(value);
        }
    }

    /** A decimal of up to 12 and 3 digits; more fractional digits are rounded, half to even. */
    record Dec(BigDecimal value) implements BareItem {
        private static final BigDecimal BOUND = BigDecimal.valueOf(1_000_000_000_000L);

        /** Rounds, and keeps one fractional digit at least, so that equal numbers are equal objects. */
        public Dec {
            requireBound(value);
            value = value.setScale(3, RoundingMode.HALF_EVEN).stripTrailingZeros();
            value = value.scale() < 1 ? value.setScale(1) : value;
            requireBound(value);
        }

        private static void requireBound(BigDecimal value) {
            require(value.abs().compareTo(BOUND) < 0, "a decimal has at most 12 digits before its point");
        }
    }

    /** Printable ASCII, in quotes on the wire. */
    record Text(String value) implements BareItem {
        /** Checks the characters. */
        public Text {
            require(value.chars().allMatch(c -> c >= 0x20 && c < 0x7f), "a string holds printable ASCII only");
        }
    }

    /** A short word without quotes, such as {@code text/html}. */
    record Token(String value) implements BareItem {
        /** Checks the characters. */
        public Token {
            boolean valid = !value.isEmpty() && FieldSyntax.tokenStart(value.charAt(0));
            require(
                    valid && value.chars().allMatch(FieldSyntax::tokenPart),
                    "a token is a letter or * and tchar, : or /");
        }
    }

    /** Bytes, kept as canonical base64 so that equal bytes are equal objects. */
    record Binary(String base64) implements BareItem {
        /** Decodes once: missing padding is added and stray pad bits are cleared. */
        public Binary {
            try {
                base64 = Base64.getEncoder().encodeToString(Base64.getDecoder().decode(base64));
            } catch (IllegalArgumentException e) {
                throw new FieldSyntaxException("a byte sequence is base64");
            }
        }

        /** A fresh copy of the bytes. */
        public byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }
    }

    /** True or false. */
    record Bool(boolean value) implements BareItem {}

    /** A point in time, in seconds since 1970. */
    record Date(long epochSeconds) implements BareItem {
        /** Checks the range. */
        public Date {
            requireRange(epochSeconds);
        }
    }

    /** Text in any script, percent-encoded UTF-8 on the wire. */
    record Display(String value) implements BareItem {
        /** Checks that it is Unicode, without half of a surrogate pair. */
        public Display {
            boolean unicode =
                    value.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
            require(unicode, "a display string is Unicode");
        }
    }

    private static void requireRange(long value) {
        require(value >= -MAX_INTEGER && value <= MAX_INTEGER, "an integer has at most 15 digits");
    }

    private static void require(boolean valid, String rule) {
        if (!valid) {
            throw new FieldSyntaxException(rule);
        }
    }
}
