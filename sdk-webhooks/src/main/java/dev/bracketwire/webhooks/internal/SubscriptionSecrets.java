// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.webhooks.SigningSecret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The secrets of one subscription, as they are sealed.
 *
 * @param keys the signing secrets, the newest first
 * @param headers the secret headers
 */
public record SubscriptionSecrets(List<Key> keys, Map<String, String> headers) {
    /**
     * A signing secret.
     *
     * @param secret the secret
     * @param until the time in milliseconds up to which it signs; {@link Long#MAX_VALUE} for no end
     */
    public record Key(SigningSecret secret, long until) {}

    /** Returns the secrets that sign at this time. */
    public List<SigningSecret> at(long millis) {
        return keys.stream()
                .filter(key -> millis < key.until())
                .map(Key::secret)
                .toList();
    }

    /** Writes them as JSON, to be sealed. */
    public String toJson() {
        ObjectNode node = OptionsCodec.MAPPER.createObjectNode();
        ArrayNode array = node.putArray("keys");
        for (Key key : keys) {
            array.addObject().put("secret", key.secret().reveal()).put("until", key.until());
        }
        ObjectNode names = node.putObject("headers");
        headers.forEach(names::put);
        return node.toString();
    }

    /**
     * Reads them.
     *
     * @throws dev.bracketwire.StoreException if they are damaged
     */
    public static SubscriptionSecrets of(String json) {
        try {
            JsonNode node = OptionsCodec.MAPPER.readTree(json);
            List<Key> keys = new ArrayList<>();
            for (JsonNode key : node.path("keys")) {
                keys.add(new Key(
                        SigningSecret.parse(key.path("secret").asText()),
                        key.path("until").asLong()));
            }
            Map<String, String> headers = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> header : node.path("headers").properties()) {
                HeaderRules.check(header.getKey(), header.getValue().asText());
                headers.put(header.getKey(), header.getValue().asText());
            }
            return new SubscriptionSecrets(keys, headers);
        } catch (JsonProcessingException e) {
            throw OptionsCodec.damaged("the secrets of a subscription", new IllegalArgumentException("no JSON"));
        } catch (IllegalArgumentException e) {
            throw OptionsCodec.damaged("the secrets of a subscription", e);
        }
    }

    /** Hides the secrets. */
    @Override
    public String toString() {
        return "SubscriptionSecrets(" + keys.size() + " keys, headers " + headers.keySet() + ")";
    }
}
