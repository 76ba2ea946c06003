// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.StoreException;
import dev.bracketwire.webhooks.RetrySchedule;
import dev.bracketwire.webhooks.SubscriptionOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes options and headers as JSON, and reads them again. Read options pass the same checks as those of a caller. */
final class OptionsCodec {
    static final ObjectMapper MAPPER = new ObjectMapper();

    private OptionsCodec() {}

    /** Writes options without their secrets. */
    static String write(SubscriptionOptions options) {
        ObjectNode node = MAPPER.createObjectNode();
        URI url = options.url();
        node.put("url", url == null ? null : url.toString());
        node.put("handler", options.handler());
        node.put("description", options.description());
        add(node.putArray("types"), options.types());
        add(node.putArray("channels"), options.channels());
        ObjectNode headers = node.putObject("headers");
        options.headers().forEach(headers::put);
        node.put("rate", options.rate());
        node.put("concurrency", options.concurrency());
        node.put("ordered", options.isOrdered());
        node.put("passAfter", options.passAfter());
        node.put("obeyReceiver", options.obeysReceiver());
        node.put("timeoutMs", options.timeout().toMillis());
        ArrayNode waits = node.putArray("retryMs");
        options.retries().waits().forEach(wait -> waits.add(wait.toMillis()));
        return node.toString();
    }

    private static void add(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    /**
     * Reads options.
     *
     * @throws StoreException if the row is damaged
     */
    static SubscriptionOptions read(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            String handler = text(node, "handler");
            SubscriptionOptions options = handler == null
                    ? SubscriptionOptions.to(URI.create(String.valueOf(text(node, "url"))))
                    : SubscriptionOptions.handledBy(handler);
            options = options.description(node.path("description").asText())
                    .types(texts(node, "types"))
                    .channels(texts(node, "channels"))
                    .rate(node.path("rate").asDouble())
                    .concurrency(node.path("concurrency").asInt(1))
                    .obeyReceiver(node.path("obeyReceiver").asBoolean())
                    .timeout(Duration.ofMillis(node.path("timeoutMs").asLong()))
                    .retries(retries(node.path("retryMs")));
            for (Map.Entry<String, JsonNode> header : node.path("headers").properties()) {
                options = options.header(header.getKey(), header.getValue().asText());
            }
            int passAfter = node.path("passAfter").asInt();
            if (node.path("ordered").asBoolean()) {
                options = passAfter > 0 ? options.orderedUntil(passAfter) : options.ordered();
            }
            return options;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw damaged("the options of a subscription", e);
        }
    }

    static StoreException damaged(String what, Exception cause) {
        return new StoreException(
                StoreException.Reason.DAMAGED, what + " in the database cannot be read: " + cause.getMessage(), cause);
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isTextual() ? value.asText() : null;
    }

    private static String[] texts(JsonNode node, String name) {
        List<String> texts = new ArrayList<>();
        node.path(name).forEach(each -> texts.add(each.asText()));
        return texts.toArray(String[]::new);
    }

    private static RetrySchedule retries(JsonNode waits) {
        List<Duration> read = new ArrayList<>();
        waits.forEach(wait -> read.add(Duration.ofMillis(wait.asLong())));
        return new RetrySchedule(read);
    }

    /** Writes headers. */
    static String headers(Map<String, String> headers) {
        ObjectNode node = MAPPER.createObjectNode();
        headers.forEach(node::put);
        return node.toString();
    }

    /** Reads headers. */
    static Map<String, String> headers(String text) {
        try {
            Map<String, String> headers = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> header : MAPPER.readTree(text).properties()) {
                headers.put(header.getKey(), header.getValue().asText());
            }
            return headers;
        } catch (JsonProcessingException e) {
            throw damaged("the headers of an attempt", e);
        }
    }
}
