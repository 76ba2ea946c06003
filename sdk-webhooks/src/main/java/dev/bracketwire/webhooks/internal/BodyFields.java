// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bracketwire.connector.Headers;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the fields of a verified body: those of JSON, or of a form whose field {@code payload} may be JSON. */
public final class BodyFields {
    /** Has no fields. */
    static final BodyFields NONE = new BodyFields(Map.of(), MissingNode.getInstance());

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int MOST_FIELDS = 1000;

    private final Map<String, String> form;
    private final JsonNode json;

    private BodyFields(Map<String, String> form, JsonNode json) {
        this.form = form;
        this.json = json;
    }

    /**
     * Reads a body.
     *
     * @throws IOException if it claims to be JSON or a form and is not; the message does not show it
     */
    static BodyFields read(Headers headers, byte[] body) throws IOException {
        Map<String, String> form = isForm(headers) ? last(pairs(body)) : Map.of();
        if (!form.isEmpty()) {
            String payload = form.get("payload");
            return new BodyFields(
                    form, payload == null ? MissingNode.getInstance() : OptionsCodec.MAPPER.readTree(payload));
        }
        JsonNode json = OptionsCodec.MAPPER.readTree(body);
        return new BodyFields(form, json == null ? MissingNode.getInstance() : json);
    }

    /** Returns a field of the JSON by its names joined by dots, or one of the form; empty if it is no text or number. */
    String text(String path) {
        String field = form.get(path);
        if (field != null) {
            return field;
        }
        JsonNode node = json;
        for (String name : path.split("\\.", -1)) {
            node = node.path(name);
        }
        return node.isValueNode() && !node.isNull() ? node.asText() : "";
    }

    /** Whether the body is a form by its media type. */
    static boolean isForm(Headers headers) {
        String type = headers.get("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).trim().startsWith(FORM);
    }

    /** Returns the fields of a form, the last value of each. */
    public static Map<String, String> form(Headers headers, byte[] body) {
        try {
            return isForm(headers) ? last(pairs(body)) : Map.of();
        } catch (IOException e) {
            return Map.of();
        }
    }

    /** Returns the body if it is JSON, else the field {@code payload} of the form. */
    public static String json(Headers headers, byte[] body) {
        String payload = form(headers, body).get("payload");
        return payload == null ? new String(body, StandardCharsets.UTF_8) : payload;
    }

    /** Reads a form as names and values, in their order. */
    static List<Map.Entry<String, String>> pairs(byte[] body) throws IOException {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        String text = new String(body, StandardCharsets.UTF_8);
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (pairs.size() == MOST_FIELDS) {
                throw new IOException("the form has more than " + MOST_FIELDS + " fields");
            }
            int equals = pair.indexOf('=');
            try {
                String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
                String value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                pairs.add(Map.entry(name, value));
            } catch (IllegalArgumentException e) {
                throw new IOException("the form has a wrong percent sign");
            }
        }
        return pairs;
    }

    private static Map<String, String> last(List<Map.Entry<String, String>> pairs) {
        Map<String, String> fields = new LinkedHashMap<>();
        pairs.forEach(pair -> fields.put(pair.getKey(), pair.getValue()));
        return fields;
    }
}
