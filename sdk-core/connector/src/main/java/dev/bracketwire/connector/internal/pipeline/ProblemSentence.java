// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.json.Json;
import dev.bracketwire.internal.text.ForeignText;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the sentence in which an upstream says what is wrong. */
final class ProblemSentence {
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

    private ProblemSentence() {}

    static @Nullable String of(Reply reply) {
        String type = reply.headers().get("Content-Type");
        if (reply.bytes().length == 0 || type == null || !type.contains("json")) {
            return null;
        }
        try {
            JsonNode tree = Json.tree(reply.bytes());
            for (String place : PLACES) {
                JsonNode node = tree.at(place);
                if (node.isTextual() && !node.textValue().isBlank()) {
                    return ForeignText.shown(node.textValue());
                }
            }
            return null;
        } catch (UncheckedIOException e) {
            return null; // an error page that is not the JSON it says it is; the status tells enough
        }
    }
}
