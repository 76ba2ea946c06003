// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.webhooks.Delivery;
import dev.bracketwire.webhooks.DeliveryFilter;
import dev.bracketwire.webhooks.Subscription;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows the deliveries of events to webhooks, newest first.
 *
 * @param webhook the webhook; null for all
 * @param type the type of the event; null for all
 * @param state the state; null for all
 * @param since the earliest time at which it was queued, such as {@code 2026-12-05T18:00:00Z}; null for any
 */
@Operation(
        name = "deliveries",
        method = "GET",
        path = "/deliveries",
        summary = "Shows the deliveries to webhooks: which arrived, which wait and which failed.")
public record ShowDeliveries(
        @Nullable String webhook,
        @Nullable String type,
        Delivery.@Nullable State state,
        @Nullable String since) implements Command {
    private static final int MOST = 200;

    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public boolean anyTournament() {
        return true;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        DeliveryFilter filter = DeliveryFilter.all();
        if (webhook != null) {
            filter = filter.subscription(webhook);
        }
        if (type != null) {
            filter = filter.type(type);
        }
        if (state != null) {
            filter = filter.states(state);
        }
        if (since != null) {
            filter = filter.since(time("since", since));
        }
        DeliveryFilter wanted = filter;
        Map<String, Subscription> known = known(run);
        List<DeliveryRow> rows = run
                .webhooks()
                .get(run, hooks -> hooks.deliveries(wanted).toList(MOST + 1))
                .stream()
                .map(delivery -> DeliveryRow.of(delivery, known))
                .toList();
        boolean more = rows.size() > MOST;
        List<DeliveryRow> shown = more ? rows.subList(0, MOST) : rows;
        long failed = shown.stream()
                .filter(row -> row.state == Delivery.State.EXHAUSTED)
                .count();
        return run.done(
                (more ? "The newest " : "") + shown.size() + (shown.size() == 1 ? " delivery, " : " deliveries, ")
                        + failed + " failed",
                new Deliveries(shown, more));
    }

    /** Returns all webhooks by their ids. */
    static Map<String, Subscription> known(CommandRun run) {
        return run.webhooks().get(run, hooks -> hooks.subscriptions()).stream()
                .collect(Collectors.toMap(Subscription::id, Function.identity()));
    }

    /** Returns a time that a person wrote; refuses if it is none. */
    static Instant time(String field, String text) {
        try {
            return Instant.ofEpochMilli(Instant.parse(text.strip()).toEpochMilli());
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new Refusal(Answer.Reason.INVALID, field + " must be a time in UTC, such as 2026-12-05T18:00:00Z.");
        }
    }

    /**
     * Deliveries.
     *
     * @param deliveries the deliveries, newest first
     * @param more whether there are older ones that are not shown
     */
    public record Deliveries(List<DeliveryRow> deliveries, boolean more) {}

    /**
     * A delivery of one event to one webhook.
     *
     * @param id the number
     * @param webhook the id of the webhook
     * @param to the name of the webhook
     * @param message the id of the event, which the receiver sees as {@code webhook-id}
     * @param type the type of the event
     * @param state how far it is
     * @param attempts the number of attempts so far
     * @param status the status of the last reply; null if there was none
     * @param reason why the last attempt failed; empty if it did not
     * @param createdAt the time at which it was queued
     * @param nextAttemptAt the time of the next attempt; null if there is none
     * @param finishedAt the time at which it ended; null if it did not
     */
    public record DeliveryRow(
            long id,
            String webhook,
            String to,
            String message,
            String type,
            Delivery.State state,
            int attempts,
            @Nullable Integer status,
            String reason,
            Instant createdAt,
            @Nullable Instant nextAttemptAt,
            @Nullable Instant finishedAt) {
        static DeliveryRow of(Delivery delivery, Map<String, Subscription> known) {
            Subscription subscription = known.get(delivery.subscriptionId());
            return new DeliveryRow(
                    delivery.id(),
                    delivery.subscriptionId(),
                    subscription == null ? "a removed webhook" : WebhookView.name(subscription),
                    delivery.messageId(),
                    delivery.type(),
                    delivery.state(),
                    delivery.attempts(),
                    delivery.status(),
                    delivery.reason(),
                    delivery.createdAt(),
                    delivery.nextAttemptAt(),
                    delivery.finishedAt());
        }
    }
}
