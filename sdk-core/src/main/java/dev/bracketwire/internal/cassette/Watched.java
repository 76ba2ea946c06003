// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.cassette;

import dev.bracketwire.CallException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.internal.http.Attempt;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An attempt that is recorded while another transport sends it. */
record Watched(Attempt attempt, @Nullable Body body, Entry entry, UnaryOperator<InputStream> reply) implements Attempt {
    @Override
    public String method() {
        return attempt.method();
    }

    @Override
    public String template() {
        return attempt.template();
    }

    @Override
    public String url() {
        return attempt.url();
    }

    @Override
    public void headers(BiConsumer<String, String> into) {
        attempt.headers(into);
    }

    @Override
    public Headers credential() {
        return attempt.credential();
    }

    @Override
    public long maxBody() {
        return attempt.maxBody();
    }

    @Override
    public boolean streaming() {
        return attempt.streaming();
    }

    @Override
    public boolean take(InputStream body) throws IOException {
        return attempt.take(reply.apply(body));
    }

    @Override
    public void cancelWith(Runnable abort) {
        attempt.cancelWith(abort);
    }

    @Override
    public boolean repeatable() {
        return attempt.repeatable();
    }

    @Override
    public void sent() {
        entry.sent();
        attempt.sent();
    }

    @Override
    public void refused() {
        entry.refused();
        attempt.refused();
    }

    @Override
    public void consumed() {
        attempt.consumed();
    }

    @Override
    public boolean aborted() {
        return attempt.aborted();
    }

    @Override
    public boolean late() {
        return attempt.late();
    }

    @Override
    public void expire() {
        attempt.expire();
    }

    @Override
    public CallException.Where where() {
        return attempt.where();
    }
}
