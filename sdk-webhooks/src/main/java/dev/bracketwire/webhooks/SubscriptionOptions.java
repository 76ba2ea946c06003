// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.Secret;
import dev.bracketwire.webhooks.internal.EventFilter;
import dev.bracketwire.webhooks.internal.HeaderRules;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says where events go, which ones, and how. Instances are immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * SubscriptionOptions options = SubscriptionOptions.to("https://league.example/hooks")
 *         .types("match.*", "checkin.opened")
 *         .rate(5)
 *         .ordered();
 * }</pre>
 */
public final class SubscriptionOptions {
    private @Nullable URI url;
    private @Nullable String handler;
    private String description = "";
    private List<String> types = List.of("*");
    private List<String> channels = List.of();
    private Map<String, String> headers = Map.of();
    private Map<String, Secret> secretHeaders = Map.of();
    private @Nullable SigningSecret secret;
    private double rate;
    private int concurrency = 5;
    private boolean ordered;
    private int passAfter;
    private boolean obeyReceiver;
    private Duration timeout = Duration.ofSeconds(20);
    private RetrySchedule retries = RetrySchedule.standard();

    private SubscriptionOptions() {}

    private SubscriptionOptions with(Consumer<SubscriptionOptions> change) {
        SubscriptionOptions copy = new SubscriptionOptions();
        copy.url = url;
        copy.handler = handler;
        copy.description = description;
        copy.types = types;
        copy.channels = channels;
        copy.headers = headers;
        copy.secretHeaders = secretHeaders;
        copy.secret = secret;
        copy.rate = rate;
        copy.concurrency = concurrency;
        copy.ordered = ordered;
        copy.passAfter = passAfter;
        copy.obeyReceiver = obeyReceiver;
        copy.timeout = timeout;
        copy.retries = retries;
        change.accept(copy);
        return copy;
    }

    /**
     * Returns options that send all events to this URL. The URL is checked when the subscription is made: HTTPS to a public
     * address, unless the client was built otherwise.
     */
    public static SubscriptionOptions to(String url) {
        return to(URI.create(url));
    }

    /** Returns options that send all events to this URL. */
    public static SubscriptionOptions to(URI url) {
        Objects.requireNonNull(url, "url");
        return new SubscriptionOptions().with(copy -> copy.url = url);
    }

