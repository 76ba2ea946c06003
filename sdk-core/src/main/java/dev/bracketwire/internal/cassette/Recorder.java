// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.cassette;

import dev.bracketwire.CassetteException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.cassette.Told.Failure;
import dev.bracketwire.internal.http.Attempt;
import dev.bracketwire.internal.http.BodyTooLargeException;
import dev.bracketwire.internal.http.Transport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends by another transport, and records. */
final class Recorder implements Transport {
    private static final int CAP = 1 << 20;

    private final Tape tape;
    private final Transport upstream;

    Recorder(Tape tape, Transport upstream) {
        this.tape = tape;
        this.upstream = upstream;
    }

    @Override
    public Reply exchange(Attempt attempt) throws IOException {
        Content content = content(attempt);
        Entry entry = tape.begin(attempt, content);
        Body body = attempt.body();
        if (body != null && content != null && !body.reopenable()) {
            byte[] read = content.bytes();
            body = Body.stream(body.contentType(), body.length(), () -> new ByteArrayInputStream(read));
        }
        try {
            Watched watched = new Watched(attempt, body, entry, reply -> tee(attempt, entry, reply));
            Reply reply = upstream.exchange(watched);
            if (reply.bytes().length > CAP) {
                throw tooMuch(attempt, "reply");
            }
            entry.answered(reply);
            return reply;
        } catch (IOException e) {
            entry.failed(failure(attempt, e));
            throw e;
        } catch (RuntimeException | Error e) {
            tape.drop(entry);
            throw e;
        }
    }

    private InputStream tee(Attempt attempt, Entry entry, InputStream reply) {
        Tee tee = new Tee(reply, CAP, () -> {
            tape.drop(entry);
            return tooMuch(attempt, "reply");
        });
        entry.streams(tee);
        return tee;
    }

    /** What the attempt carries. */
    static @Nullable Content content(Attempt attempt) throws IOException {
        Body body = attempt.body();
        if (body == null) {
            return null;
        }
        if (!body.reopenable()) {
            attempt.consumed();
        }
        try (InputStream in = body.open()) {
            byte[] bytes = in.readNBytes(CAP + 1);
            if (bytes.length > CAP) {
                throw tooMuch(attempt, "request");
            }
            return Content.of(body.contentType(), bytes);
        }
    }

    private static CassetteException tooMuch(Attempt attempt, String what) {
        return new CassetteException(
                attempt.where(),
                "the body of the " + what + " has more than " + CAP
                        + " bytes, which is more than a cassette takes: play this upstream by the testkit instead");
    }

    private static Failure failure(Attempt attempt, IOException failure) {
        if (attempt.aborted()) {
            return Failure.UNANSWERED;
        }
        if (attempt.late()) {
            return Failure.TIMEOUT;
        }
        if (failure instanceof BodyTooLargeException) {
            return Failure.TOO_LARGE;
        }
        if (failure instanceof UnknownHostException) {
            return Failure.UNKNOWN_HOST;
        }
        if (failure instanceof ConnectException) {
            return Failure.REFUSED;
        }
        return failure instanceof SSLException ? Failure.UNTRUSTED : Failure.BROKEN;
    }

    @Override
    public void close() {
        try {
            upstream.close();
        } finally {
            tape.save();
        }
    }
}
