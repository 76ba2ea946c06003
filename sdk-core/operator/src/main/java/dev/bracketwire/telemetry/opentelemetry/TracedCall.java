// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.telemetry.opentelemetry;

import dev.bracketwire.connector.CallListener;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;

/** Hears of one call that is traced. */
final class TracedCall implements CallListener {
    private final OpenTelemetryBridge bridge;
    private final Tracer tracer;
    private final Span span;

    TracedCall(OpenTelemetryBridge bridge, Tracer tracer, Span span) {
        this.bridge = bridge;
        this.tracer = tracer;
        this.span = span;
    }

    @Override
    public void attempted(Attempt attempt) {
        bridge.attempted(attempt);
        Instant end = Instant.now();
        Span own = tracer.spanBuilder(bridge.described(attempt.operation()).name())
                .setParent(Context.root().with(span))
                .setSpanKind(SpanKind.CLIENT)
                .setStartTimestamp(end.minus(attempt.took()))
                .setAllAttributes(bridge.described(attempt.operation()).attempted(attempt))
                .startSpan();
        if (attempt.number() > 1) {
            own.setAttribute(AttributeKeys.RESENT, attempt.number() - 1);
        }
        if (attempt.failure() != null || attempt.status() >= 400) {
            own.setStatus(StatusCode.ERROR, attempt.outcome());
        }
        own.end(end);
    }

    @Override
    public void finished(Finished call) {
        bridge.finished(call);
        span.setAllAttributes(bridge.described(call.operation()).finished(call));
        span.setAttribute(AttributeKeys.ATTEMPTS, call.attempts());
        if (call.failed()) {
            span.setStatus(StatusCode.ERROR, call.outcome());
        }
        span.end();
    }
}
