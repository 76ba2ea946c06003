// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import java.nio.charset.StandardCharsets;

/** Percent-encodes parts of a URL after RFC 3986. */
final class PercentEncoding {
    private static final String UNRESERVED = "-._~";
    private static final String IN_SEGMENT = UNRESERVED + "!$&'()*+,;=:@";

    private PercentEncoding() {}

    /** Encodes an argument so that it is one segment whatever it holds. */
    static void segment(String text, StringBuilder into) {
        // "+" and ";" stay out: servers exist that read them as a blank or a parameter.
        encode(text, UNRESERVED + "!$'()*,:@", into);
    }

    /** Encodes a literal part of a path: slashes and what is encoded already stay. */
    static String path(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        encode(text, IN_SEGMENT + "/%", encoded);
        return encoded.toString();
    }

    /** Encodes a name or value of a query. */
    static void query(String text, StringBuilder into) {
        encode(text, UNRESERVED, into);
    }

    /** Whether a segment is one that URL parsers resolve away, in any spelling. */
    static boolean isDots(String segment) {
        if (segment.length() > 6) {
            return false;
        }
        String plain = segment.replace("%2e", ".").replace("%2E", ".");
        return plain.equals(".") || plain.equals("..");
    }

    private static void encode(String text, String allowed, StringBuilder into) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isLetterOrDigit(c) || allowed.indexOf(c) >= 0) {
                into.append(c);
            } else if (c < 0x80) {
                hex(c, into);
            } else {
                int end = Character.isHighSurrogate(c) && i + 1 < text.length() ? i + 2 : i + 1;
                for (byte b : text.substring(i, end).getBytes(StandardCharsets.UTF_8)) {
                    hex(b & 0xff, into);
                }
                i = end - 1;
            }
        }
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static void hex(int value, StringBuilder into) {
        into.append('%')
                .append(Character.toUpperCase(Character.forDigit(value >> 4, 16)))
                .append(Character.toUpperCase(Character.forDigit(value & 15, 16)));
    }
}
