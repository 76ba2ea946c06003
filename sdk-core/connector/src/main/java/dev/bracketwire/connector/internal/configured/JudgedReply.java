// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.internal.pipeline.ReplyText;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A reply that several rules look at; its body is read once, and not before one asks. */
final class JudgedReply {
    final Reply reply;
    private @Nullable JsonNode tree;

    JudgedReply(Reply reply) {
        this.reply = reply;
    }

    /** The text or number at the pointer, null where there is none. */
    @Nullable
    String text(JsonPointer pointer) {
        JsonNode found = at(pointer);
        return found.isValueNode() && !found.isNull() ? found.asText() : null;
    }

    boolean holds(JsonPointer pointer) {
        JsonNode found = at(pointer);
        return !found.isMissingNode() && !found.isNull();
    }

    private JsonNode at(JsonPointer pointer) {
        JsonNode known = tree;
        if (known == null) {
            known = read(reply);
            tree = known;
        }
        return known.at(pointer);
    }

    private static JsonNode read(Reply reply) {
        if (reply.bytes().length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return ReplyText.tree(reply);
        } catch (UncheckedIOException e) {
            return MissingNode.getInstance(); // what is not JSON fits no condition on a body
        }
    }
}
