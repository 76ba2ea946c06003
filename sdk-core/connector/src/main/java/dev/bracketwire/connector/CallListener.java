// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.connector.health.ChecklistItem;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Receives every call and every attempt of a connector, for metrics, traces and audit. The events contain no path
 * argument, no query and no credential. A listener runs within the call, so it should be quick. Its exceptions are
 * logged and do not change the call.
 */
public interface CallListener {
    /** Called when a connector is made that has this listener. */
    default void opened(Connector connector) {}

    /** Called when a connector is closed. */
    default void closed(Connector connector) {}

    /**
     * Called when a call begins, on the thread that runs or starts it. Returns the listener for the rest of this call: this
     * one, or one that holds data of this call alone, such as a span or the requesting user.
     */
    default CallListener begun(Operation operation) {
        return this;
    }

    /** Called when an attempt ended. If an expired reply is renewed, attempts follow after the call has finished. */
    default void attempted(Attempt attempt) {}

    /** Called when a call ended. */
    default void finished(Finished call) {}

    /** Returns the duties of an operator that this listener meets, for {@link ConnectorRegistry#checklist}. */
    default Set<ChecklistItem> duties() {
        return Set.of();
    }

    /**
     * Describes a call at its start.
     *
     * @param connector the connector's id
     * @param method the HTTP method
     * @param host the host it goes to
     * @param template the path template, a bounded set of values
     * @param weight how much of a limit each attempt uses up, in the upstream's own unit
     */
    record Operation(String connector, String method, String host, String template, int weight) {}

    /**
     * Describes one attempt.
     *
     * @param operation the call
     * @param number 1 for the first
     * @param status the reply's status, 0 if none came
     * @param failure why there was no reply, null if there was one
     * @param waited the time it waited for a permit
     * @param took the time from the first byte sent to the last one read
     * @param sent whether the upstream may have received it; it counts against a limit then
     * @param again whether another attempt follows
     */
    record Attempt(
            Operation operation,
            int number,
            int status,
            @Nullable Throwable failure,
            Duration waited,
            Duration took,
            boolean sent,
            boolean again) {
        /** Returns the status, or if there is none the kind of failure, one of a bounded set of words such as {@code transport}. */
        public String outcome() {
            return failure == null ? Integer.toString(status) : FailureNames.of(failure);
        }
    }

    /**
     * Describes a call that ended.
     *
     * @param operation the call
     * @param status the status of the reply it ended with, 0 if it ended without
     * @param failure the exception, null if it gave a result
     * @param attempts how often it was sent
     * @param took the time of all attempts and waits
     * @param source where the reply came from
     */
    record Finished(
            Operation operation, int status, @Nullable Throwable failure, int attempts, Duration took, Source source) {
        /** Whether it has failed, or ended with a status of 400 or more. */
        public boolean failed() {
            return failure != null || status >= 400;
        }

        /** Returns {@code success} or the kind of failure, one of a bounded set of words such as {@code rate-limited}. */
        public String outcome() {
            return failure != null
                    ? FailureNames.of(failure)
                    : status >= 500 ? "unavailable" : failed() ? "rejected" : "success";
        }
    }

    /** The origin of a reply. */
    enum Source {
        /** From the upstream, for this call. */
        UPSTREAM,
        /** From the upstream, for several calls at once. */
        SHARED,
        /** From the cache, within its time. */
        CACHE,
        /** From the cache, beyond its time. */
        STALE
    }
}
