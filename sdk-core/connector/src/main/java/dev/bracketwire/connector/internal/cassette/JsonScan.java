// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cassette;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bracketwire.internal.json.Json;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Masks the values of secret fields in a JSON text and leaves every other character as it is. It needs no well-formed
 * text, since one that broke off holds secrets too. A string becomes the mask, a number 0, so that a reply can still be
 * read as its type.
 */
final class JsonScan {
    private final String text;
    private final Predicate<String> isSecret;
    private final Consumer<String> secrets;
    private final UnaryOperator<String> strings;
    private final UnaryOperator<String> numbers;
    private final StringBuilder out;
    private int at;
    private int depth;
    private boolean afterName;
    private int maskedFrom = Integer.MAX_VALUE;

    /** Masks what has a secret's name, and hands it over. */
    static String byName(String text, Predicate<String> isSecret, Consumer<String> secrets) {
        return new JsonScan(text, isSecret, secrets, string -> string, number -> number).masked();
    }

    /** Changes each string, as it is written without its quotes, and each number; the text stays as well-formed as it is. */
    static String each(String text, UnaryOperator<String> strings, UnaryOperator<String> numbers) {
        return new JsonScan(text, name -> false, secret -> {}, strings, numbers).masked();
    }

    private JsonScan(
            String text,
            Predicate<String> isSecret,
            Consumer<String> secrets,
            UnaryOperator<String> strings,
            UnaryOperator<String> numbers) {
        this.text = text;
        this.isSecret = isSecret;
        this.secrets = secrets;
        this.strings = strings;
        this.numbers = numbers;
        this.out = new StringBuilder(text.length());
    }

    private String masked() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                string();
            } else if (c == '-' || (c >= '0' && c <= '9')) {
                number();
            } else {
                structure(c);
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private void structure(char c) {
        switch (c) {
            case '{', '[' -> {
                depth++;
                if (afterName && maskedFrom == Integer.MAX_VALUE) {
                    maskedFrom = depth;
                }
                afterName = false;
            }
            case '}', ']' -> {
                if (depth == maskedFrom) {
                    maskedFrom = Integer.MAX_VALUE;
                }
                depth--;
                afterName = false;
            }
            case ',' -> afterName = false;
            default -> {}
        }
    }

    private void string() {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        end = Math.min(end + 1, text.length());
        String token = text.substring(at, end);
        at = end;
        if (isFollowedByColon(end)) {
            out.append(changed(token));
            afterName = isSecret.test(value(token));
        } else if (afterName || depth >= maskedFrom) {
            secrets.accept(value(token));
            out.append('"').append(CassetteMask.TEXT).append('"');
            afterName = false;
        } else {
            out.append(changed(token));
        }
    }

    private void number() {
        int end = at;
        while (end < text.length() && "+-.eE0123456789".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        String token = text.substring(at, end);
        at = end;
        if (afterName || depth >= maskedFrom) {
            secrets.accept(token);
            out.append('0');
        } else {
            out.append(numbers.apply(token));
        }
        afterName = false;
    }

    private boolean isFollowedByColon(int end) {
        int next = end;
        while (next < text.length() && " \t\r\n".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        return next < text.length() && text.charAt(next) == ':';
    }

    private String changed(String token) {
        int end = isClosed(token) ? token.length() - 1 : token.length();
        return '"' + strings.apply(token.substring(1, end)) + token.substring(end);
    }

    private static boolean isClosed(String token) {
        return token.length() > 1 && token.endsWith("\"");
    }

    private static String value(String token) {
        String inside = token.substring(1, isClosed(token) ? token.length() - 1 : token.length());
        try {
            return Json.tree(("\"" + inside + "\"").getBytes(UTF_8)).asText();
        } catch (UncheckedIOException e) {
            return inside; // broken off inside an escape
        }
    }
}
