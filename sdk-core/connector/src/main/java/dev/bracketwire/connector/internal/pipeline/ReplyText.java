// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.json.Json;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;

/** Reads a body in the charset its content type names. */
public final class ReplyText {
    private ReplyText() {}

    /** The charset, UTF-8 unless the content type names another that is known here. */
    public static Charset charset(Reply reply) {
        String type = reply.headers().get("Content-Type");
        int at = type == null ? -1 : type.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (type == null || at < 0) {
            return StandardCharsets.UTF_8;
        }
        String name = type.substring(at + "charset=".length()).replaceAll("^\"|[\";\\s].*$", "");
        try {
            return name.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** The body as a tree, as {@link Json#tree(byte[])} reads it. */
    public static JsonNode tree(Reply reply) {
        Charset charset = charset(reply);
        return charset.equals(StandardCharsets.UTF_8)
                ? Json.tree(reply.bytes())
                : Json.tree(new String(reply.bytes(), charset));
    }
}
