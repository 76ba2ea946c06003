// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides which headers a subscription may add to its requests. */
public final class HeaderRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e\\t]{0,4094}[\\x21-\\x7e])?");

    /** Set by the delivery or by the connection, or able to change where the request ends. */
    private static final Set<String> RESERVED = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "te",
            "traceparent",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HeaderRules() {}

    /**
     * Checks a header.
     *
     * @throws IllegalArgumentException if it is reserved or cannot be sent; the message does not show the value
     */
    public static void check(String name, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a header must be 1 to 100 letters, digits and dashes");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (RESERVED.contains(lower) || lower.startsWith("webhook-") || lower.startsWith("proxy-")) {
            throw new IllegalArgumentException("the header " + name + " is set by the delivery itself");
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("the value of the header " + name
                    + " must be 1 to 4096 printable ASCII characters without blanks at its ends");
        }
    }
}
