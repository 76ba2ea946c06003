// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the requests of {@code spreadsheets.batchUpdate} in order; the first that fails fails them all. */
final class FakeStructure {
    /** Accepted, and without an effect on anything that the fake shows. */
    private static final Set<String> COSMETIC =
            Set.of("updateBorders", "updateConditionalFormatRule", "deleteConditionalFormatRule");

    private static final List<Part> PARTS = List.of(
            FakeSheetRequests::apply,
            FakeDimensionRequests::apply,
            FakeCellRequests::apply,
            FakeBlockRequests::apply,
            FakeAreaRequests::apply,
            FakeMetadataRequests::apply);

    private FakeStructure() {}

    /** Runs the requests of its kind; null for another's, an empty object where Google answers nothing. */
    interface Part {
        @Nullable
        ObjectNode apply(String name, JsonNode request, FakeEdit edit);
    }

    /** Is thrown for a request that Google knows and the fake does not. */
    static final class Unplayed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unplayed(String name) {
            super("FakeSheets does not play the request \"" + name + "\"", null, false, false);
        }
    }

    static ArrayNode apply(JsonNode requests, FakeEdit edit) {
        if (requests.isEmpty()) {
            throw FakeGoogleError.invalid("Must specify at least one request.");
        }
        ArrayNode replies = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < requests.size(); i++) {
            JsonNode request = requests.get(i);
            if (request.size() != 1) {
                throw FakeGoogleError.invalid("Invalid requests[" + i + "]: No request set.");
            }
            String name = request.fieldNames().next();
            ObjectNode reply = JsonNodeFactory.instance.objectNode();
            try {
                ObjectNode content = apply(name, request.path(name), edit);
                if (!content.isEmpty()) {
                    reply.set(name, content);
                }
            } catch (FakeGoogleError e) {
                throw e.at("requests[" + i + "]." + name);
            }
            replies.add(reply);
        }
        return replies;
    }

    private static ObjectNode apply(String name, JsonNode request, FakeEdit edit) {
        for (Part part : PARTS) {
            ObjectNode reply = part.apply(name, request, edit);
            if (reply != null) {
                return reply;
            }
        }
        if (!COSMETIC.contains(name)) {
            throw new Unplayed(name);
        }
        return JsonNodeFactory.instance.objectNode();
    }
}
