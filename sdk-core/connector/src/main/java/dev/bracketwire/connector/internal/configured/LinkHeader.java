// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the next page in {@code Link} headers after RFC 8288. */
final class LinkHeader {
    private final String text;
    private int at;

    private LinkHeader(String text) {
        this.text = text;
    }

    /** The target of the first link that is the next one, null if there is none. */
    static @Nullable String next(List<String> lines) {
        for (String line : lines) {
            String next = new LinkHeader(line).next();
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    private @Nullable String next() {
        for (int open = text.indexOf('<'); open >= 0; open = text.indexOf('<', at)) {
            int close = text.indexOf('>', open);
            if (close < 0) {
                return null;
            }
            at = close + 1;
            if (parametersSayNext()) {
                return text.substring(open + 1, close).strip();
            }
        }
        return null;
    }

    /** Reads up to the comma behind a link. The first {@code rel} counts; a link with an {@code anchor} is another's. */
    private boolean parametersSayNext() {
        List<String> relations = new ArrayList<>();
        boolean anchored = false;
        while (at < text.length() && text.charAt(at) != ',') {
            String name = until("=;,").toLowerCase(Locale.ROOT);
            String value = peek('=') ? value() : "";
            if (name.equals("rel")) {
                relations.add(value.toLowerCase(Locale.ROOT));
            }
            anchored |= name.equals("anchor");
            if (peek(';')) {
                at++;
            }
        }
        return !anchored
                && !relations.isEmpty()
                && List.of(relations.get(0).split("\\s+")).contains("next");
    }

    private String value() {
        at++;
        while (peek(' ') || peek('\t')) {
            at++;
        }
        if (!peek('"')) {
            return until(";,");
        }
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && !peek('"'); at++) {
            at += peek('\\') && at + 1 < text.length() ? 1 : 0;
            value.append(text.charAt(at));
        }
        at = Math.min(at + 1, text.length());
        until(";,");
        return value.toString();
    }

    private boolean peek(char expected) {
        return at < text.length() && text.charAt(at) == expected;
    }

    private String until(String ends) {
        int from = at;
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at).strip();
    }
}
