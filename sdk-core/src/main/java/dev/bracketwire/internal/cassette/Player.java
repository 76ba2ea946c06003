// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.cassette;

import dev.bracketwire.CassetteException;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.cassette.Told.Failure;
import dev.bracketwire.internal.http.Attempt;
import dev.bracketwire.internal.http.BodyTooLargeException;
import dev.bracketwire.internal.http.Transport;
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
final class Player implements Transport {
    private static final String RECORDED = "as recorded";

    private final Tape tape;

    Player(Tape tape) {
        this.tape = tape;
    }

    @Override
    public Reply exchange(Attempt attempt) throws IOException {
        Asked asked = tape.asked(attempt, Recorder.content(attempt));
        Told told = tape.play(asked);
        if (told == null) {
            throw new CassetteException(attempt.where(), tape.missing(asked));
        }
        if (told.sent()) {
            attempt.sent();
        }
        if (told.failure() != null) {
            throw failed(attempt, told.failure());
        }
        byte[] body = told.body() == null ? new byte[0] : told.body().bytes();
        Reply reply = Reply.of(told.status(), told.headers());
        if (attempt.streaming() && reply.isSuccess()) {
            InputStream bytes = new ByteArrayInputStream(body);
            attempt.take(told.whole() ? bytes : new SequenceInputStream(bytes, new BrokenOff()));
            return reply;
        }
        if (body.length > attempt.maxBody()) {
            throw new BodyTooLargeException(attempt.maxBody());
        }
        return Reply.of(told.status(), told.headers(), body);
    }

    private static IOException failed(Attempt attempt, Failure failure) {
        return switch (failure) {
            case REFUSED -> new ConnectException(RECORDED);
            case UNKNOWN_HOST -> new UnknownHostException(RECORDED);
            case UNTRUSTED -> new SSLHandshakeException(RECORDED);
            case TOO_LARGE -> new BodyTooLargeException(attempt.maxBody());
            case TIMEOUT -> {
                attempt.expire();
                yield new IOException(RECORDED);
            }
            case UNANSWERED -> unanswered(attempt);
            case BROKEN -> new IOException(RECORDED);
        };
    }

    /** Waits for whatever ended the call when it was recorded: its deadline, a cancel or the close of its connector. */
    private static IOException unanswered(Attempt attempt) {
        CountDownLatch over = new CountDownLatch(1);
        attempt.cancelWith(over::countDown);
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
