// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.BracketwireException;
import org.jspecify.annotations.Nullable;

/** Says that a user has not authorised this client, and why. What helps is to have the user authorise it anew. */
public final class AuthorizationException extends BracketwireException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final @Nullable String problem;

    AuthorizationException(String where, Reason reason, @Nullable String problem) {
        super("oauth " + where + ": " + reason.text + (problem == null ? "" : ": " + problem), null);
        this.reason = reason;
        this.problem = problem;
    }

    /** Why there is no authorisation. */
    public Reason reason() {
        return reason;
    }

    /** Returns the problem in at most 200 characters, from the server or from a check of this library; null if there is none. */
    public @Nullable String problem() {
        return problem;
    }

    /** Why a user has not authorised this client. */
    public enum Reason {
        /** The user, or the server in the user's stead, said no. */
        DENIED("the user did not allow it"),
        /** The user did not answer in time. */
        EXPIRED("the user did not answer in time: ask again, with a new code"),
        /** There are no tokens of this user, or none that can be renewed. */
        ABSENT("there is no token to use or renew: have the user authorise anew"),
        /** The redirect does not belong to this authorisation. It may be an attack. */
        UNTRUSTED("what the browser brought back was not accepted"),
        /** The server refused to ask the user. */
        REFUSED("the server refused to ask the user");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }
}
