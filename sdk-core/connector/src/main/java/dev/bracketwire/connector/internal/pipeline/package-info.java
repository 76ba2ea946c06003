// SPDX-License-Identifier: Apache-2.0
/**
 * The way of a call, from outside in. {@link dev.bracketwire.connector.internal.pipeline.Pipeline} joins the stages:
 *
 * <pre>
 * telemetry, deadline, cache and single-flight, queue bound, idempotency key,
 *   retry { credential, permit, breaker, slot, attempt timeout, transport },
 *   store, decode
 * </pre>
 *
 * <p>Each {@link dev.bracketwire.connector.internal.pipeline.PipelineStage} is written once for {@code get()} and {@code start()}: it
 * composes futures. Under {@code get()} the transport works on the caller's thread, and
 * {@link dev.bracketwire.connector.internal.pipeline.CallState#await} blocks until what must be waited for is there, so that the
 * same composition runs straight through.
 */
@NullMarked
package dev.bracketwire.connector.internal.pipeline;

import org.jspecify.annotations.NullMarked;
