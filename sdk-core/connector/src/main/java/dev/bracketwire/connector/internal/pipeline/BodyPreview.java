// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.run.Futures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows rules the body of a reply that the caller takes as a file or a stream, before the caller gets it. */
final class BodyPreview {
    /** A refusal is never longer. JSON may be, as it is for ordinary calls. */
    private static final int SHORT = 1 << 16;

    private BodyPreview() {}

    /** Gives the reply with its body if that is short enough, otherwise as it is. */
    static Reply of(CallState callState, Reply reply) throws IOException {
        if (callState.pipeline.config.rules().isEmpty()) {
            return reply;
        }
        if (callState.part != null) {
            long cap = isJson(reply) ? Math.max(SHORT, callState.pipeline.config.maxBody()) : SHORT;
            return FileDownload.size(callState.part) > cap
                    ? reply
                    : Reply.of(reply.status(), reply.headers(), FileDownload.bytes(callState.part));
        }
        InputStream stream = callState.stream;
        return stream == null || !isShort(reply) ? reply : read(callState, reply, stream);
    }

    private static Reply read(CallState callState, Reply reply, InputStream stream) throws IOException {
        try {
            byte[] bytes = stream.readAllBytes();
            callState.stream = new ByteArrayInputStream(bytes);
            return Reply.of(reply.status(), reply.headers(), bytes);
        } finally {
            Futures.close(stream);
        }
    }

    /** Whether a stream ends soon: it announces its length, so that no stream that goes on for ever is waited for. */
    private static boolean isShort(Reply reply) {
        String length = reply.headers().get("Content-Length");
        return isJson(reply) && length != null && length.matches("\\d{1,5}") && Integer.parseInt(length) <= SHORT;
    }

    private static boolean isJson(Reply reply) {
        @Nullable String type = reply.headers().get("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }
}