    /**
     * Returns options that hand all events to an {@link EventHandler} of this name; see
     * {@link WebhooksBuilder#handler}.
     */
    public static SubscriptionOptions handledBy(String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("name must be 1 to 64 letters, digits, dashes and underscores");
        }
        return new SubscriptionOptions().with(copy -> copy.handler = name);
    }

    /** Returns the options with another URL. */
    public SubscriptionOptions url(URI other) {
        Objects.requireNonNull(other, "other");
        if (handler != null) {
            throw new IllegalStateException("a subscription of a handler has no URL");
        }
        return with(copy -> copy.url = other);
    }

    /** Returns the options with a sentence about the purpose of the subscription. */
    public SubscriptionOptions description(String text) {
        if (text.length() > 1000 || !Event.isWellFormed(text)) {
            throw new IllegalArgumentException("text must be at most 1000 characters without lone surrogates");
        }
        return with(copy -> copy.description = text);
    }

    /**
     * Returns the options with the event types to send. A star at the end stands for one or more words
     * ({@code match.*}), one between dots for exactly one word ({@code *.created}); {@code *} alone, the default, takes
     * every type except this module's own, which begin with {@code webhooks.} and must be named so.
     */
    public SubscriptionOptions types(String... filters) {
        return with(copy -> copy.types = EventFilter.checked(filters));
    }

    /** Returns the options with channels: only events in at least one of them are sent. */
    public SubscriptionOptions channels(String... names) {
        for (String name : names) {
            Event.checked("channel", name);
        }
        return with(copy -> copy.channels = List.of(names));
    }

    /**
     * Returns the options with a header that each request carries.
     *
     * @throws IllegalArgumentException if the header is one that the delivery sets itself, or cannot be sent
     */
    public SubscriptionOptions header(String name, String value) {
        HeaderRules.check(name, value);
        return with(copy -> copy.headers = and(headers, name, value));
    }

    /** Returns the options with a header whose value is kept encrypted and never shown. */
    public SubscriptionOptions secretHeader(String name, Secret value) {
        HeaderRules.check(name, value.reveal());
        return with(copy -> copy.secretHeaders = and(secretHeaders, name, value));
    }

    /** Returns the options without this header. */
    public SubscriptionOptions withoutHeader(String name) {
        return with(copy -> {
            copy.headers = without(headers, name);
            copy.secretHeaders = without(secretHeaders, name);
        });
    }

    /**
     * Returns the options with a secret of your own. Unless set, a new subscription gets an HMAC secret of 32 random bytes.
     * It counts only when a subscription is made: later, use {@link Webhooks#rotateSecret}.
     */
    public SubscriptionOptions secret(SigningSecret own) {
        Objects.requireNonNull(own, "own");
        return with(copy -> copy.secret = own);
    }

    /** Returns the options with a limit of attempts a second, over all nodes; 0 for none. A burst of one second is allowed. */
    public SubscriptionOptions rate(double perSecond) {
        if (!(perSecond >= 0) || perSecond > 100_000) {
            throw new IllegalArgumentException("perSecond must be between 0 and 100000, not " + perSecond);
        }
        return with(copy -> copy.rate = perSecond);
    }

    /** Returns the options with a limit of requests under way at once, over all nodes; five unless set. */
    public SubscriptionOptions concurrency(int atOnce) {
        if (atOnce < 1 || atOnce > 1000) {
            throw new IllegalArgumentException("atOnce must be between 1 and 1000, not " + atOnce);
        }
        return with(copy -> copy.concurrency = atOnce);
    }

    /**
     * Returns the options with order: events of one {@link Event#orderKey} are delivered one after the other in the order in
     * which they were published, also over several nodes. While one of them waits for a retry, later ones with its key
     * wait too, until it is delivered or exhausted. Events without a key are not ordered.
     */
    public SubscriptionOptions ordered() {
        return with(copy -> {
            copy.ordered = true;
            copy.passAfter = 0;
        });
    }

    /**
     * Returns the options with order as {@link #ordered()}, except that later events pass one that failed this often. It
     * is still retried, out of order.
     */
    public SubscriptionOptions orderedUntil(int failedAttempts) {
        if (failedAttempts < 1) {
            throw new IllegalArgumentException("failedAttempts must be at least 1, not " + failedAttempts);
        }
        return with(copy -> {
            copy.ordered = true;
            copy.passAfter = failedAttempts;
        });
    }

    /** Returns the options without order. */
    public SubscriptionOptions unordered() {
        return with(copy -> copy.ordered = false);
    }

    /**
     * Returns the options with obedience to the receiver's reply header {@code webhook-delivery}: {@code abort-message} ends
     * the retries of the message, {@code disable} disables the subscription. Off unless set.
     */
    public SubscriptionOptions obeyReceiver(boolean obey) {
        return with(copy -> copy.obeyReceiver = obey);
    }

    /** Returns the options with the time for one attempt, from 1 ms to 2 minutes; 20 seconds unless set. */
    public SubscriptionOptions timeout(Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(Duration.ofMinutes(2)) > 0) {
            throw new IllegalArgumentException("time must be between 1 ms and 2 minutes, not " + time);
        }
        return with(copy -> copy.timeout = time);
    }

    /** Returns the options with another retry schedule; {@link RetrySchedule#standard()} unless set. */
    public SubscriptionOptions retries(RetrySchedule schedule) {
        Objects.requireNonNull(schedule, "schedule");
        return with(copy -> copy.retries = schedule);
    }

    /** Returns the URL; null if events go to a handler. */
    public @Nullable URI url() {
        return url;
    }

    /** Returns the name of the handler; null if events go to a URL. */
    public @Nullable String handler() {
        return handler;
    }

    /** Returns the description. */
    public String description() {
        return description;
    }

    /** Returns the filters of types. */
    public List<String> types() {
        return types;
    }

    /** Returns the channels; empty for all. */
    public List<String> channels() {
        return channels;
    }

    /** Returns the headers whose values may be shown. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Returns the headers whose values are secret. */
    public Map<String, Secret> secretHeaders() {
        return secretHeaders;
    }

    @Nullable
    SigningSecret ownSecret() {
        return secret;
    }

    /** Returns the limit of attempts a second; 0 for none. */
    public double rate() {
        return rate;
    }

    /** Returns the limit of requests under way at once. */
    public int concurrency() {
        return concurrency;
    }

    /** Whether events of one key are delivered in order. */
    public boolean isOrdered() {
        return ordered;
    }

    /** Returns after how many failed attempts later events pass one; 0 for never. */
    public int passAfter() {
        return passAfter;
    }

    /** Whether the reply header {@code webhook-delivery} is obeyed. */
    public boolean obeysReceiver() {
        return obeyReceiver;
    }

    /** Returns the time for one attempt. */
    public Duration timeout() {
        return timeout;
    }

    /** Returns the retry schedule. */
    public RetrySchedule retries() {
        return retries;
    }

    private static <V> Map<String, V> and(Map<String, V> before, String name, V value) {
        Map<String, V> after = new LinkedHashMap<>(without(before, name));
        after.put(name, value);
        if (after.size() > 50) {
            throw new IllegalArgumentException("at most 50 headers");
        }
        return java.util.Collections.unmodifiableMap(after);
    }

    private static <V> Map<String, V> without(Map<String, V> before, String name) {
        Map<String, V> after = new LinkedHashMap<>(before);
        after.keySet().removeIf(name::equalsIgnoreCase);
        return java.util.Collections.unmodifiableMap(after);
    }

    /** Names the receiver and the types, not the headers. */
    @Override
    public String toString() {
        return "SubscriptionOptions(" + (handler == null ? url : handler) + " " + types + ")";
    }
}
