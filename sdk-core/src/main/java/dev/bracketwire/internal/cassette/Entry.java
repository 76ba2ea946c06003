// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.cassette;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.cassette.Told.Failure;
import org.jspecify.annotations.Nullable;

/** One request on a tape, and what became of it as far as that is known. */
final class Entry {
    final Asked asked;

    private volatile Told told;
    private volatile @Nullable Tee stream;
    private volatile boolean played;

    Entry(Asked asked, Told told) {
        this.asked = asked;
        this.told = told;
    }

    /** An entry whose answer has not come. */
    static Entry begun(Asked asked) {
        return new Entry(asked, Told.failure(Failure.UNANSWERED, false));
    }

    void sent() {
        told = Told.failure(Failure.UNANSWERED, true);
    }

    void failed(Failure failure) {
        told = Told.failure(failure, told.sent());
    }

    void refused() {
        told = Told.failure(Failure.UNANSWERED, false);
    }

    void streams(Tee tee) {
        stream = tee;
    }

    void answered(Reply reply) {
        Content body = reply.bytes().length == 0 ? null : Content.of(type(reply.headers()), reply.bytes());
        told = Told.reply(reply.status(), reply.headers(), body, true);
    }

    /** What became of it so far; of a stream, what was read of it. */
    Told told() {
        Told now = told;
        Tee tee = stream;
        if (tee == null || now.failure() != null) {
            return now;
        }
        byte[] read = tee.taken();
        Content body = read.length == 0 ? null : Content.of(type(now.headers()), read);
        return Told.reply(now.status(), now.headers(), body, tee.ended());
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
