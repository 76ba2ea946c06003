// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.limit;

import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.internal.limit.KeptLimiter;
import dev.bracketwire.connector.internal.limit.WindowLimiter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Decides when an attempt may be sent, and learns from what comes back.
 *
 * <p>One limiter may serve several clients, which then share its budget. It must not block, and it must be safe for
 * several threads. This interface is experimental until the connectors of this SDK have proven it.
 *
 * <pre>{@code
 * Limiter shared = Limiter.of(Limit.of(20, Duration.ofSeconds(1)), Limit.of(100, Duration.ofMinutes(2)));
 * }</pre>
 */
public interface Limiter {
    /**
     * Asks for a permit. The future completes when the attempt may be sent. If that would be later than
     * {@link Ask#patience}, it completes at once with a {@link Refused}, and nothing is used up. Cancelling it gives the
     * place in the queue back.
     */
    CompletableFuture<Permit> acquire(Ask ask);

    /** Returns the remaining permits of each limit, for dashboards and health reports. */
    default List<State> state() {
        return List.of();
    }

    /** Returns the state that must survive the process, as text without secrets; empty if there is none. */
    default String save() {
        return "";
    }

    /**
     * Takes up what {@link #save} gave in an earlier process, before the first permit is asked for.
     *
     * @throws IllegalArgumentException if it is something else
     */
    default void restore(String saved) {}

    /** Hears that the client with this clock ends, whose timers then do not complete any more. */
    default void ended(Clock clock) {}

    /**
     * Gives the same, kept in a file so that a restart does not forget a window of minutes: a second after it changed at the
     * latest, and when a connector that uses it is closed. One process at a time may use the file.
     */
    default Limiter keptIn(Path file) {
        return new KeptLimiter(this, file);
    }

    /** Lets everything pass, and pauses for as long as a reply of the upstream asks for. */
    static Limiter adaptive() {
        return new WindowLimiter(List.of());
    }

    /** Keeps all of these limits in any window of time, and pauses for as long as a reply of the upstream asks for. */
    static Limiter of(Limit... limits) {
        return new WindowLimiter(List.of(limits));
    }

    /**
     * Collects limits that count different requests apart.
     *
     * <pre>{@code
     * Limiter sheets = Limiter.builder()
     *         .limit(Limit.of(300, Duration.ofMinutes(1)), ask -> ask.request().method())
     *         .limit(Limit.of(60, Duration.ofMinutes(1)), ask -> ask.request().method() + " " + ask.principal())
     *         .build();
     * }</pre>
     */
    static LimiterBuilder builder() {
        return new LimiterBuilder();
    }

    /** Allows one attempt. Exactly one of its methods is called, once. */
    interface Permit {
        /** Hears the reply, to learn from its status and headers. */
        void answered(Reply reply);

        /**
         * Hears of a reply that a rule of the connector takes for the refusal of a rate limit, whatever its status says.
         *
         * @param delay when to come again, null if the rule does not know
         */
        default void limited(Reply reply, @Nullable Duration delay) {
            answered(reply);
        }

        /** Hears that the attempt was or may have been sent, and that no reply came. */
        void lost();

        /** Hears that nothing was sent, so that the permit can be given to somebody else. */
        void unused();
    }

    /**
     * Stands for a permit that would come too late.
     *
     * @param delay after which time it could be had
     * @param scope which limit is in the way, such as {@code 20 in PT1S of api.example.org}
     */
    record Refused(Duration delay, String scope) implements Permit {
        @Override
        public void answered(Reply reply) {}

        @Override
        public void lost() {}

        @Override
        public void unused() {}
    }

    /**
     * Describes an attempt, as far as limits depend on it.
     *
     * @param connector the connector's id
     * @param principal on whose behalf it is, see {@link Auth#principal}
     * @param host the host it goes to
     * @param request the request: method, template, path, weight
     * @param patience for how long a permit is of use
     * @param clock the client's clock, by which waits are measured
     */
    record Ask(String connector, String principal, String host, Request request, Duration patience, Clock clock) {}

    /** The client's clocks, and its way to wait without a thread. */
    interface Clock {
        /** A count of nanoseconds that only grows. */
        long nanos();

        /** The date. */
        Instant now();

        /**
         * Completes after this time, on a thread that may run what follows. Cancelling it frees the timer. Closing the
         * client frees it too, and it never completes; what is asked for after that fails.
         */
        CompletableFuture<@Nullable Void> after(Duration delay);
    }

    /**
     * What is left of one limit.
     *
     * @param scope which limit
     * @param left the units that can be had at once
     * @param delay until there is at least one; zero if there is
     */
    record State(String scope, long left, Duration delay) {}
}
