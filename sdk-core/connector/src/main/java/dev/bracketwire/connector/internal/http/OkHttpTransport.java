// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends attempts by OkHttp. */
public final class OkHttpTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(OkHttpTransport.class);
    private static final int CHUNK = 8192;
    private static final int NOT_MODIFIED = 304;
    private static final Pattern EMPTY = Pattern.compile("HTTP (20[45]) had non-zero Content-Length");
    private static final Set<String> CARRIES = Set.of("POST", "PUT", "PATCH");

    private final OkHttpClient client;
    private final UrlOrigin urlOrigin = new UrlOrigin();
    private volatile boolean closed;

    /**
     * Takes a client of which we are the only user, and turns off what would send anything behind our back.
     *
     * @param nanos the clock that measures for how long a connection is idle
     */
    public OkHttpTransport(OkHttpClient base, LongSupplier nanos) {
        CancellableDns cancellableDns = new CancellableDns(base.dns());
        this.client = base.newBuilder()
                .dns(cancellableDns)
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .cache(null)
                .eventListener(new Listener(cancellableDns))
                .addNetworkInterceptor(new IdleConnections(nanos))
                .addNetworkInterceptor(new RetryAfterZeroGuard())
                .build();
    }

    @Override
    public Reply exchange(TransportAttempt transportAttempt) throws IOException {
        Progress progress = new Progress();
        while (true) {
            Call call = client.newCall(request(transportAttempt, progress));
            transportAttempt.cancelWith(call::cancel);
            try {
                return answered(transportAttempt, call, execute(call));
            } catch (IdleConnections.UnusedException e) {
                LOG.debug("{}, so another is used", e.getMessage());
            } catch (ProtocolException e) {
                return withoutTheBodyItMustNotHave(e);
            } catch (IOException e) {
                if (!progress.answered && wasRefused(e)) {
                    transportAttempt.refused();
                }
                throw e;
            }
        }
    }

    // OkHttp gives up on a 204 or 205 that announces a body. It says that the request was carried out all the same.
    private static Reply withoutTheBodyItMustNotHave(ProtocolException e) throws ProtocolException {
        Matcher status = EMPTY.matcher(String.valueOf(e.getMessage()));
        if (!status.lookingAt()) {
            throw e;
        }
        return Reply.of(Integer.parseInt(status.group(1)), Headers.none());
    }

    private Reply answered(TransportAttempt transportAttempt, Call call, Response response) throws IOException {
        boolean handedOver = false;
        try {
            boolean streamed = transportAttempt.streaming() && response.isSuccessful();
            // A 304 may tell the length of what it does not carry. OkHttp would wait for it.
            boolean bodiless = streamed || response.code() == NOT_MODIFIED;
            byte[] bytes = bodiless ? new byte[0] : body(transportAttempt, call, response);
            Reply reply = Reply.of(response.code(), headers(response), bytes);
            if (streamed) {
                handedOver = transportAttempt.take(new ClosingStream(response));
            }
            return reply;
        } finally {
            if (!handedOver) {
                release(response);
            }
        }
    }

    // HTTP/2 says of a stream that it was refused, or opened after the connection began to close, if nothing was done
    // for it (RFC 9113, 8.7). After any header, also of an interim reply, it was processed whatever is said then.
    // OkHttp does not export the types that tell.
    private static boolean wasRefused(IOException e) {
        String type = e.getClass().getSimpleName();
        return type.equals("ConnectionShutdownException")
                || (type.equals("StreamResetException")
                        && String.valueOf(e.getMessage()).endsWith("REFUSED_STREAM"));
    }

    // A connection that comes back to the pool after the close would stay there until it is too old.
    private void release(Response response) {
        response.close();
        if (closed) {
            client.connectionPool().evictAll();
        }
    }

    // Kotlin has no checked exceptions: where OkHttp waits for a connection, it lets an InterruptedException through.
    private static Response execute(Call call) throws IOException {
        try {
            return call.execute();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException("interrupted while connecting").initCause(e);
            }
            throw e;
        }
    }

    private Request request(TransportAttempt transportAttempt, Progress progress) throws IOException {
        Request.Builder request = new Request.Builder()
                .url(urlOrigin.resolve(transportAttempt.url()))
                .tag(TransportAttempt.class, transportAttempt)
                .tag(Progress.class, progress);
        transportAttempt.headers(request::header);
        RequestBody body =
                transportAttempt.body() == null ? null : StreamedBody.of(transportAttempt, transportAttempt.body());
        if (body == null && CARRIES.contains(transportAttempt.method())) {
            body = RequestBody.create(new byte[0]);
        }
        return request.method(transportAttempt.method(), body).build();
    }

    private static byte[] body(TransportAttempt transportAttempt, Call call, Response response) throws IOException {
        long cap = transportAttempt.maxBody();
        return transportAttempt.cutsBody()
                ? readStart(call, response, cap)
                : read(response.body().source(), cap);
    }

    // OkHttp would read on for a while at the close, to keep the connection. After the cancel it does not.
    private static byte[] readStart(Call call, Response response, long cap) throws IOException {
        BufferedSource source = response.body().source();
        Buffer buffer = new Buffer();
        while (buffer.size() < cap) {
            if (source.read(buffer, Math.min(CHUNK, cap - buffer.size())) == -1) {
                return buffer.readByteArray();
            }
        }
        if (response.body().contentLength() != cap) {
            call.cancel();
        }
        return buffer.readByteArray();
    }

    // The cap counts what comes out of the decompression, so that a bomb of a few kilobytes is stopped as well.
    private static byte[] read(BufferedSource source, long cap) throws IOException {
        Buffer buffer = new Buffer();
        while (source.read(buffer, CHUNK) != -1) {
            if (buffer.size() > cap) {
                buffer.clear();
                throw new BodyTooLargeException(cap);
            }
        }
        return buffer.readByteArray();
    }

    private static Headers headers(Response response) {
        okhttp3.Headers from = response.headers();
        String[] lines = new String[from.size() * 2];
        for (int i = 0; i < from.size(); i++) {
            lines[2 * i] = from.name(i);
            lines[2 * i + 1] = RetryAfterZeroGuard.restored(from.value(i));
        }
        return Headers.received(lines);
    }

    @Override
    public void close() {
        closed = true;
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }

    private static final class Listener extends EventListener {
        private final CancellableDns cancellableDns;

        Listener(CancellableDns cancellableDns) {
            this.cancellableDns = cancellableDns;
        }

        @Override
        public void dnsStart(Call call, String host) {
            cancellableDns.begins(call);
        }

        @Override
        public void requestHeadersStart(Call call) {
            TransportAttempt transportAttempt = call.request().tag(TransportAttempt.class);
            if (transportAttempt != null) {
                transportAttempt.sent();
            }
        }

        @Override
        public void responseHeadersStart(Call call) {
            Progress progress = call.request().tag(Progress.class);
            if (progress != null) {
                progress.answered = true;
            }
        }
    }

    /** Knows whether the upstream has begun to answer. */
    private static final class Progress {
        private volatile boolean answered;
    }

    private final class ClosingStream extends FilterInputStream {
        private final Response response;

        ClosingStream(Response response) {
            super(response.body().byteStream());
            this.response = response;
        }

        @Override
        public void close() {
            release(response);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return in.read(into, from, length);
        }
    }
}
