// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.state;

import dev.bracketwire.supervisor.internal.os.ProcessId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the few kinds of JSON that a record is made of. The classes and buffers of a library for it would take more of
 * the first start, and of the memory of an idle supervisor, than all records together.
 */
final class JsonText {
    private final StringBuilder json = new StringBuilder(640).append('{');

    JsonText text(String name, @Nullable String value) {
        name(name);
        if (value == null) {
            json.append("null");
        } else {
            quoted(value);
        }
        return this;
    }

    JsonText number(String name, long value) {
        name(name);
        json.append(value);
        return this;
    }

    JsonText flag(String name, boolean value) {
        name(name);
        json.append(value);
        return this;
    }

    JsonText numbers(String name, List<Integer> values) {
        begin(name, '[');
        for (int value : values) {
            next();
            json.append(value);
        }
        json.append(']');
        return this;
    }

    JsonText texts(String name, List<String> values) {
        begin(name, '[');
        for (String value : values) {
            next();
            quoted(value);
        }
        json.append(']');
        return this;
    }

    /** Adds nothing if there is none. */
    JsonText process(String name, @Nullable ProcessId process) {
        if (process != null) {
            begin(name, '{');
            number("pid", process.pid()).number("start", process.start());
            json.append('}');
        }
        return this;
    }

    /** Everything so far, without the bracket that closes the object. */
    byte[] openBytes() {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void begin(String name, char bracket) {
        name(name);
        json.append(bracket);
    }

    private void name(String name) {
        next();
        quoted(name);
        json.append(':');
    }

    private void next() {
        char last = json.charAt(json.length() - 1);
        if (last != '{' && last != '[') {
            json.append(',');
        }
    }

    private void quoted(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter < ' ') {
                json.append("\\u00")
                        .append(Character.forDigit(letter >> 4, 16))
                        .append(Character.forDigit(letter & 15, 16));
            } else {
                if (letter == '"' || letter == '\\') {
                    json.append('\\');
                }
                json.append(letter);
            }
        }
        json.append('"');
    }
}
