// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator.internal;

import dev.bracketwire.connector.CallListener.Operation;
import dev.bracketwire.connector.CallListener.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds one line of JSON after the other in the same bytes, since each call pays for it. For one thread at a time. */
public final class AuditLine {
    /** What stands before a seal. */
    static final byte[] SEAL = ",\"seal\":\"".getBytes(StandardCharsets.US_ASCII);

    /** What stands after it. */
    static final byte[] END = "\"}\n".getBytes(StandardCharsets.US_ASCII);

    private static final int LONGEST_TEXT = 1_000;
    private static final int REMEMBERED = 2_000;
    private static final Map<Source, String> WORDS = words();

    private final Map<Operation, byte[]> operations = new HashMap<>();
    private byte[] bytes = new byte[1024];
    private int length;
    private long second = Long.MIN_VALUE;
    private byte[] secondText = {};

    AuditLine begin(long number, long millis) {
        length = 0;
        put("{\"n\":");
        put(number);
        put(",\"at\":\"");
        long now = Math.floorDiv(millis, 1000L);
        if (now != second) {
            second = now;
            String text = Instant.ofEpochSecond(now).toString();
            secondText = text.substring(0, text.length() - 1).getBytes(StandardCharsets.US_ASCII);
        }
        put(secondText);
        int rest = (int) Math.floorMod(millis, 1000L);
        room(8);
        bytes[length++] = '.';
        bytes[length++] = (byte) ('0' + rest / 100);
        bytes[length++] = (byte) ('0' + rest / 10 % 10);
        bytes[length++] = (byte) ('0' + rest % 10);
        bytes[length++] = 'Z';
        bytes[length++] = '"';
        return this;
    }

    /** Adds who it was, unless it was the application itself. */
    public AuditLine who(byte @Nullable [] pseudonym) {
        if (pseudonym != null) {
            put(",\"who\":\"");
            put(pseudonym);
            room(1);
            bytes[length++] = '"';
        }
        return this;
    }

    /** Adds what was called. */
    public AuditLine operation(Operation operation) {
        byte[] known = operations.get(operation);
        if (known == null) {
            int start = length;
            text("what", operation.method() + " " + operation.template());
            text("connector", operation.connector());
            text("host", operation.host());
            if (operations.size() >= REMEMBERED) {
                operations.clear();
            }
            operations.put(operation, Arrays.copyOfRange(bytes, start, length));
        } else {
            put(known);
        }
        return this;
    }

    /** Adds the outcome. */
    public AuditLine outcome(String word) {
        return text("outcome", word);
    }

    /** Adds a number. */
    public AuditLine number(String name, long value) {
        name(name);
        put(value);
        return this;
    }

    /** Adds a text, of which what is beyond a thousand characters is left out. */
    public AuditLine text(String name, String value) {
        name(name);
        room(2 + 6 * LONGEST_TEXT);
        bytes[length++] = '"';
        int end = Math.min(value.length(), LONGEST_TEXT);
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                escaped(c);
            } else {
                bytes[length++] = (byte) c;
            }
        }
        bytes[length++] = '"';
        return this;
    }

    private void escaped(char c) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[length++] = (byte) Character.forDigit(c >> shift & 0xf, 16);
        }
    }

    private void name(String name) {
        put(",\"");
        put(name);
        put("\":");
    }

    /** Ends the line, with a place for its seal. */
    AuditLine end() {
        put(SEAL);
        room(AuditSeal.LENGTH);
        Arrays.fill(bytes, length, length + AuditSeal.LENGTH, (byte) ' ');
        length += AuditSeal.LENGTH;
        put(END);
        return this;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void put(String ascii) {
        int more = ascii.length();
        room(more);
        for (int i = 0; i < more; i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    private void put(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void put(long number) {
        room(20);
        if (number < 0) {
            bytes[length++] = '-';
        }
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        }
        length += digits;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /** A word for where a reply came from. */
    public static String word(Source source) {
        return WORDS.getOrDefault(source, "");
    }

    private static Map<Source, String> words() {
        Map<Source, String> words = new EnumMap<>(Source.class);
        for (Source source : Source.values()) {
            words.put(source, source.name().toLowerCase(Locale.ROOT));
        }
        return words;
    }
}
