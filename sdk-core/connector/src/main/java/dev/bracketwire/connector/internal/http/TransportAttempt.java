// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import dev.bracketwire.CallException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The view that a transport has of an attempt: it reads the request and reports its progress. */
public interface TransportAttempt {
    /** The method. */
    String method();

    /** The template of its path. */
    String template();

    /** The whole URL. */
    String url();

    /** Returns the body. */
    @Nullable
    Body body();

    /** Hands over the header lines; a later line of a name replaces an earlier one. */
    void headers(BiConsumer<String, String> into);

    /** Those of the header lines that are the credential. */
    Headers credential();

    /** How many bytes of a body may be held in memory. */
    long maxBody();

    /** Whether a longer body is cut there instead of refused. */
    default boolean cutsBody() {
        return false;
    }

    /** Whether a successful reply's body is wanted as a stream. */
    boolean streaming();

    /** Takes the body of a reply that is wanted as a stream; tells whether it is still open and will be closed there. */
    boolean take(InputStream body) throws IOException;

    /** Takes what aborts the attempt; runs it at once if it is to be aborted already. */
    void cancelWith(Runnable abort);

    /** Whether it may be sent again after it has been sent. */
    boolean repeatable();

    /** Hears that the request may have reached the upstream from now on. */
    void sent();

    /** Hears that the upstream did nothing for the request, though it reached it. */
    void refused();

    /** Hears that the request's body was opened and cannot be opened again. */
    void consumed();

    /** Whether the call it belongs to was ended from outside. */
    boolean aborted();

    /** Whether its time ran out. */
    boolean late();

    /** Hears that its time is to be taken for over, though it is not. */
    void expire();

    /** Describes it for an exception. */
    CallException.Where where();
}
