// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.connector.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A received event as the queue keeps it: its body as text if it is UTF-8, in base64 otherwise.
 *
 * @param source the name of the source
 * @param id the sender's id
 * @param type the sender's type
 * @param headers the headers that are kept
 * @param body the body as it arrived
 */
@SuppressWarnings("ArrayRecordComponent")
public record IncomingEnvelope(String source, String id, String type, Headers headers, byte[] body) {
    /** Writes it as the payload of a message. */
    public byte[] toPayload(Instant receivedAt) {
        ObjectNode envelope = OptionsCodec.MAPPER.createObjectNode();
        envelope.put("type", EventFilter.INCOMING + source);
        envelope.put("timestamp", receivedAt.toString());
        ObjectNode data = envelope.putObject("data");
        data.put("source", source).put("id", id).put("type", type);
        ArrayNode lines = data.putArray("headers");
        headers.forEach((name, value) -> lines.add(name).add(value));
        try {
            data.put(
                    "text",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body))
                            .toString());
        } catch (CharacterCodingException e) {
            data.put("base64", Base64.getEncoder().encodeToString(body));
        }
        return envelope.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads it from the data of a message.
     *
     * @throws dev.bracketwire.StoreException if the data is damaged
     */
    public static IncomingEnvelope read(String message, String json) {
        try {
            JsonNode data = OptionsCodec.MAPPER.readTree(json);
            List<String> lines = new ArrayList<>();
            data.path("headers").forEach(line -> lines.add(line.asText()));
            if (lines.size() % 2 != 0 || !data.path("id").isTextual()) {
                throw new IllegalArgumentException("a field is missing");
            }
            return new IncomingEnvelope(
                    data.path("source").asText(),
                    data.path("id").asText(),
                    data.path("type").asText(),
                    Headers.received(lines.toArray(String[]::new)),
                    data.has("base64")
                            ? Base64.getDecoder().decode(data.path("base64").asText())
                            : data.path("text").asText().getBytes(StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            throw OptionsCodec.damaged("the payload of " + message, e);
        }
    }
}
