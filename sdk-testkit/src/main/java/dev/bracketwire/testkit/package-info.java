// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.testkit.FakeUpstream} plays the platforms an application calls, over real sockets and with every
 * fault as one method, and {@link dev.bracketwire.testkit.ManualClock} is a clock and scheduler that a test moves by hand.
 *
 * <pre>{@code
 * try (FakeUpstream upstream = FakeUpstream.start()) {
 *     upstream.on("GET", "/players/{id}").answers(
 *             Answer.tooManyRequests().retryAfterSeconds(1), Answer.json("{\"name\":\"Ann\"}"));
 *     // point the code under test at upstream.uri()
 *     upstream.assertReceived("GET", "/players/{id}").times(2);
 * }
 * }</pre>
 *
 * <p>mockwebserver3 accepts, reads and frames; the sockets under it are our own, because it cannot stop after half a head,
 * choose by path whether to read a body, count open connections, or notice that a client left during a stall.
 */
@NullMarked
package dev.bracketwire.testkit;

import org.jspecify.annotations.NullMarked;
