// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.cassette;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.internal.cassette.Told.Failure;
import dev.bracketwire.internal.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One entry in the file. A body is JSON where that loses nothing of it, else text, else base64. */
final class EntryCodec {
    private EntryCodec() {}

    static ObjectNode write(Entry entry) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        Asked asked = entry.asked;
        ObjectNode request = node.putObject("request").put("method", asked.method());
        request.put("template", asked.template()).put("path", asked.path());
        if (!asked.query().isEmpty()) {
            request.put("query", asked.query());
        }
        headers(request, asked.headers());
        content(request, asked.body());
        Told told = entry.told();
        if (told.failure() != null) {
            node.putObject("failure").put("kind", told.failure().text()).put("sent", told.sent());
            return node;
        }
        ObjectNode reply = node.putObject("reply").put("status", told.status());
        headers(reply, told.headers());
        content(reply, told.body());
        if (!told.whole()) {
            reply.put("incomplete", true);
        }
        return node;
    }

    private static void headers(ObjectNode into, Headers headers) {
        ObjectNode lines = JsonNodeFactory.instance.objectNode();
        headers.forEach((name, value) -> {
            if (lines.has(name)) {
                JsonNode before = lines.get(name);
                if (before.isArray()) {
                    lines.withArray(name).add(value);
                } else {
                    lines.putArray(name).add(before).add(value);
                }
            } else {
                lines.put(name, value);
            }
        });
        if (!lines.isEmpty()) {
            into.set("headers", lines);
        }
    }

    private static void content(ObjectNode into, @Nullable Content content) {
        if (content == null) {
            return;
        }
        JsonNode tree = content.tree();
        if (tree != null && new String(Json.write(tree), UTF_8).equals(content.text())) {
            into.set("json", tree);
        } else if (content.binary()) {
            into.put("base64", Base64.getEncoder().encodeToString(content.bytes()));
        } else {
            into.put("text", content.text());
        }
    }

    static Entry read(JsonNode node) throws Damaged {
        JsonNode request = node.path("request");
        Headers headers = headers(request, ".request");
        Asked asked = new Asked(
                text(request, ".request", "method"),
                request.path("template").asText(""),
                text(request, ".request", "path"),
                request.path("query").asText(""),
                headers,
                content(request, ".request", headers));
        return new Entry(asked, told(node));
    }

    private static Told told(JsonNode node) throws Damaged {
        JsonNode failure = node.path("failure");
        if (failure.isObject()) {
            String kind = text(failure, ".failure", "kind");
            Failure known = Arrays.stream(Failure.values())
                    .filter(value -> value.text().equals(kind))
                    .findFirst()
                    .orElseThrow(() -> new Damaged(".failure.kind, which is none of "
                            + Arrays.stream(Failure.values()).map(Failure::text).collect(Collectors.joining(", "))));
            return Told.failure(known, failure.path("sent").asBoolean());
        }
        JsonNode reply = node.path("reply");
        int status = reply.path("status").asInt();
        if (status < 100 || status > 999) {
            throw new Damaged(".reply.status, which is no status");
        }
        Headers headers = headers(reply, ".reply");
        boolean whole = !reply.path("incomplete").asBoolean();
        return Told.reply(status, headers, content(reply, ".reply", headers), whole);
    }

    private static Headers headers(JsonNode node, String at) throws Damaged {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : node.path("headers").properties()) {
            Iterable<JsonNode> values = header.getValue().isArray() ? header.getValue() : List.of(header.getValue());
            for (JsonNode value : values) {
                if (!value.isTextual()) {
                    throw new Damaged(at + ".headers." + header.getKey() + ", which is no text");
                }
                lines.add(header.getKey());
                lines.add(value.textValue());
            }
        }
        return Headers.received(lines.toArray(new String[0]));
    }

    private static @Nullable Content content(JsonNode node, String at, Headers headers) throws Damaged {
        String type = headers.first("Content-Type").orElse("");
        if (node.has("json")) {
            return Content.of(type, Json.write(node.get("json")));
        }
        if (node.has("text")) {
            return new Content(type, text(node, at, "text"), false);
        }
        if (!node.has("base64")) {
            return null;
        }
        try {
            return Content.of(type, Base64.getDecoder().decode(text(node, at, "base64")));
        } catch (IllegalArgumentException e) {
            throw new Damaged(at + ".base64, which is none");
        }
    }

    private static String text(JsonNode node, String at, String field) throws Damaged {
        JsonNode value = node.path(field);
        if (!value.isTextual()) {
            throw new Damaged(at + "." + field + ", which is no text");
        }
        return value.textValue();
    }

    /** Says where an entry is damaged. */
    static final class Damaged extends Exception {
        private static final long serialVersionUID = 1L;

        Damaged(String place) {
            super(place);
        }
    }
}
