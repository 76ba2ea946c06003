// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bracketwire.testkit.Received;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads one HTTP request: method, query and body, decoded as Google decodes them. */
final class FakeRequest {
    static final int MOST_BYTES = 10 * 1024 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Received received;
    private final String method;
    private final Map<String, List<String>> query;
    private final byte[] body;

    /** Reads it; a body that is too long ends in {@link TooLarge}. */
    FakeRequest(Received received) {
        this.received = received;
        byte[] bytes = received.body();
        if (received.header("Content-Encoding").orElse("").equalsIgnoreCase("gzip")) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                bytes = in.readNBytes(MOST_BYTES + 1);
            } catch (IOException e) {
                throw FakeGoogleError.invalid("Request contains an invalid argument.");
            }
        }
        if (bytes.length > MOST_BYTES) {
            throw new TooLarge();
        }
        Optional<String> override = received.header("X-HTTP-Method-Override");
        this.method = override.orElse(received.method()).toUpperCase(Locale.ROOT);
        Map<String, List<String>> parameters = new LinkedHashMap<>(received.query());
        if (override.isPresent() && method.equals("GET")) {
            // A client sends a URL that is too long as a form.
            form(bytes).forEach((name, values) -> parameters.put(name, List.copyOf(values)));
            bytes = new byte[0];
        }
        this.query = parameters;
        this.body = bytes;
    }

    /** Ends a request whose body is longer than the fake takes. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("more than " + MOST_BYTES + " bytes", null, false, false);
        }
    }

    String method() {
        return method;
    }

    String path() {
        return received.path();
    }

    @Nullable
    String query(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() || values.get(0).isEmpty() ? null : values.get(0);
    }

    List<String> queries(String name) {
        return query.getOrDefault(name, List.of());
    }

    boolean isTrue(String name) {
        return "true".equalsIgnoreCase(query(name));
    }

    Optional<String> header(String name) {
        return received.header(name);
    }

    /** Reads the body as JSON; missing if there is none. */
    JsonNode json() {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return withoutNulls(JSON.readTree(body));
        } catch (JsonProcessingException e) {
            String message = "Invalid JSON payload received. " + e.getOriginalMessage();
            throw FakeGoogleError.violation(message, "", message);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the body as a form with one value a name. */
    Map<String, String> form() {
        Map<String, String> fields = new HashMap<>();
        form(body).forEach((name, values) -> fields.put(name, values.get(0)));
        return fields;
    }

    /** Removes fields that are null, which protobuf takes for absent; nulls in lists stay. */
    private static JsonNode withoutNulls(JsonNode json) {
        if (json.isObject()) {
            json.properties().removeIf(field -> field.getValue().isNull());
        }
        json.forEach(FakeRequest::withoutNulls);
        return json;
    }

    static String decoded(String raw) {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return raw;
        }
    }

    private static Map<String, List<String>> form(byte[] bytes) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String pair : new String(bytes, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.computeIfAbsent(decoded(pair.substring(0, equals).replace("+", " ")), name -> new ArrayList<>())
                        .add(decoded(pair.substring(equals + 1).replace("+", " ")));
            }
        }
        return fields;
    }
}
