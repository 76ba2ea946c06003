// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.webhooks.http.WebReply;
import dev.bracketwire.webhooks.internal.EventFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Describes a sender of webhooks, and the handlers of its events, for {@link WebhooksBuilder#receive}. Immutable: each method
 * returns a changed copy.
 *
 * <pre>{@code
 * IncomingSource source = IncomingSource.of("github", IncomingScheme.github(Secret.env("GITHUB_WEBHOOK_SECRET")))
 *         .on("push", event -> deploy(event.data(Push.class)))
 *         .onInTransaction("pull_request.*", reviews::save);
 * }</pre>
 */
public final class IncomingSource {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,50}");

    /** A handler and the types that it takes. */
    record Handler(
            List<String> filter,
            @Nullable IncomingHandler plain,
            @Nullable TransactionHandler transaction) {}

    private final String name;
    private final IncomingScheme scheme;
    private List<Handler> handlers = List.of();
    private int maxBody = 1024 * 1024;
    private Duration timeout = Duration.ofSeconds(60);
    private int concurrency = 16;
    private RetrySchedule retries = RetrySchedule.standard();
    private @Nullable Function<IncomingEvent, WebReply> replies;
    private @Nullable Function<IncomingEvent, List<String>> subjects;

    private IncomingSource(String name, IncomingScheme scheme) {
        this.name = name;
        this.scheme = scheme;
    }

    /**
     * Returns a source without handlers yet.
     *
     * @param name 1 to 50 small letters, digits and underscores; the queue knows it by this name
     */
    public static IncomingSource of(String name, IncomingScheme scheme) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name must be 1 to 50 small letters, digits and underscores");
        }
        return new IncomingSource(name, Objects.requireNonNull(scheme, "scheme"));
    }

    private IncomingSource with(Consumer<IncomingSource> change) {
        IncomingSource copy = new IncomingSource(name, scheme);
        copy.handlers = handlers;
        copy.maxBody = maxBody;
        copy.timeout = timeout;
        copy.concurrency = concurrency;
        copy.retries = retries;
        copy.replies = replies;
        copy.subjects = subjects;
        change.accept(copy);
        return copy;
    }

    /**
     * Adds a handler of events whose type a filter takes, such as {@code pull_request.*} or {@code *}. An event goes to the
     * first handler that takes it; one that no handler takes is answered, and not stored.
     */
    public IncomingSource on(String filter, IncomingHandler handler) {
        return add(new Handler(EventFilter.checked(filter), Objects.requireNonNull(handler, "handler"), null));
    }

    /** Adds a handler that runs within a transaction, and so takes effect exactly once. */
    public IncomingSource onInTransaction(String filter, TransactionHandler handler) {
        return add(new Handler(EventFilter.checked(filter), null, Objects.requireNonNull(handler, "handler")));
    }

    private IncomingSource add(Handler handler) {
        if (handlers.stream().anyMatch(each -> each.filter.equals(handler.filter))) {
            throw new IllegalArgumentException("there is a handler of " + handler.filter.get(0) + " already");
        }
        List<Handler> more = new ArrayList<>(handlers);
        more.add(handler);
        return with(copy -> copy.handlers = List.copyOf(more));
    }

    /** Sets the most bytes that a body may have, up to 16 MiB; 1 MiB unless set. Longer ones are answered 413. */
    public IncomingSource maxBody(int bytes) {
        if (bytes < 1 || bytes > 16 * 1024 * 1024) {
            throw new IllegalArgumentException("bytes must be between 1 and 16 MiB, not " + bytes);
        }
        return with(copy -> copy.maxBody = bytes);
    }

    /** Sets the time that a handler has for one attempt, up to two minutes; one minute unless set. */
    public IncomingSource timeout(Duration time) {
        SubscriptionOptions.handledBy(name).timeout(time); // refuses the values that a subscription refuses
        return with(copy -> copy.timeout = time);
    }

    /** Sets how many events may be handled at once over all nodes; 16 unless set. */
    public IncomingSource concurrency(int events) {
        SubscriptionOptions.handledBy(name).concurrency(events);
        return with(copy -> copy.concurrency = events);
    }

    /** Sets when an event comes again whose handler failed; see {@link RetrySchedule}. */
    public IncomingSource retries(RetrySchedule schedule) {
        return with(copy -> copy.retries = Objects.requireNonNull(schedule, "schedule"));
    }

    /**
     * Replies to each event by a function, once the event is stored; the scheme's own reply unless set. The function runs on the
     * server's thread while the sender waits. If it throws, the scheme's own reply is sent.
     */
    public IncomingSource replyWith(Function<IncomingEvent, WebReply> reply) {
        return with(copy -> copy.replies = Objects.requireNonNull(reply, "reply"));
    }

    /**
     * Names the people or things that an event is about, by ids of your own, so that {@link Webhooks#erase} finds it. If the
     * function throws, the event is refused with 500.
     */
    public IncomingSource about(Function<IncomingEvent, List<String>> ids) {
        return with(copy -> copy.subjects = Objects.requireNonNull(ids, "ids"));
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    IncomingScheme scheme() {
        return scheme;
    }

    Optional<Handler> handler(String type) {
        return handlers.stream()
                .filter(each -> EventFilter.matches(each.filter, type))
                .findFirst();
    }

    boolean hasHandlers() {
        return !handlers.isEmpty();
    }

    int maxBody() {
        return maxBody;
    }

    /** Returns the name of the subscription, and of its handler, by which the events are queued. */
    String queueName() {
        return "incoming_" + name;
    }

    SubscriptionOptions options() {
        return SubscriptionOptions.handledBy(queueName())
                .types(EventFilter.INCOMING + name)
                .timeout(timeout)
                .concurrency(concurrency)
                .retries(retries)
                .description("events that " + name + " sends");
    }

    @Nullable
    WebReply reply(IncomingEvent event) {
        return replies == null ? null : replies.apply(event);
    }

    List<String> subjects(IncomingEvent event) {
        return subjects == null ? List.of() : subjects.apply(event);
    }

    /** Names the source and its scheme. */
    @Override
    public String toString() {
        return "IncomingSource(" + name + ", " + scheme + ", " + handlers.size() + " handlers)";
    }
}
