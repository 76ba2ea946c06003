// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.internal.text.SecretMask;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;

/** The values of what was redacted, which are masked in whatever form they stand somewhere else. */
final class SecretValues {
    private final SecretMask mask = new SecretMask(Integer.MAX_VALUE);

    void add(String value) {
        mask.add(value);
    }

    SecretMask mask() {
        return mask;
    }

    String masked(String text) {
        return mask.masked(text);
    }

    RecordedContent masked(RecordedContent body) {
        if (!body.binary() && body.looksLikeJson()) {
            // Between the quotes only: a secret of digits or called "false" must not break the rest.
            RecordedContent masked = body.with(
                    JsonScan.each(body.text(), mask::maskedEscaped, number -> mask.isSecret(number) ? "0" : number));
            // What is no JSON, or broke off, may hold one anywhere.
            return masked.tree() == null ? masked.with(mask.masked(masked.text())) : masked;
        }
        return body.with(mask.masked(body.text()));
    }

    Headers masked(Headers headers) {
        List<String> lines = new ArrayList<>();
        headers.forEach((name, value) -> {
            lines.add(masked(name));
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
