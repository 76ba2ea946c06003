// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.CallException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Credential;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.internal.http.Attempt;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Shows an exchange to the transport.
 *
 * @param ending makes of what aborts the transport what aborts the attempt
 */
record Wire(Exchange exchange, UnaryOperator<Runnable> ending) implements Attempt {
    @Override
    public String method() {
        return exchange.request.method();
    }

    @Override
    public String template() {
        return exchange.request.template();
    }

    @Override
    public String url() {
        return exchange.url;
    }

    @Override
    public @Nullable Body body() {
        return exchange.request.body();
    }

    @Override
    public void headers(BiConsumer<String, String> into) {
        Engine engine = exchange.engine;
        into.accept("Accept", "application/json");
        into.accept("User-Agent", engine.agent);
        engine.config.headers().forEach(into);
        exchange.request.headers().forEach(into);
        if (exchange.idempotencyKey != null && engine.keyHeader != null) {
            into.accept(engine.keyHeader, exchange.idempotencyKey);
        }
        Revalidation revalidation = exchange.revalidation;
        if (revalidation != null) {
            revalidation.conditions().forEach(into);
        }
        Credential credential = exchange.credential;
        if (credential != null) {
            credential.headers().forEach(into);
        }
    }

    @Override
    public Headers credential() {
        Credential credential = exchange.credential;
        return credential == null ? Headers.none() : credential.headers();
    }

    @Override
    public long maxBody() {
        return exchange.engine.config.maxBody();
    }

    @Override
    public boolean streaming() {
        return exchange.kind == Exchange.Kind.STREAMED || exchange.kind == Exchange.Kind.DOWNLOADED;
    }

    @Override
    public boolean take(InputStream body) throws IOException {
        if (exchange.file != null) {
            exchange.part = Download.fetch(exchange.file, body);
            return false;
        }
        exchange.stream = body;
        return true;
    }

    @Override
    public void cancelWith(Runnable abort) {
        exchange.interruptible(ending.apply(abort));
    }

    @Override
    public boolean repeatable() {
        Body body = exchange.request.body();
        boolean again = exchange.engine.config.retry().attempts() > 1;
        return again && exchange.mayRepeat() && (body == null || body.reopenable());
    }

    @Override
    public void sent() {
        exchange.sent = true;
    }

    @Override
    public void refused() {
        exchange.sent = false;
    }

    @Override
    public void consumed() {
        exchange.consumed = true;
    }

    @Override
    public boolean aborted() {
        return exchange.aborted() != null;
    }

    @Override
    public boolean late() {
        return exchange.late;
    }

    @Override
    public void expire() {
        exchange.late = true;
    }

    @Override
    public CallException.Where where() {
        CallException.Where at = exchange.where(null);
        return new CallException.Where(
                at.platform(), at.operation(), 0, null, at.attempts(), at.maybeDone() || exchange.sent);
    }
}
