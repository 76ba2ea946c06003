// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

/** The character classes of RFC 9651, section 3, in ASCII whatever the locale. */
final class FieldSyntax {
    private FieldSyntax() {}

    static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean lower(int c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean keyStart(int c) {
        return lower(c) || c == '*';
    }

    static boolean keyPart(int c) {
        return keyStart(c) || digit(c) || c == '_' || c == '-' || c == '.';
    }

    static boolean tokenStart(int c) {
        return lower(c) || (c >= 'A' && c <= 'Z') || c == '*';
    }

    static boolean tokenPart(int c) {
        return tokenStart(c) || digit(c) || (c >= 0 && "!#$%&'+-.^_`|~:/".indexOf(c) >= 0);
    }

    static boolean key(String text) {
        return !text.isEmpty() && keyStart(text.charAt(0)) && text.chars().allMatch(FieldSyntax::keyPart);
    }
}
