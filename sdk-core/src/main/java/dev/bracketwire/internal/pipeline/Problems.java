// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.connector.Credential;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.json.Json;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the sentence in which an upstream says what is wrong. */
final class Problems {
    private static final int LONGEST = 200;
    private static final List<String> PLACES = List.of(
            "/detail",
            "/message",
            "/error_description",
            "/error/message",
            "/status/message",
            "/errors/0/message",
            "/error_summary",
            "/error",
            "/title");

    private Problems() {}

    static @Nullable String of(Exchange exchange, Reply reply) {
        String type = reply.headers().get("Content-Type");
        if (reply.bytes().length == 0 || type == null || !type.contains("json")) {
            return null;
        }
        try {
            JsonNode tree = Json.tree(reply.bytes());
            for (String place : PLACES) {
                JsonNode node = tree.at(place);
                if (node.isTextual() && !node.textValue().isBlank()) {
                    return shown(exchange, node.textValue());
                }
            }
            return null;
        } catch (UncheckedIOException e) {
            return null; // an error page that is not the JSON it says it is; the status tells enough
        }
    }

    /** On one line, not too long, and without the key that an upstream may repeat when it refuses it. */
    static String shown(Exchange exchange, String text) {
        String[] safe = {text.replaceAll("\\p{Cntrl}+", " ")};
        Credential credential = exchange.credential;
        if (credential != null) {
            credential.headers().forEach((name, value) -> {
                safe[0] = safe[0].replace(value, "***");
                safe[0] = safe[0].replace(value.substring(value.lastIndexOf(' ') + 1), "***");
            });
        }
        return safe[0].length() <= LONGEST ? safe[0] : safe[0].substring(0, LONGEST - 1) + "…";
    }
}
