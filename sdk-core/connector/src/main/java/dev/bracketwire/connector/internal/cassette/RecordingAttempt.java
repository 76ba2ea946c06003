// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import dev.bracketwire.CallException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.internal.http.TransportAttempt;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An attempt that is recorded while another transport sends it. */
record RecordingAttempt(
        TransportAttempt transportAttempt,
        @Nullable Body body,
        CassetteEntry cassetteEntry,
        UnaryOperator<InputStream> reply)
        implements TransportAttempt {
    @Override
    public String method() {
        return transportAttempt.method();
    }

    @Override
    public String template() {
        return transportAttempt.template();
    }

    @Override
    public String url() {
        return transportAttempt.url();
    }

    @Override
    public void headers(BiConsumer<String, String> into) {
        transportAttempt.headers(into);
    }

    @Override
    public Headers credential() {
        return transportAttempt.credential();
    }

    @Override
    public long maxBody() {
        return transportAttempt.maxBody();
    }

    @Override
    public boolean streaming() {
        return transportAttempt.streaming();
    }

    @Override
    public boolean take(InputStream body) throws IOException {
        return transportAttempt.take(reply.apply(body));
    }

    @Override
    public void cancelWith(Runnable abort) {
        transportAttempt.cancelWith(abort);
    }

    @Override
    public boolean repeatable() {
        return transportAttempt.repeatable();
    }

    @Override
    public void sent() {
        cassetteEntry.sent();
        transportAttempt.sent();
    }

    @Override
    public void refused() {
        cassetteEntry.refused();
        transportAttempt.refused();
    }

    @Override
    public void consumed() {
        transportAttempt.consumed();
    }

    @Override
    public boolean aborted() {
        return transportAttempt.aborted();
    }

    @Override
    public boolean late() {
        return transportAttempt.late();
    }

    @Override
    public void expire() {
        transportAttempt.expire();
    }

    @Override
    public CallException.Where where() {
        return transportAttempt.where();
    }
}
