// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import dev.bracketwire.connector.Headers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Knows which header fields are kept, and what a later reply makes of them (RFC 9111, sections 3.1 and 3.2). */
final class KeptHeaders {
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "connection",
            "proxy-connection",
            "keep-alive",
            "te",
            "transfer-encoding",
            "upgrade",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization");
    // What the bytes depend on that are kept already.
    private static final Set<String> OF_THE_BODY = Set.of("content-length", "content-encoding", "content-range");

    private KeptHeaders() {}

    /** Returns the headers to cache. If Date is missing or malformed, the time of receipt replaces it. */
    static Headers of(Headers received, CacheControl control, Instant now) {
        Set<String> dropped = connection(received);
        dropped.addAll(control.noCacheFields());
        dropped.add("age");
        boolean dated = CacheDate.read(received.get("Date"), now).isPresent();
        if (!dated) {
            dropped.add("date");
        }
        Headers kept = without(received, dropped::contains);
        return dated ? kept : kept.and("Date", CacheDate.written(now));
    }

    /** Returns the cached headers, updated by those of a later reply. */
    static Headers updated(Headers kept, Headers later) {
        Set<String> exempt = connection(later);
        exempt.addAll(OF_THE_BODY);
        Headers news = without(later, exempt::contains);
        Set<String> renewed = new TreeSet<>();
        news.forEach((name, value) -> renewed.add(lower(name)));
        renewed.add("date");
        List<String> lines = new ArrayList<>();
        without(kept, renewed::contains).forEach((name, value) -> lines.addAll(List.of(name, value)));
        news.forEach((name, value) -> lines.addAll(List.of(name, value)));
        return Headers.received(lines.toArray(String[]::new));
    }

    /** These headers without those of a lower-case name that fits. */
    static Headers without(Headers headers, Predicate<String> dropped) {
        List<String> lines = new ArrayList<>();
        headers.forEach((name, value) -> {
            if (!dropped.test(lower(name))) {
                lines.add(name);
                lines.add(value);
            }
        });
        return Headers.received(lines.toArray(String[]::new));
    }

    private static Set<String> connection(Headers headers) {
        Set<String> names = new TreeSet<>(OF_THE_CONNECTION);
        for (String line : headers.all("Connection")) {
            for (String name : line.split(",", -1)) {
                names.add(lower(name.strip()));
            }
        }
        return names;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
