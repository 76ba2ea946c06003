// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.bracketwire.CallException;
import dev.bracketwire.CallThreads;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.DirectClient;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.store.SealedColumn;
import dev.bracketwire.webhooks.DeliveryAttempt;
import dev.bracketwire.webhooks.EventHandler;
import dev.bracketwire.webhooks.HandledEvent;
import dev.bracketwire.webhooks.SigningSecret;
import dev.bracketwire.webhooks.SubscriptionOptions;
import dev.bracketwire.webhooks.internal.AttemptResult.Verdict;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes one attempt on the calling thread: signs the message and posts it, or hands it to a handler. */
public final class DeliverySender {
    private static final int LONGEST_REPLY = 16 * 1024;
    private static final int LONGEST_ERROR = 300;
    private static final int MOST_REPLY_HEADERS = 50;

    private final CallThreads threads;
    private final DirectClient client;
    private final SealedColumn sealedColumn;
    private final Map<String, EventHandler> handlers;
    private final String userAgent;
    private final Map<String, Opened> opened = new ConcurrentHashMap<>();

    /** Sends by this client, and hands events to these handlers. */
    public DeliverySender(
            CallThreads threads,
            DirectClient client,
            SealedColumn sealedColumn,
            Map<String, EventHandler> handlers,
            String userAgent) {
        this.threads = threads;
        this.client = client;
        this.sealedColumn = sealedColumn;
        this.handlers = Map.copyOf(handlers);
        this.userAgent = userAgent;
    }

    private record Opened(long version, SubscriptionSecrets secrets) {}

    /** Returns the secrets of a subscription. */
    public SubscriptionSecrets secrets(StoredSubscription subscription) {
        Opened known = opened.get(subscription.id());
        if (known != null && known.version == subscription.version()) {
            return known.secrets;
        }
        String json = sealedColumn.open(subscription.id(), subscription.sealed());
        SubscriptionSecrets secrets =
                json == null ? new SubscriptionSecrets(List.of(), Map.of()) : SubscriptionSecrets.of(json);
        opened.put(subscription.id(), new Opened(subscription.version(), secrets));
        return secrets;
    }

    /** Forgets the secrets of a subscription. */
    void forget(String subscription) {
        opened.remove(subscription);
    }

    /** Makes an attempt. */
    AttemptResult attempt(ClaimedDelivery claimed) {
        Instant at = threads.dates().instant();
        long began = threads.nanos().getAsLong();
        Attempt attempt = new Attempt(claimed, at, began);
        try {
            return claimed.subscription().options().handler() == null ? attempt.post() : attempt.handle();
        } catch (RuntimeException | Error e) { // an Error too is a handler's failure
            return attempt.failed(e);
        }
    }

    /** Returns the result of an attempt that was not begun. */
    AttemptResult notSent(ClaimedDelivery claimed) {
        Attempt attempt =
                new Attempt(claimed, threads.dates().instant(), threads.nanos().getAsLong());
        return new AttemptResult(attempt.log("not sent", null), Verdict.INTERRUPTED, null, false);
    }

    /** Returns the headers of a request that is sent at this time, with their secrets. */
    public Map<String, String> headers(
            StoredSubscription subscription,
            String messageId,
            byte[] payload,
            @Nullable String traceParent,
            Instant at) {
        SubscriptionSecrets secrets = secrets(subscription);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", userAgent);
        subscription.options().headers().forEach((name, value) -> put(headers, name, value));
        secrets.headers().forEach((name, value) -> put(headers, name, value));
        headers.put("webhook-id", messageId);
        headers.put("webhook-timestamp", Long.toString(at.getEpochSecond()));
        List<SigningSecret> keys = secrets.at(at.toEpochMilli());
        headers.put("webhook-signature", StandardSignature.header(keys, messageId, at.getEpochSecond(), payload));
        if (traceParent != null) {
            headers.put("traceparent", traceParent);
        }
        return headers;
    }

    private static void put(Map<String, String> headers, String name, String value) {
        headers.keySet().removeIf(name::equalsIgnoreCase);
        headers.put(name, value);
    }

    private final class Attempt {
        private final ClaimedDelivery claimed;
        private final SubscriptionOptions options;
        private final Instant at;
        private final long began;
        private Map<String, String> shown = Map.of();

        Attempt(ClaimedDelivery claimed, Instant at, long began) {
            this.claimed = claimed;
            this.options = claimed.subscription().options();
            this.at = at;
            this.began = began;
        }

