// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says that a rate limit, the upstream's or our own, leaves no room for the call before its deadline. */
public final class RateLimitedException extends CallException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Instant retryAt;
    private final String scope;

    /**
     * Reports the limit.
     *
     * @param retryAt when the call could succeed, if that is known
     * @param scope which limit it was, such as {@code host api.example.org}
     */
    public RateLimitedException(Where where, @Nullable Instant retryAt, String scope) {
        super(
                where,
                "rate limited (" + scope + "), "
                        + (retryAt == null
                                ? "try again later with a longer deadline"
                                : "possible again at " + retryAt
                                        + ": wait until then, or give the call a deadline beyond it"),
                null);
        this.retryAt = retryAt;
        this.scope = scope;
    }

    /** When the call could succeed, if that is known. */
    public @Nullable Instant retryAt() {
        return retryAt;
    }

    /** Which limit it was. */
    public String scope() {
        return scope;
    }
}
