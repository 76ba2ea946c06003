// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says that a call to an upstream failed, and knows where, how often it was tried, and what the upstream calls it. */
public abstract sealed class CallException extends BracketwireException
        permits CancelledException,
                CassetteException,
                DeadlineException,
                MalformedReplyException,
                RateLimitedException,
                StatusException,
                TransportException,
                UnavailableException,
                WorkException {
    private static final long serialVersionUID = 1L;

    private final Where where;

    CallException(Where where, String what, @Nullable Throwable cause) {
        super(where.describe() + ": " + what, cause);
        this.where = where;
    }

    /** The connector that was asked, such as {@code riot}. */
    public String platform() {
        return where.platform;
    }

    /** Method, host and path template, such as {@code GET api.example.org/players/{id}}. */
    public String operation() {
        return where.operation;
    }

    /** The status of the last reply, 0 if there was none. */
    public int status() {
        return where.status;
    }

    /** The id under which the upstream knows the request, if it gave one. */
    public @Nullable String requestId() {
        return where.requestId;
    }

    /** How often the request was tried; 0 if it never left. */
    public int attempts() {
        return where.attempts;
    }

    /**
     * Whether the upstream may have carried the request out, at the last attempt or one before it. When this is false, it
     * surely did not.
     */
    public boolean maybeDone() {
        return where.maybeDone;
    }

    /**
     * Where a call failed.
     *
     * @param platform the connector's id
     * @param operation method, host and path template
     * @param status the status of the last reply, 0 if there was none
     * @param requestId the upstream's id of the request
     * @param attempts how often it was tried
     * @param maybeDone whether the upstream may have carried it out
     */
    public record Where(
            String platform,
            String operation,
            int status,
            @Nullable String requestId,
            int attempts,
            boolean maybeDone) implements java.io.Serializable {
        /** Refuses to be without a platform or an operation. */
        public Where {
            Objects.requireNonNull(platform, "platform");
            Objects.requireNonNull(operation, "operation");
        }

        /** Names an operation that has not been tried. */
        public static Where of(String platform, String operation) {
            return new Where(platform, operation, 0, null, 0, false);
        }

        private String describe() {
            StringBuilder text = new StringBuilder(platform).append(' ').append(operation);
            if (requestId != null) {
                text.append(" (request ").append(requestId).append(')');
            }
            if (attempts > 1) {
                text.append(" after ").append(attempts).append(" attempts");
            }
            return text.toString();
        }
    }
}
