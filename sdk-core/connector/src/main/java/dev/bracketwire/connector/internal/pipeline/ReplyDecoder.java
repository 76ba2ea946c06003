// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.internal.json.Json;
import dev.bracketwire.internal.json.JsonProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Reads a reply as the type the caller asked for; a record's constructor validates it. */
final class ReplyDecoder {
    private final ConcurrentHashMap<Type, ObjectReader> readers = new ConcurrentHashMap<>();

    @Nullable
    Object decode(CallState callState, Reply reply, Type type) {
        if (callState.meaning != Meaning.SUCCESS) {
            throw CallFailures.refused(callState, reply);
        }
        if (type == Void.class) {
            return null;
        }
        if (type == byte[].class) {
            return reply.bytes();
        }
        Charset charset = ReplyText.charset(reply);
        if (type == String.class) {
            return new String(reply.bytes(), charset);
        }
        String expected = name(type);
        if (reply.bytes().length == 0) {
            throw new MalformedReplyException(callState.where(reply), "", expected, "is empty");
        }
        try {
            ObjectReader known = readers.get(type);
            ObjectReader reader = known == null ? readers.computeIfAbsent(type, Json::reader) : known;
            Object value = charset.equals(StandardCharsets.UTF_8)
                    ? reader.readValue(reply.bytes())
                    : reader.readValue(new String(reply.bytes(), charset));
            if (value == null) {
                throw new MalformedReplyException(callState.where(reply), "", expected, "is null");
            }
            return value;
        } catch (JacksonException e) {
            // Without its cause, whose message quotes what it found.
            throw new MalformedReplyException(
                    callState.where(reply),
                    JsonProblem.path(e),
                    JsonProblem.expected(e, expected),
                    JsonProblem.found(e) + contentType(reply));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static String contentType(Reply reply) {
        String type = reply.headers().get("Content-Type");
        return type == null || type.contains("json") ? "" : "; its content type is not JSON";
    }

    private static String name(Type type) {
        return type instanceof Class<?> named ? named.getSimpleName() : type.getTypeName();
    }
}
