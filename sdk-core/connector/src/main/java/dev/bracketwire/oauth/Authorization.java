// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.Secret;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The question to one user whether this client may act for them. Send the browser to {@link #url()}, and hand what comes
 * back at the {@link #redirect()} to {@link OAuth#finish}.
 *
 * <p>It is good for one user, once, and must be found again by whoever comes back: keep it in the user's session. To finish
 * on another node, keep {@link #state()} and {@link #verifier()} there, and make it anew by
 * {@link OAuth#authorization(URI, String, Secret)}.
 */
public final class Authorization {
    private final URI url;
    private final String state;
    private final Secret verifier;
    private final URI redirect;
    private final AtomicBoolean finished = new AtomicBoolean();

    Authorization(URI url, String state, Secret verifier, URI redirect) {
        this.url = url;
        this.state = state;
        this.verifier = verifier;
        this.redirect = redirect;
    }

    /** Where to send the user's browser. */
    public URI url() {
        return url;
    }

    /** Returns the state parameter, which the redirect must repeat. Only this user's browser may know it. */
    public String state() {
        return state;
    }

    /** Returns the code verifier, which proves to the server that the code was requested here (PKCE, RFC 7636). */
    public Secret verifier() {
        return verifier;
    }

    /** Where the browser comes back to. */
    public URI redirect() {
        return redirect;
    }

    /** Uses it up; false if it was. */
    boolean finish() {
        return finished.compareAndSet(false, true);
    }

    /** Names the redirect only. */
    @Override
    public String toString() {
        return "Authorization[" + OAuthUrls.place(redirect) + "]";
    }
}
