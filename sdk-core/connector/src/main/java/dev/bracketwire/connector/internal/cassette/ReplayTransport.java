// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import dev.bracketwire.CassetteException;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.internal.cassette.RecordedResult.Failure;
import dev.bracketwire.connector.internal.http.BodyTooLargeException;
import dev.bracketwire.connector.internal.http.Transport;
import dev.bracketwire.connector.internal.http.TransportAttempt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLHandshakeException;

/** Answers from a tape, and reaches no network. */
final class ReplayTransport implements Transport {
    private static final String RECORDED = "as recorded";

    private final CassetteEntries cassetteEntries;

    ReplayTransport(CassetteEntries cassetteEntries) {
        this.cassetteEntries = cassetteEntries;
    }

    @Override
    public Reply exchange(TransportAttempt transportAttempt) throws IOException {
        RecordedRequest recordedRequest =
                cassetteEntries.asked(transportAttempt, RecordingTransport.content(transportAttempt));
        RecordedResult recordedResult = cassetteEntries.play(recordedRequest);
        if (recordedResult == null) {
            throw new CassetteException(transportAttempt.where(), cassetteEntries.missing(recordedRequest));
        }
        if (recordedResult.sent()) {
            transportAttempt.sent();
        }
        if (recordedResult.failure() != null) {
            throw failed(transportAttempt, recordedResult.failure());
        }
        byte[] body = recordedResult.body() == null
                ? new byte[0]
                : recordedResult.body().bytes();
        Reply reply = Reply.of(recordedResult.status(), recordedResult.headers());
        if (transportAttempt.streaming() && reply.isSuccess()) {
            InputStream bytes = new ByteArrayInputStream(body);
            transportAttempt.take(recordedResult.whole() ? bytes : new SequenceInputStream(bytes, new BrokenOff()));
            return reply;
        }
        if (body.length > transportAttempt.maxBody()) {
            throw new BodyTooLargeException(transportAttempt.maxBody());
        }
        return Reply.of(recordedResult.status(), recordedResult.headers(), body);
    }

    private static IOException failed(TransportAttempt transportAttempt, Failure failure) {
        return switch (failure) {
            case REFUSED -> new ConnectException(RECORDED);
            case UNKNOWN_HOST -> new UnknownHostException(RECORDED);
            case UNTRUSTED -> new SSLHandshakeException(RECORDED);
            case TOO_LARGE -> new BodyTooLargeException(transportAttempt.maxBody());
            case TIMEOUT -> {
                transportAttempt.expire();
                yield new IOException(RECORDED);
            }
            case UNANSWERED -> unanswered(transportAttempt);
            case BROKEN -> new IOException(RECORDED);
        };
    }

    /** Waits for whatever ended the call when it was recorded: its deadline, a cancel or the close of its connector. */
    private static IOException unanswered(TransportAttempt transportAttempt) {
        CountDownLatch over = new CountDownLatch(1);
        transportAttempt.cancelWith(over::countDown);
        try {
            over.await();
            return new IOException("no answer, " + RECORDED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new InterruptedIOException("interrupted while it waited for no answer, " + RECORDED);
        }
    }

    @Override
    public void close() {}

    private static final class BrokenOff extends InputStream {
        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return read();
        }

        @Override
        public int read() throws IOException {
            throw new IOException("the recorded body was not read beyond this place, or broke here");
        }
    }
}
