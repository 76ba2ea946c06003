// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import dev.bracketwire.CassetteException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.internal.cassette.RecordedResult.Failure;
import dev.bracketwire.connector.internal.http.BodyTooLargeException;
import dev.bracketwire.connector.internal.http.Transport;
import dev.bracketwire.connector.internal.http.TransportAttempt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends by another transport, and records. */
final class RecordingTransport implements Transport {
    private static final int CAP = 1 << 20;

    private final CassetteEntries cassetteEntries;
    private final Transport upstream;

    RecordingTransport(CassetteEntries cassetteEntries, Transport upstream) {
        this.cassetteEntries = cassetteEntries;
        this.upstream = upstream;
    }

    @Override
    public Reply exchange(TransportAttempt transportAttempt) throws IOException {
        RecordedContent recordedContent = content(transportAttempt);
        CassetteEntry cassetteEntry = cassetteEntries.begin(transportAttempt, recordedContent);
        Body body = transportAttempt.body();
        if (body != null && recordedContent != null && !body.reopenable()) {
            byte[] read = recordedContent.bytes();
            body = Body.stream(body.contentType(), body.length(), () -> new ByteArrayInputStream(read));
        }
        try {
            RecordingAttempt recordingAttempt = new RecordingAttempt(
                    transportAttempt, body, cassetteEntry, reply -> tee(transportAttempt, cassetteEntry, reply));
            Reply reply = upstream.exchange(recordingAttempt);
            if (reply.bytes().length > CAP) {
                throw tooMuch(transportAttempt, "reply");
            }
            cassetteEntry.answered(reply);
            return reply;
        } catch (IOException e) {
            cassetteEntry.failed(failure(transportAttempt, e));
            throw e;
        } catch (RuntimeException | Error e) {
            cassetteEntries.drop(cassetteEntry);
            throw e;
        }
    }

    private InputStream tee(TransportAttempt transportAttempt, CassetteEntry cassetteEntry, InputStream reply) {
        CopyingInput copyingInput = new CopyingInput(reply, CAP, () -> {
            cassetteEntries.drop(cassetteEntry);
            return tooMuch(transportAttempt, "reply");
        });
        cassetteEntry.streams(copyingInput);
        return copyingInput;
    }

    /** What the attempt carries. */
    static @Nullable RecordedContent content(TransportAttempt transportAttempt) throws IOException {
        Body body = transportAttempt.body();
        if (body == null) {
            return null;
        }
        if (!body.reopenable()) {
            transportAttempt.consumed();
        }
        try (InputStream in = body.open()) {
            byte[] bytes = in.readNBytes(CAP + 1);
            if (bytes.length > CAP) {
                throw tooMuch(transportAttempt, "request");
            }
            return RecordedContent.of(body.contentType(), bytes);
        }
    }

    private static CassetteException tooMuch(TransportAttempt transportAttempt, String what) {
        return new CassetteException(
                transportAttempt.where(),
                "the body of the " + what + " has more than " + CAP
                        + " bytes, which is more than a cassette takes: play this upstream by the testkit instead");
    }

    private static Failure failure(TransportAttempt transportAttempt, IOException failure) {
        if (transportAttempt.aborted()) {
            return Failure.UNANSWERED;
        }
        if (transportAttempt.late()) {
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
            cassetteEntries.save();
        }
    }
}
