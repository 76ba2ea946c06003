// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.webhooks.Webhooks} publishes events and delivers them to subscribers, by a queue in the
 * application's own database: nothing that was published is lost, and no further server is needed.
 *
 * <pre>{@code
 * try (Webhooks hooks = Webhooks.open(db, keys)) {
 *     Subscription league = hooks.subscribe(
 *                     SubscriptionOptions.to("https://league.example/hooks").types("match.*"))
 *             .get();
 *     SigningSecret secret = hooks.secret(league.id()).get(); // for the receiver
 *     hooks.publish("match.created", match).get();
 * }
 * }</pre>
 *
 * <p>An {@link dev.bracketwire.webhooks.Event} is published, alone or within a transaction of the application.
 * {@link dev.bracketwire.webhooks.SubscriptionOptions} say where events go, which ones, and how fast. A
 * {@link dev.bracketwire.webhooks.Delivery} is the way of one event to one subscription, with its attempts. An
 * {@link dev.bracketwire.webhooks.EventHandler} receives events within this process by the same queue.
 *
 * <p>An {@link dev.bracketwire.webhooks.IncomingSource} receives the webhooks of another program, such as GitHub, by an
 * {@link dev.bracketwire.webhooks.IncomingScheme}: verified, stored by the same queue, then handed to a handler.
 * {@link dev.bracketwire.webhooks.http} connects it to a web server.
 *
 * <p>This module has its own queue. Libraries for jobs and outboxes (db-scheduler, transaction-outbox) have no limits, breaker
 * and order for each endpoint, so with them one receiver that hangs would delay all others.
 *
 * <p>Most methods return a {@link dev.bracketwire.Call}. A method that takes a {@code Connection} returns its result at
 * once, because it belongs to the transaction of its caller. A replay is a {@link dev.bracketwire.Plan}.
 */
@NullMarked
package dev.bracketwire.webhooks;

import org.jspecify.annotations.NullMarked;
