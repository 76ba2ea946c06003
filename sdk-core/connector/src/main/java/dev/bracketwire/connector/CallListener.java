// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.connector.health.ChecklistItem;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every call and every attempt of a connector, for metrics, traces and audit. What it hears holds no path
 * argument, no query and no credential. It runs within the call, so it should be quick; what it throws is logged and
 * changes nothing.
 */
public interface CallListener {
    /** Hears that a connector was made, of whose calls it will hear. */
    default void opened(Connector connector) {}

    /** Hears that a connector was closed. */
    default void closed(Connector connector) {}

    /**
     * Hears that a call begins, on the thread that runs or starts it, and says who hears the rest of it: this listener, or
     * one that remembers something for this call alone, such as a span or who asked for it.
     */
    default CallListener begun(Operation operation) {
        return this;
    }

    /** Hears that one attempt ended. An expired reply may be renewed by attempts after its call was finished. */
    default void attempted(Attempt attempt) {}

    /** Hears that a call ended. */
    default void finished(Finished call) {}

    /** Which duties of an operator are met where it listens; for {@link ConnectorRegistry#checklist}. */
    default Set<ChecklistItem> duties() {
        return Set.of();
    }

    /**
     * What is known of a call from its start.
     *
     * @param connector the connector's id
     * @param method the HTTP method
     * @param host the host it goes to
     * @param template the path template, a bounded set of values
     * @param weight how much of a limit each attempt uses up, in the upstream's own unit
     */
    record Operation(String connector, String method, String host, String template, int weight) {}

    /**
     * One attempt.
     *
     * @param operation of which call
     * @param number 1 for the first
     * @param status the reply's status, 0 if none came
     * @param failure why there was no reply, null if there was one
     * @param waited for a permit
     * @param took from the first byte sent to the last one read
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
        /** The status, or what went wrong before there was one: one of a bounded set of words such as {@code transport}. */
        public String outcome() {
            return failure == null ? Integer.toString(status) : FailureWords.of(failure);
        }
    }

    /**
     * A whole call.
     *
     * @param operation which
     * @param status the status of the reply it ended with, 0 if it ended without
     * @param failure what it failed with, null if it gave its result
     * @param attempts how often it was sent
     * @param took over all attempts and waits
     * @param source where the reply came from
     */
    record Finished(
            Operation operation, int status, @Nullable Throwable failure, int attempts, Duration took, Source source) {
        /** Whether it has failed, or ended with a status of 400 or more. */
        public boolean failed() {
            return failure != null || status >= 400;
        }

        /** One of a bounded set of words: {@code success}, or what went wrong, such as {@code rate-limited}. */
        public String outcome() {
            return failure != null
                    ? FailureWords.of(failure)
                    : status >= 500 ? "unavailable" : failed() ? "rejected" : "success";
        }
    }

    /** Where a reply came from. */
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
