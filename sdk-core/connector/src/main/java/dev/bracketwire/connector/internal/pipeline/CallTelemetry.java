// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.Reply;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners and the log of calls and attempts, without a path argument, a query or a credential. */
final class CallTelemetry {
    private static final Logger LOG = LoggerFactory.getLogger("dev.bracketwire.calls");

    private final CallListener[] listeners;

    CallTelemetry(List<CallListener> listeners) {
        this.listeners = listeners.toArray(CallListener[]::new);
    }

    void opened(Connector connector) {
        tell(listeners, listener -> listener.opened(connector));
    }

    void closed(Connector connector) {
        tell(listeners, listener -> listener.closed(connector));
    }

    /** Returns the listeners of a call that begins. */
    CallListener[] begun(CallState callState) {
        CallListener[] hearing = listeners;
        for (int i = 0; i < listeners.length; i++) {
            CallListener own = begun(listeners[i], callState);
            if (own != listeners[i]) {
                hearing = hearing == listeners ? listeners.clone() : hearing;
                hearing[i] = own;
            }
        }
        return hearing;
    }

    private static CallListener begun(CallListener listener, CallState callState) {
        try {
            return listener.begun(callState.operation());
        } catch (RuntimeException e) {
            failed(listener, e);
            return listener;
        }
    }

    void attempted(CallState callState, @Nullable Reply reply, @Nullable Throwable failure, long took, boolean again) {
        if (callState.listeners.length > 0) {
            CallListener.Attempt attempt = new CallListener.Attempt(
                    callState.operation(),
                    callState.attempts,
                    reply == null ? 0 : reply.status(),
                    failure,
                    Duration.ofNanos(callState.waited),
                    Duration.ofNanos(took),
                    callState.sent,
                    again);
            tell(callState.listeners, listener -> listener.attempted(attempt));
        }
    }

    void finished(CallState callState, @Nullable Reply reply, @Nullable Throwable failure) {
        if (callState.listeners.length == 0 && !LOG.isDebugEnabled()) {
            return;
        }
        CallListener.Finished finished = new CallListener.Finished(
                callState.operation(),
                reply == null ? 0 : reply.status(),
                failure,
                callState.attempts,
                callState.took(),
                callState.source);
        if (LOG.isDebugEnabled()) {
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
        }
        tell(callState.listeners, listener -> listener.finished(finished));
    }

    private static void tell(CallListener[] listeners, Consumer<CallListener> event) {
        for (CallListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                failed(listener, e);
            }
        }
    }

    private static void failed(CallListener listener, RuntimeException failure) {
        LOG.error("a call listener failed: {}", listener.getClass().getName(), failure);
    }
}
