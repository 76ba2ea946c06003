// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Learns from a reply to a HEAD about the one to a GET that is kept (RFC 9111, section 4.3.5). */
public final class HeadReply {
    private static final List<String> VALIDATORS = List.of("ETag", "Last-Modified");
    private static final String LENGTH = "Content-Length";

    private HeadReply() {}

    /**
     * Gives the kept reply with the new fields; itself if nothing in the two says that they belong together; null if they
     * do not.
     */
    public static @Nullable Reply freshened(Reply kept, Reply head) {
        Headers said = head.headers();
        Headers before = kept.headers();
        boolean differs = VALIDATORS.stream()
                .anyMatch(name -> said.get(name) != null && !said.all(name).equals(before.all(name)));
        // What was decompressed on its way has no length any more.
        boolean measured = said.get(LENGTH) != null && before.get(LENGTH) != null;
        if (kept.status() != 200 || differs || (measured && !said.all(LENGTH).equals(before.all(LENGTH)))) {
            return null;
        }
        boolean known = measured || VALIDATORS.stream().anyMatch(name -> said.get(name) != null);
        return known ? Reply.of(kept.status(), KeptHeaders.updated(before, said), kept.bytes()) : kept;
    }
}
