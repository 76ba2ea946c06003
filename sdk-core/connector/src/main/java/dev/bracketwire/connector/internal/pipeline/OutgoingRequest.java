// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.CallException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Credential;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.internal.http.TransportAttempt;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gives the transport the request of one attempt: its URL, its body, and its headers with the credential.
 *
 * @param ending turns an action that aborts the transport into one that aborts the attempt
 */
record OutgoingRequest(CallState callState, UnaryOperator<Runnable> ending) implements TransportAttempt {
    @Override
    public String method() {
        return callState.request.method();
    }

    @Override
    public String template() {
        return callState.request.template();
    }

    @Override
    public String url() {
        return callState.url;
    }

    @Override
    public @Nullable Body body() {
        return callState.request.body();
    }

    @Override
    public void headers(BiConsumer<String, String> into) {
        Pipeline pipeline = callState.pipeline;
        into.accept("Accept", "application/json");
        into.accept("User-Agent", pipeline.agent);
        pipeline.config.headers().forEach(into);
        callState.request.headers().forEach(into);
        if (callState.idempotencyKey != null && pipeline.keyHeader != null) {
            into.accept(pipeline.keyHeader, callState.idempotencyKey);
        }
        Revalidation revalidation = callState.revalidation;
        if (revalidation != null) {
            revalidation.conditions().forEach(into);
        }
        Credential credential = callState.credential;
        if (credential != null) {
            credential.headers().forEach(into);
        }
    }

    @Override
    public Headers credential() {
        Credential credential = callState.credential;
        return credential == null ? Headers.none() : credential.headers();
    }

    @Override
    public long maxBody() {
        return callState.pipeline.config.maxBody();
    }

    @Override
    public boolean streaming() {
        return callState.kind == CallState.Kind.STREAMED || callState.kind == CallState.Kind.DOWNLOADED;
    }

    @Override
    public boolean take(InputStream body) throws IOException {
        if (callState.file != null) {
            callState.part = FileDownload.fetch(callState.file, body);
            return false;
        }
        callState.stream = body;
        return true;
    }

    @Override
    public void cancelWith(Runnable abort) {
        callState.interruptible(ending.apply(abort));
    }

    @Override
    public boolean repeatable() {
        Body body = callState.request.body();
        boolean again = callState.pipeline.config.retry().attempts() > 1;
        return again && callState.mayRepeat() && (body == null || body.reopenable());
    }

    @Override
    public void sent() {
        callState.sent = true;
    }

    @Override
    public void refused() {
        callState.sent = false;
    }

    @Override
    public void consumed() {
        callState.consumed = true;
    }

    @Override
    public boolean aborted() {
        return callState.aborted() != null;
    }

    @Override
    public boolean late() {
        return callState.late;
    }

    @Override
    public void expire() {
        callState.late = true;
    }

    @Override
    public CallException.Where where() {
        CallException.Where at = callState.where(null);
        return new CallException.Where(
                at.platform(), at.operation(), 0, null, at.attempts(), at.maybeDone() || callState.sent);
    }
}
