// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.cassette;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.internal.http.Query;
import dev.bracketwire.internal.json.Json;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The values of what was redacted, each in every form in which it may stand somewhere else. */
final class SecretValues {
    // A shorter one is hardly a secret, and stands in every second word.
    private static final int SHORTEST = 5;

    // The longest first: a part of another must not be masked before it.
    private final TreeSet<String> forms =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));

    void add(String value) {
        if (value.length() < SHORTEST || value.equals(Mask.TEXT)) {
            return;
        }
        forms.add(value);
        forms.add(Query.and("", "", value).substring(1));
        forms.add(URLEncoder.encode(value, UTF_8));
        String json = new String(Json.write(value), UTF_8);
        forms.add(json.substring(1, json.length() - 1));
    }

    String masked(String text) {
        String masked = text;
        for (String form : forms) {
            masked = masked.replace(form, Mask.TEXT);
        }
        return masked;
    }

    Content masked(Content body) {
        if (!body.binary() && body.looksLikeJson()) {
            // Between the quotes only: a secret of digits or called "false" must not break the rest.
            return body.with(JsonScan.each(body.text(), this::masked, number -> forms.contains(number) ? "0" : number));
        }
        if (!body.binary()) {
            return body.with(masked(body.text()));
        }
        String masked = body.text();
        for (String form : forms) {
            masked = masked.replace(new String(form.getBytes(UTF_8), ISO_8859_1), Mask.TEXT);
        }
        return body.with(masked);
    }

    Headers masked(Headers headers) {
        List<String> lines = new ArrayList<>();
        headers.forEach((name, value) -> {
            lines.add(name);
            lines.add(masked(value));
        });
        return Headers.received(lines.toArray(new String[0]));
    }

    static String decoded(String encoded) {
        try {
            return URLDecoder.decode(encoded, UTF_8);
        } catch (IllegalArgumentException e) {
            return encoded; // a percent sign that escapes nothing stands for itself
        }
    }
}
