// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.internal.cassette.RecordedResult.Failure;
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

    static ObjectNode write(CassetteEntry cassetteEntry) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        RecordedRequest recordedRequest = cassetteEntry.recordedRequest;
        ObjectNode request = node.putObject("request").put("method", recordedRequest.method());
        request.put("template", recordedRequest.template()).put("path", recordedRequest.path());
        if (!recordedRequest.query().isEmpty()) {
            request.put("query", recordedRequest.query());
        }
        headers(request, recordedRequest.headers());
        content(request, recordedRequest.body());
        RecordedResult recordedResult = cassetteEntry.told();
        if (recordedResult.failure() != null) {
            node.putObject("failure")
                    .put("kind", recordedResult.failure().text())
                    .put("sent", recordedResult.sent());
            return node;
        }
        ObjectNode reply = node.putObject("reply").put("status", recordedResult.status());
        headers(reply, recordedResult.headers());
        content(reply, recordedResult.body());
        if (!recordedResult.whole()) {
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

    private static void content(ObjectNode into, @Nullable RecordedContent recordedContent) {
        if (recordedContent == null) {
            return;
        }
        JsonNode tree = recordedContent.tree();
        if (tree != null && new String(Json.write(tree), UTF_8).equals(recordedContent.text())) {
            into.set("json", tree);
        } else if (recordedContent.binary()) {
            into.put("base64", Base64.getEncoder().encodeToString(recordedContent.bytes()));
        } else {
            into.put("text", recordedContent.text());
        }
    }

    static CassetteEntry read(JsonNode node) throws Damaged {
        JsonNode request = node.path("request");
        Headers headers = headers(request, ".request");
        RecordedRequest recordedRequest = new RecordedRequest(
                text(request, ".request", "method"),
                request.path("template").asText(""),
                text(request, ".request", "path"),
                request.path("query").asText(""),
                headers,
                content(request, ".request", headers));
        return new CassetteEntry(recordedRequest, told(node));
    }

    private static RecordedResult told(JsonNode node) throws Damaged {
        JsonNode failure = node.path("failure");
        if (failure.isObject()) {
            String kind = text(failure, ".failure", "kind");
            Failure known = Arrays.stream(Failure.values())
                    .filter(value -> value.text().equals(kind))
                    .findFirst()
                    .orElseThrow(() -> new Damaged(".failure.kind, which is none of "
                            + Arrays.stream(Failure.values()).map(Failure::text).collect(Collectors.joining(", "))));
            return RecordedResult.failure(known, failure.path("sent").asBoolean());
        }
        JsonNode reply = node.path("reply");
        int status = reply.path("status").asInt();
        if (status < 100 || status > 999) {
            throw new Damaged(".reply.status, which is no status");
        }
        Headers headers = headers(reply, ".reply");
        boolean whole = !reply.path("incomplete").asBoolean();
        return RecordedResult.reply(status, headers, content(reply, ".reply", headers), whole);
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

    private static @Nullable RecordedContent content(JsonNode node, String at, Headers headers) throws Damaged {
        String type = headers.first("Content-Type").orElse("");
        if (node.has("json")) {
            return RecordedContent.of(type, Json.write(node.get("json")));
        }
        if (node.has("text")) {
            return new RecordedContent(type, text(node, at, "text"), false);
        }
        if (!node.has("base64")) {
            return null;
        }
        try {
            return RecordedContent.of(type, Base64.getDecoder().decode(text(node, at, "base64")));
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
