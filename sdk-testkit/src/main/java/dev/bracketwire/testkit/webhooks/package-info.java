// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.testkit.webhooks.FakeReceiver} plays an endpoint that receives webhooks, well or badly, and
 * {@link dev.bracketwire.testkit.webhooks.FakeNameService} gives the addresses of its host name, the same or others each time.
 *
 * <pre>{@code
 * try (FakeReceiver receiver = FakeReceiver.start()) {
 *     receiver.on("/hooks").behaves(Behavior.status(503).retryAfter("120"), Behavior.ok());
 *     // point the code under test at receiver.uri("/hooks")
 *     List<ReceivedWebhook> both = receiver.await(2, Duration.ofSeconds(10));
 *     assertThat(both.get(1).id()).isEqualTo(both.get(0).id());
 *     assertThat(both.get(1).verifies(secret)).isTrue();
 * }
 * }</pre>
 *
 * <p>The receiver speaks HTTP over sockets of its own, because it must send bytes that no HTTP server sends. It checks
 * signatures by code of its own, so that a test does not compare the code under test with itself.
 */
@NullMarked
package dev.bracketwire.testkit.webhooks;

import org.jspecify.annotations.NullMarked;
