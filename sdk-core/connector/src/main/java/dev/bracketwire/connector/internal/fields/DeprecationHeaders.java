// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.health.Health.Notice;
import dev.bracketwire.internal.text.ForeignText;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a reply says of its operation's end: Deprecation (RFC 9745, and the dates and {@code true} of its drafts),
 * Sunset and its links (RFC 8594), and the persistent warning 299 of older upstreams.
 */
public final class DeprecationHeaders {
    private static final Pattern LINK =
            Pattern.compile("<([^<>]{1,500})>[^,<]{0,200};\\s*rel=\"?(?:deprecation|sunset|successor-version)\\b");
    private static final Pattern WARNING = Pattern.compile("299\\s+\\S{1,200}\\s+\"([^\"]{1,1000})\".*");
    private static final int LONGEST_LINK = 500;
    private static final int LONGEST_WARNING = 1_300;

    private DeprecationHeaders() {}

    /** Returns the deprecation that a reply announces; null if there is none. */
    public static @Nullable Notice of(Request request, Headers headers, Instant now) {
        String deprecation = headers.get("Deprecation");
        String sunset = headers.get("Sunset");
        String warning = headers.get("Warning");
        if (deprecation == null && sunset == null && warning == null) {
            return null;
        }
        // Masked before it is taken apart, since a secret may hold the quote that ends the text.
        Matcher persistent = WARNING.matcher(warning == null ? "" : ForeignText.shown(warning, LONGEST_WARNING));
        boolean warned = persistent.matches();
        if (deprecation == null && sunset == null && !warned) {
            return null;
        }
        return new Notice(
                request.toString(),
                deprecation == null ? null : date(deprecation, now),
                sunset == null ? null : date(sunset, now),
                link(headers),
                warned ? ForeignText.shown(persistent.group(1).strip()) : null);
    }

    private static @Nullable Instant date(String value, Instant now) {
        String text = value.strip();
        if (text.matches("@-?[0-9]{1,11}")) {
            try {
                return Instant.ofEpochSecond(Long.parseLong(text.substring(1)));
            } catch (DateTimeException e) {
                return null; // a date beyond all calendars says nothing
            }
        }
        return HttpDate.tryParse(text, now).orElse(null);
    }

    private static @Nullable URI link(Headers headers) {
        for (String line : headers.all("Link")) {
            Matcher found = LINK.matcher(line);
            String link = found.find() ? ForeignText.unlessUnsafe(found.group(1), LONGEST_LINK) : null;
            if (link != null) {
                try {
                    return new URI(link);
                } catch (URISyntaxException e) {
                    return null; // the notice counts without it
                }
            }
        }
        return null;
    }
}
