// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.riot;

import java.util.Collection;
import java.util.stream.Collectors;

/** Writes the little JSON that the fake needs. */
final class FakeJson {
    private final StringBuilder text = new StringBuilder("{");

    private FakeJson() {}

    static FakeJson object() {
        return new FakeJson();
    }

    static String array(Collection<String> values) {
        return "[" + String.join(",", values) + "]";
    }

    static String texts(Collection<String> values) {
        return values.stream().map(FakeJson::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    FakeJson with(String name, String value) {
        return raw(name, quoted(value));
    }

    FakeJson with(String name, long value) {
        return raw(name, Long.toString(value));
    }

    FakeJson with(String name, boolean value) {
        return raw(name, Boolean.toString(value));
    }

    FakeJson raw(String name, String json) {
        text.append(text.length() == 1 ? "" : ",")
                .append(quoted(name))
                .append(':')
                .append(json);
        return this;
    }

    @Override
    public String toString() {
        return text + "}";
    }

    static String quoted(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            if (each == '"' || each == '\\') {
                quoted.append('\\').append(each);
            } else if (each < ' ') {
                quoted.append("\\u00").append(each < 0x10 ? "0" : "").append(Integer.toHexString(each));
            } else {
                quoted.append(each);
            }
        }
        return quoted.append('"').toString();
    }
}
