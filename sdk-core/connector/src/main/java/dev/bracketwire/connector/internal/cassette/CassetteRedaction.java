// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.internal.text.ForeignText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes secrets out of a recording: by their names, and then by their values wherever they stand. */
final class CassetteRedaction {
    private static final Pattern PLACE = Pattern.compile("\\{([^}]*)}");
    private static final Pattern PARAMETER =
            Pattern.compile("([?&]|\\\\u0026|&amp;)([\\w.%~\\[\\]-]+)=([^&#\\s\"'<>\\\\]+)");
    private static final Pattern LOGIN = Pattern.compile("(://)([^/\\s\"'@?#]+)@");
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "keep-alive", "transfer-encoding", "content-length", "date");

    private final SecretNames names;
    private final SecretValues values = new SecretValues();

    CassetteRedaction(SecretNames names) {
        this.names = names;
    }

    /** Hears what the credential adds, and what else a request has in headers that are not kept. */
    void learn(String header, String value) {
        ForeignText.hideCredential(value, values.mask());
        if (header.toLowerCase(Locale.ROOT).contains("cookie")) {
            Matcher pair = Pattern.compile("=([^;]+)").matcher(value);
            while (pair.find()) {
                values.add(pair.group(1));
            }
        }
    }

    boolean isSecretHeader(String name) {
        return names.isSecretHeader(name);
    }

    /** Masks what has a secret's name, and remembers what stood there. */
    RecordedRequest byName(RecordedRequest recordedRequest) {
        return new RecordedRequest(
                recordedRequest.method(),
                recordedRequest.template(),
                path(recordedRequest),
                pairs(recordedRequest.query()),
                recordedRequest.headers(),
                recordedRequest.body() == null ? null : body(recordedRequest.body()));
    }

    /** Masks what has a secret's name, and leaves out what only held for one connection. */
    RecordedResult byName(RecordedResult recordedResult) {
        List<String> lines = new ArrayList<>();
        recordedResult.headers().forEach((name, value) -> {
            if (names.isSecretHeader(name)) {
                learn(name, value);
            } else if (!OF_THE_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                lines.add(name);
                lines.add(urls(value));
            }
        });
        return new RecordedResult(
                recordedResult.status(),
                Headers.received(lines.toArray(new String[0])),
                recordedResult.body() == null ? null : body(recordedResult.body()),
                recordedResult.whole(),
                recordedResult.failure(),
                recordedResult.sent());
    }

    /** Masks every value remembered. */
    RecordedRequest byValue(RecordedRequest recordedRequest) {
        return new RecordedRequest(
                recordedRequest.method(),
                values.masked(recordedRequest.template()),
                values.masked(recordedRequest.path()),
                values.masked(recordedRequest.query()),
                values.masked(recordedRequest.headers()),
                recordedRequest.body() == null ? null : values.masked(recordedRequest.body()));
    }

    /** Masks every value remembered. */
    RecordedResult byValue(RecordedResult recordedResult) {
        return new RecordedResult(
                recordedResult.status(),
                values.masked(recordedResult.headers()),
                recordedResult.body() == null ? null : values.masked(recordedResult.body()),
                recordedResult.whole(),
                recordedResult.failure(),
                recordedResult.sent());
    }

    private String secret(String value) {
        values.add(value);
        return CassetteMask.TEXT;
    }

    private String path(RecordedRequest recordedRequest) {
        // An argument is one segment, or several where it came encoded.
        Matcher path = path(recordedRequest, "([^/]*)");
        path = path.matches() ? path : path(recordedRequest, "(.*)");
        List<String> places = PLACE.matcher(recordedRequest.template())
                .results()
                .map(place -> place.group(1))
                .toList();
        StringBuilder masked = new StringBuilder(recordedRequest.path());
        for (int i = path.matches() ? places.size() : 0; i > 0; i--) {
            if (names.isSecretParameter(places.get(i - 1))) {
                masked.replace(path.start(i), path.end(i), secret(SecretValues.decoded(path.group(i))));
            }
        }
        return masked.toString();
    }

    private static Matcher path(RecordedRequest recordedRequest, String argument) {
        String literals = Stream.of(PLACE.split(recordedRequest.template(), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(argument));
        return Pattern.compile(".*" + literals).matcher(recordedRequest.path());
    }

    private RecordedContent body(RecordedContent body) {
        if (body.isForm()) {
            return body.with(pairs(body.text()));
        }
        if (body.isMultipart()) {
            return body.with(MultipartParts.masked(body.text(), names::isSecretParameter, this::secret, this::text));
        }
        return body.with(text(body.text(), body.looksLikeJson()));
    }

    private String text(String text, boolean json) {
        String masked = json ? JsonScan.byName(text, names::isSecret, values::add) : text;
        return urls(masked);
    }

    private String pairs(String query) {
        if (query.isEmpty()) {
            return query;
        }
        String[] pairs = query.split("&", -1);
        for (int i = 0; i < pairs.length; i++) {
            int equals = pairs[i].indexOf('=');
            if (equals > 0 && names.isSecretParameter(SecretValues.decoded(pairs[i].substring(0, equals)))) {
                pairs[i] = pairs[i].substring(0, equals + 1)
                        + secret(SecretValues.decoded(pairs[i].substring(equals + 1)));
            }
        }
        return String.join("&", pairs);
    }

    /** Masks logins and parameters of the URLs in a text. */
    private String urls(String text) {
        String masked = LOGIN.matcher(text).replaceAll(login -> {
            secret(login.group(2));
            secret(login.group(2).substring(login.group(2).indexOf(':') + 1));
            return "$1" + Matcher.quoteReplacement(CassetteMask.TEXT) + "@";
        });
        return PARAMETER.matcher(masked).replaceAll(parameter -> {
            boolean isSecret = names.isSecretParameter(SecretValues.decoded(parameter.group(2)));
            return isSecret
                    ? "$1$2=" + Matcher.quoteReplacement(secret(SecretValues.decoded(parameter.group(3))))
                    : Matcher.quoteReplacement(parameter.group());
        });
    }
}
