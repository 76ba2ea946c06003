// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import dev.bracketwire.connector.Body;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;
import org.jspecify.annotations.Nullable;

/** Writes a body once: OkHttp repeats no request whose body is one-shot, whatever the answer. */
final class StreamedBody extends RequestBody {
    private final TransportAttempt transportAttempt;
    private final Body body;
    private final long length;

    private StreamedBody(TransportAttempt transportAttempt, Body body, long length) {
        this.transportAttempt = transportAttempt;
        this.body = body;
        this.length = length;
    }

    static StreamedBody of(TransportAttempt transportAttempt, Body body) throws IOException {
        return new StreamedBody(transportAttempt, body, body.length());
    }

    @Override
    public @Nullable MediaType contentType() {
        return MediaType.parse(body.contentType());
    }

    @Override
    public long contentLength() {
        return length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        if (!body.reopenable()) {
            transportAttempt.consumed();
        }
        try (Source source = Okio.source(body.open())) {
            sink.writeAll(source);
        }
    }
}
