// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Reply;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners and the log of calls and attempts, without a path argument, a query or a credential. */
final class Telemetry {
    private static final Logger LOG = LoggerFactory.getLogger("dev.bracketwire.calls");

    private final List<CallListener> listeners;

    Telemetry(List<CallListener> listeners) {
        this.listeners = listeners;
    }

    void attempted(Exchange exchange, @Nullable Reply reply, @Nullable Throwable failure, long took, boolean again) {
        if (!listeners.isEmpty()) {
            CallListener.Attempt attempt = new CallListener.Attempt(
                    operation(exchange),
                    exchange.attempts,
                    reply == null ? 0 : reply.status(),
                    failure,
                    Duration.ofNanos(exchange.waited),
                    Duration.ofNanos(took),
                    again);
            tell(listener -> listener.attempted(attempt));
        }
    }

    void finished(Exchange exchange, @Nullable Reply reply, @Nullable Throwable failure) {
        if (listeners.isEmpty() && !LOG.isDebugEnabled()) {
            return;
        }
        CallListener.Finished finished = new CallListener.Finished(
                operation(exchange),
                reply == null ? 0 : reply.status(),
                failure,
                exchange.attempts,
                exchange.took(),
                exchange.source);
        LOG.debug(
                "{} {} {}{} {} in {} ms, {} attempts, from {}",
                finished.operation().connector(),
                finished.operation().method(),
                finished.operation().host(),
                finished.operation().template(),
                failure == null ? finished.status() : failure.getClass().getSimpleName(),
                finished.took().toMillis(),
                finished.attempts(),
                finished.source());
        tell(listener -> listener.finished(finished));
    }

    private void tell(Consumer<CallListener> event) {
        for (CallListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.error("a call listener failed: {}", listener.getClass().getName(), e);
            }
        }
    }

    private static CallListener.Operation operation(Exchange exchange) {
        return new CallListener.Operation(
                exchange.engine.config.id(),
                exchange.request.method(),
                exchange.engine.host(exchange),
                exchange.request.template());
    }
}