        AttemptResult post() {
            Map<String, String> headers = headers(
                    claimed.subscription(),
                    claimed.message().id(),
                    claimed.message().payload(),
                    claimed.message().traceParent(),
                    at);
            shown = shown(headers, secrets(claimed.subscription()));
            String[] lines = new String[headers.size() * 2];
            int i = 0;
            for (Map.Entry<String, String> header : headers.entrySet()) {
                lines[i++] = header.getKey();
                lines[i++] = header.getValue();
            }
            URI url = options.url();
            if (url == null) {
                throw new IllegalStateException("a subscription without handler has a URL");
            }
            Reply reply = client.send(
                            "POST",
                            url,
                            Headers.of(lines),
                            Body.bytes("application/json", claimed.message().payload()))
                    .within(options.timeout())
                    .get();
            ReplyVerdict verdict = ReplyVerdict.of(
                    reply, options.obeysReceiver(), threads.dates().instant());
            return new AttemptResult(
                    log(verdict.error(), reply), verdict.verdict(), verdict.retryAfter(), verdict.overloaded());
        }

        AttemptResult handle() {
            String name = String.valueOf(options.handler());
            EventHandler handler = handlers.get(name);
            if (handler == null) {
                throw new IllegalStateException("no handler " + name + " in this process");
            }
            HandledEvent event = handled();
            threads.call("handling of " + claimed.message().type() + " by " + name, run -> {
                        handler.handle(event);
                        return true;
                    })
                    .within(options.timeout())
                    .get();
            return new AttemptResult(log("", null), Verdict.DELIVERED, null, false);
        }

        private HandledEvent handled() {
            try {
                var envelope = OptionsCodec.MAPPER.readTree(claimed.message().payload());
                return new HandledEvent(
                        claimed.message().id(),
                        claimed.message().type(),
                        Instant.parse(envelope.path("timestamp").asText()),
                        claimed.attempt(),
                        envelope.path("data").toString());
            } catch (JsonProcessingException e) {
                throw OptionsCodec.damaged("the payload of " + claimed.message().id(), e);
            } catch (java.io.IOException e) {
                throw new IllegalStateException("bytes can be read", e);
            }
        }

        AttemptResult failed(Throwable e) {
            boolean late = e instanceof DeadlineException;
            Verdict verdict = e instanceof CancelledException
                    ? Verdict.INTERRUPTED
                    : BlockedAddressException.in(e).isPresent() ? Verdict.BLOCKED : Verdict.FAILED;
            String error = late
                    ? (options.handler() == null ? "no complete reply within " : "the handler did not end within ")
                            + options.timeout().toMillis() + " ms"
                    : reason(e);
            return new AttemptResult(log(error, null), verdict, null, late);
        }

        private String reason(Throwable e) {
            Throwable shownCause = e instanceof CallException && e.getCause() != null ? e.getCause() : e;
            String text = options.handler() == null
                    ? String.valueOf(shownCause.getMessage() == null ? shownCause : shownCause.getMessage())
                    : shownCause.toString();
            return text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) : text;
        }

        private DeliveryAttempt log(String error, @Nullable Reply reply) {
            Map<String, String> replyHeaders = new LinkedHashMap<>();
            String body = "";
            if (reply != null) {
                reply.headers().forEach((name, value) -> {
                    if (replyHeaders.size() < MOST_REPLY_HEADERS && !isCredential(name)) {
                        replyHeaders.put(clean(name), clean(value));
                    }
                });
                byte[] bytes = reply.bytes();
                body = clean(new String(bytes, 0, Math.min(bytes.length, LONGEST_REPLY), StandardCharsets.UTF_8));
            }
            URI url = options.url();
            return new DeliveryAttempt(
                    claimed.id(),
                    claimed.attempt(),
                    at,
                    Duration.ofNanos(threads.nanos().getAsLong() - began),
                    error.isEmpty(),
                    reply == null ? null : reply.status(),
                    clean(wellFormed(error)),
                    url == null ? String.valueOf(options.handler()) : url.toString(),
                    shown,
                    replyHeaders,
                    body);
        }

        private Map<String, String> shown(Map<String, String> headers, SubscriptionSecrets secrets) {
            Map<String, String> copy = new LinkedHashMap<>(headers);
            secrets.headers().keySet().forEach(name -> copy.computeIfPresent(name, (key, value) -> "(secret)"));
            List<String> versions = new ArrayList<>();
            for (String signature :
                    headers.getOrDefault("webhook-signature", "").split(" ", -1)) {
                versions.add(signature.substring(0, Math.max(0, signature.indexOf(',') + 1)) + "(secret)");
            }
            copy.put("webhook-signature", String.join(" ", versions));
            copy.replaceAll((name, value) -> isCredential(name) ? "(secret)" : value);
            return copy;
        }
    }

    private static boolean isCredential(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.of("cookie", "authorization", "token", "api-key", "apikey", "secret", "password")
                .anyMatch(lower::contains);
    }

    /** Replaces lone surrogates, which have no bytes in UTF-8. */
    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** Removes NUL, which PostgreSQL cannot keep in text. */
    private static String clean(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }
}
