// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;

/** Writes the header fields of a case: whole numbers are dates as many seconds from now, places hang on the URL. */
final class CaseFields {
    private static final Set<String> DATES =
            Set.of("date", "expires", "last-modified", "if-modified-since", "if-unmodified-since");
    private static final Set<String> PLACES = Set.of("location", "content-location");
    private static final DateTimeFormatter IMF = form("EEE, dd MMM yyyy HH:mm:ss 'GMT'");
    private static final DateTimeFormatter RFC850 = form("EEEE, dd-MMM-yy HH:mm:ss 'GMT'");

    private CaseFields() {}

    /**
     * The value of a field, {@code [name, value, …]}.
     *
     * @param request the request of the case that it is in
     * @param now what dates are counted from
     * @param url what places hang on where the case wants that
     */
    static String value(JsonNode field, JsonNode request, Instant now, String url) {
        String name = name(field);
        JsonNode value = field.path(1);
        if (DATES.contains(name) && value.isIntegralNumber()) {
            boolean old = false;
            for (JsonNode other : request.path("rfc850date")) {
                old |= other.asText().equalsIgnoreCase(name);
            }
            return (old ? RFC850 : IMF).format(now.plusSeconds(value.asLong()));
        }
        if (PLACES.contains(name) && request.path("magic_locations").asBoolean()) {
            return value.asText().isEmpty() ? url : url + "/" + value.asText();
        }
        return value.asText();
    }

    static String name(JsonNode field) {
        return (field.isTextual() ? field : field.path(0)).asText().toLowerCase(Locale.ROOT);
    }

    /** Whether a part of a request is what the case sets up, and not what it is about. */
    static boolean isSetup(JsonNode request, String part) {
        boolean setup = request.path("setup").asBoolean();
        for (JsonNode named : request.path("setup_tests")) {
            setup |= named.asText().equals(part);
        }
        return setup;
    }

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US).withZone(ZoneOffset.UTC);
    }
}
