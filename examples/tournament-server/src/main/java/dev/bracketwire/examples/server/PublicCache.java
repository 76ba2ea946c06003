// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.AppJson;
import io.javalin.http.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Caches answers to visitors for a second at most, or until the next event, so that many requests cost one read. */
final class PublicCache {
    private static final long LIFETIME = 1_000_000_000;

    private final LongSupplier nanos;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();

    PublicCache(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Forgets everything, because something has changed. */
    void clear() {
        version.incrementAndGet();
    }

    /** Sends the answer for this path from memory, or from the source. Requests of the same moment share one read. */
    void send(Context ctx, String path, Supplier<Answer> source) {
        Answer[] other = new Answer[1];
        Kept shown = kept.compute(path, (key, old) -> {
            if (old != null && old.version == version.get() && nanos.getAsLong() - old.at < LIFETIME) {
                return old;
            }
            long at = nanos.getAsLong();
            long before = version.get();
            Answer answer = source.get();
            if (answer instanceof Answer.Done done) {
                return new Kept(ApiAnswers.bytes(answer), tag(done), at, before);
            }
            other[0] = answer;
            return null;
        });
        if (shown == null) {
            ApiAnswers.send(ctx, other[0]);
            return;
        }
        ctx.header("ETag", shown.tag).header("Cache-Control", "no-cache");
        if (shown.tag.equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
        } else {
            ctx.status(200).contentType("application/json").result(shown.body);
        }
    }

    /** Returns a tag of the answer without its id, which differs each time. */
    private static String tag(Answer.Done done) {
        @Nullable Object data = done.data();
        return "W/\""
                + RandomSecrets.hash(data == null ? "" : AppJson.write(data)).substring(0, 32) + "\"";
    }

    private static final class Kept {
        private final byte[] body;
        private final String tag;
        private final long at;
        private final long version;

        Kept(byte[] body, String tag, long at, long version) {
            this.body = body;
            this.tag = tag;
            this.at = at;
            this.version = version;
        }
    }
}
