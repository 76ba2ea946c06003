// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import dev.bracketwire.internal.text.ForeignText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Describes failures of connections in words that may be shown. */
public final class ConnectionFailures {
    /** Advises what to do if the proxy refuses the login. */
    public static final String PROXY_LOGIN =
            "the proxy asks for a login, or does not take this one: see TransportOptions.proxyLogin";

    private static final Pattern QUOTING = Pattern.compile("status line|but was|header|Unexpected char");

    private ConnectionFailures() {}

    /** Returns the reason of the failure, with advice. */
    public static String describe(IOException failure) {
        IOException refusal = refusal(failure);
        if (refusal != null) {
            return "the destination is refused (" + said(refusal) + ")";
        }
        if (failure instanceof UnknownHostException) {
            return "the host name cannot be resolved: check the base URL and this machine's DNS";
        }
        if (failure instanceof ConnectException) {
            return "no connection could be made: check that the upstream runs and the port is right";
        }
        if (failure instanceof SSLException) {
            return "no trusted TLS connection could be made (" + said(failure) + ")";
        }
        if (String.valueOf(failure.getMessage()).startsWith("Failed to authenticate with proxy")) {
            return PROXY_LOGIN;
        }
        if (quotes(failure)) {
            return "the answer is not HTTP: check the base URL, and what answers there";
        }
        return "the connection broke before the answer was complete (" + said(failure) + ")";
    }

    /** Returns the failure, or a copy without the words that may not be shown. */
    public static IOException safe(IOException failure) {
        if (!quotes(failure)) {
            return ForeignText.shown(failure);
        }
        IOException copy = new ProtocolException("the answer is not HTTP");
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    // A resolver or a socket factory of the host refuses a destination by a subclass.
    private static @Nullable IOException refusal(IOException failure) {
        Throwable deepest =
                failure instanceof UnknownHostException && failure.getCause() != null ? failure.getCause() : failure;
        return deepest instanceof UnknownHostException own && own.getClass() != UnknownHostException.class ? own : null;
    }

    private static String said(IOException failure) {
        return ForeignText.shown(String.valueOf(failure.getMessage()));
    }

    // OkHttp quotes what it could not read, which may be anything and may hold what the request held.
    private static boolean quotes(IOException failure) {
        return failure instanceof ProtocolException
                && QUOTING.matcher(String.valueOf(failure.getMessage())).find();
    }
}
