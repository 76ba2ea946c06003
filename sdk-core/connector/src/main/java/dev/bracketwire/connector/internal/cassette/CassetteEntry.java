// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.internal.cassette.RecordedResult.Failure;
import org.jspecify.annotations.Nullable;

/** One request on a tape, and what became of it as far as that is known. */
final class CassetteEntry {
    final RecordedRequest recordedRequest;

    private volatile RecordedResult recordedResult;
    private volatile @Nullable CopyingInput stream;
    private volatile boolean played;

    CassetteEntry(RecordedRequest recordedRequest, RecordedResult recordedResult) {
        this.recordedRequest = recordedRequest;
        this.recordedResult = recordedResult;
    }

    /** An entry whose answer has not come. */
    static CassetteEntry begun(RecordedRequest recordedRequest) {
        return new CassetteEntry(recordedRequest, RecordedResult.failure(Failure.UNANSWERED, false));
    }

    void sent() {
        recordedResult = RecordedResult.failure(Failure.UNANSWERED, true);
    }

    void failed(Failure failure) {
        recordedResult = RecordedResult.failure(failure, recordedResult.sent());
    }

    void refused() {
        recordedResult = RecordedResult.failure(Failure.UNANSWERED, false);
    }

    void streams(CopyingInput copyingInput) {
        stream = copyingInput;
    }

    void answered(Reply reply) {
        RecordedContent body =
                reply.bytes().length == 0 ? null : RecordedContent.of(type(reply.headers()), reply.bytes());
        recordedResult = RecordedResult.reply(reply.status(), reply.headers(), body, true);
    }

    /** Returns the result so far; for a stream, the part that was read. */
    RecordedResult told() {
        RecordedResult now = recordedResult;
        CopyingInput copyingInput = stream;
        if (copyingInput == null || now.failure() != null) {
            return now;
        }
        byte[] read = copyingInput.taken();
        RecordedContent body = read.length == 0 ? null : RecordedContent.of(type(now.headers()), read);
        return RecordedResult.reply(now.status(), now.headers(), body, copyingInput.ended());
    }

    boolean isPlayed() {
        return played;
    }

    void play() {
        played = true;
    }

    private static String type(Headers headers) {
        return headers.first("Content-Type").orElse("");
    }
}
