// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every call and every attempt of a connector, for metrics, traces and audit. What it hears holds no path
 * argument, no query and no credential. It runs within the call, so it should be quick; what it throws is logged and
 * changes nothing.
 */
public interface CallListener {
    /** Hears that one attempt ended. */
    default void attempted(Attempt attempt) {}

    /** Hears that a call ended. */
    default void finished(Finished call) {}

    /**
     * What is known of a call from its start.
     *
     * @param connector the connector's id
     * @param method the HTTP method
     * @param host the host it goes to
     * @param template the path template, a bounded set of values
     */
    record Operation(String connector, String method, String host, String template) {}

    /**
     * One attempt.
     *
     * @param operation of which call
     * @param number 1 for the first
     * @param status the reply's status, 0 if none came
     * @param failure why there was no reply, null if there was one
     * @param waited for a permit
     * @param took from the first byte sent to the last one read
     * @param again whether another attempt follows
     */
    record Attempt(
            Operation operation,
            int number,
            int status,
            @Nullable Throwable failure,
            Duration waited,
            Duration took,
            boolean again) {}

    /**
     * A whole call.
     *
     * @param operation which
     * @param status the status of the reply it ended with, 0 if it ended without
     * @param failure what it failed with before its reply was decoded, null if it has a reply
     * @param attempts how often it was sent
     * @param took over all attempts and waits
     * @param source where the reply came from
     */
    record Finished(
            Operation operation, int status, @Nullable Throwable failure, int attempts, Duration took, Source source) {}

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
