// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.api.internal;

import dev.bracketwire.Secret;
import dev.bracketwire.webhooks.Delivery;
import dev.bracketwire.webhooks.DeliveryAttempt;
import dev.bracketwire.webhooks.EventMessage;
import dev.bracketwire.webhooks.EventType;
import dev.bracketwire.webhooks.RetrySchedule;
import dev.bracketwire.webhooks.SigningSecret;
import dev.bracketwire.webhooks.Subscription;
import dev.bracketwire.webhooks.SubscriptionOptions;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows subscriptions, deliveries and messages as JSON, and reads the options of a subscription. */
public final class ApiViews {
    /** The fields of options. */
    public static final List<String> OPTIONS = List.of(
            "url",
            "description",
            "types",
            "channels",
            "headers",
            "secretHeaders",
            "rate",
            "concurrency",
            "ordered",
            "passAfter",
            "obeyReceiver",
            "timeoutMs",
            "retriesMs",
            "secret");

    private ApiViews() {}

    /** Returns options with the fields of a body. */
    public static SubscriptionOptions options(SubscriptionOptions before, ApiBody body) {
        SubscriptionOptions options = before;
        if (body.has("url")) {
            options = options.url(uri(body.requiredText("url")));
        }
        if (body.has("description")) {
            options = options.description(body.requiredText("description"));
        }
        if (body.has("types")) {
            options = options.types(body.texts("types"));
        }
        if (body.has("channels")) {
            options = options.channels(body.texts("channels"));
        }
        options = headers(options, body);
        if (body.has("rate")) {
            options = options.rate(body.number("rate"));
        }
        if (body.has("concurrency")) {
            options = options.concurrency(body.whole("concurrency"));
        }
        if (body.has("ordered") || body.has("passAfter")) {
            boolean ordered = body.has("ordered") ? body.flag("ordered") : options.isOrdered();
            int passAfter = body.has("passAfter") ? body.whole("passAfter") : options.passAfter();
            options = !ordered
                    ? options.unordered()
                    : passAfter > 0 ? options.orderedUntil(passAfter) : options.ordered();
        }
        if (body.has("obeyReceiver")) {
            options = options.obeyReceiver(body.flag("obeyReceiver"));
        }
        if (body.has("timeoutMs")) {
            options = options.timeout(Duration.ofMillis(body.whole("timeoutMs")));
        }
        if (body.has("retriesMs")) {
            options = options.retries(new RetrySchedule(
                    body.wholes("retriesMs").stream().map(Duration::ofMillis).toList()));
        }
        return body.has("secret") ? options.secret(SigningSecret.parse(body.requiredText("secret"))) : options;
    }

    private static SubscriptionOptions headers(SubscriptionOptions before, ApiBody body) {
        SubscriptionOptions options = before;
        if (body.has("headers")) {
            for (String name : before.headers().keySet()) {
                options = options.withoutHeader(name);
            }
            for (Map.Entry<String, String> each : body.textsByName("headers").entrySet()) {
                options = options.header(each.getKey(), each.getValue());
            }
        }
        if (body.has("secretHeaders")) {
            for (String name : before.secretHeaders().keySet()) {
                options = options.withoutHeader(name);
            }
            for (Map.Entry<String, String> each :
                    body.textsByName("secretHeaders").entrySet()) {
                options = options.secretHeader(each.getKey(), Secret.of(each.getValue()));
            }
        }
        return options;
    }

    /** Reads a URL. */
    public static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new ApiFailure(422, "url must be an absolute URL");
        }
    }

    /** Shows a subscription, without secrets. */
    public static Map<String, Object> subscription(Subscription subscription) {
        SubscriptionOptions options = subscription.options();
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", subscription.id());
        put(view, "url", options.url());
        put(view, "handler", options.handler());
        view.put("description", options.description());
        view.put("types", options.types());
        view.put("channels", options.channels());
        view.put("headers", options.headers());
        view.put("rate", options.rate());
        view.put("concurrency", options.concurrency());
        view.put("ordered", options.isOrdered());
        view.put("passAfter", options.passAfter());
        view.put("obeyReceiver", options.obeysReceiver());
        view.put("timeoutMs", options.timeout().toMillis());
        view.put(
                "retriesMs",
                options.retries().waits().stream().map(Duration::toMillis).toList());
        view.put("state", subscription.state().name());
        view.put("reason", subscription.reason());
        view.put("failures", subscription.failures());
        view.put("createdAt", subscription.createdAt().toString());
        put(view, "failingSince", subscription.failingSince());
        put(view, "heldUntil", subscription.heldUntil());
        return view;
    }

    /** Shows a delivery. */
    public static Map<String, Object> delivery(Delivery delivery) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", delivery.id());
        view.put("message", delivery.messageId());
        view.put("subscription", delivery.subscriptionId());
        view.put("type", delivery.type());
        view.put("state", delivery.state().name());
        view.put("attempts", delivery.attempts());
        put(view, "status", delivery.status());
        view.put("reason", delivery.reason());
        view.put("createdAt", delivery.createdAt().toString());
        put(view, "nextAttemptAt", delivery.nextAttemptAt());
        put(view, "finishedAt", delivery.finishedAt());
        return view;
    }

    /** Shows an attempt. */
    public static Map<String, Object> attempt(DeliveryAttempt attempt) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("number", attempt.number());
        view.put("at", attempt.at().toString());
        view.put("tookMs", attempt.took().toMillis());
        view.put("succeeded", attempt.succeeded());
        put(view, "status", attempt.status());
        view.put("error", attempt.error());
        view.put("url", attempt.url());
        view.put("requestHeaders", attempt.requestHeaders());
        view.put("replyHeaders", attempt.replyHeaders());
        view.put("replyBody", attempt.replyBody());
        return view;
    }

    /** Shows a message with its deliveries. */
    public static Map<String, Object> message(EventMessage message) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("id", message.id());
        view.put("type", message.type());
        view.put("publishedAt", message.publishedAt().toString());
        view.put("payload", message.payload());
        view.put(
                "deliveries",
                message.deliveries().stream().map(ApiViews::delivery).toList());
        return view;
    }

    /** Shows a type of events. */
    public static Map<String, Object> type(EventType type) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", type.name());
        view.put("description", type.description());
        put(view, "jsonSchema", type.jsonSchema());
        return view;
    }

    private static void put(Map<String, Object> view, String name, @Nullable Object value) {
        if (value != null) {
            view.put(name, value instanceof Integer ? value : value.toString());
        }
    }
}
