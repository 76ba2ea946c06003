// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Knows what an upstream means by its replies, where that is not what the status says: a 200 that carries an error, a
 * 403 that is a rate limit.
 */
@FunctionalInterface
public interface ReplyRule {
    /**
     * Judges a reply; null leaves it to the status. A reply that is downloaded or streamed has a body here only where
     * {@link Connector#download} and {@link Connector#stream} say so.
     */
    @Nullable
    Verdict judge(Request request, Reply reply);

    /**
     * What a reply means.
     *
     * @param meaning in terms of what may follow
     * @param delay the time the upstream asks for, if it does
     * @param problem what the upstream says is wrong, if it does
     */
    record Verdict(
            Meaning meaning,
            @Nullable Duration delay,
            @Nullable String problem) {
        /** The request was carried out. */
        public static Verdict success() {
            return new Verdict(Meaning.SUCCESS, null, null);
        }

        /** The request was refused for what it is. */
        public static Verdict rejected(@Nullable String problem) {
            return new Verdict(Meaning.REJECTED, null, problem);
        }

        /** The request was not carried out because of a rate limit. */
        public static Verdict rateLimited(@Nullable Duration delay) {
            return new Verdict(Meaning.RATE_LIMITED, delay, null);
        }
    }

    /** The meaning of a reply, which decides what follows. */
    enum Meaning {
        /** Nothing is wrong. */
        SUCCESS,
        /** Repeating it will not help. */
        REJECTED,
        /** Not carried out because of a rate limit; any request may be repeated. */
        RATE_LIMITED,
        /** Not carried out, says the upstream; any request may be repeated. */
        NOT_DONE,
        /** Perhaps carried out; an idempotent request may be repeated. */
        MAYBE_DONE
    }
}
