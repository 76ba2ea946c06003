// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Knows the fields of Google's messages, and refuses a body with other ones as Google does. */
final class FakeMessages {
    private static final String VALUE = "type.googleapis.com/google.protobuf.ListValue";

    private final Map<String, Map<String, String>> types = new HashMap<>();

    FakeMessages() {
        try (InputStream file = Objects.requireNonNull(FakeMessages.class.getResourceAsStream("messages.txt"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                String[] words = line.split(" ", -1);
                Map<String, String> fields = new HashMap<>();
                for (int i = 1; i < words.length; i++) {
                    int colon = words[i].indexOf(':');
                    fields.put(words[i].substring(0, colon), words[i].substring(colon + 1));
                }
                types.put(words[0], fields);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the type of a field: a scalar's name, a message's name, either with {@code [} in front, or null. */
    @Nullable
    String field(String type, String name) {
        return type.equals("any") ? "any" : types.getOrDefault(type, Map.of()).get(name);
    }

    /** Refuses a body that is not of the type. The path is "data" where the URL gives the other fields. */
    void check(JsonNode json, String type, String path) {
        if (json.isNull() || type.equals("any")) {
            return;
        }
        if (type.startsWith("[")) {
            String below = type.substring(1);
            if (!json.isArray()) {
                if (!json.isObject() && !below.startsWith("[") && types.containsKey(below)) {
                    throw invalidValue(path, "type.googleapis.com/google.apps.sheets.v4." + below, json);
                }
                if (below.startsWith("[")) {
                    throw invalidValue(path, VALUE, json);
                }
                check(json, below, path);
                return;
            }
            for (int i = 0; i < json.size(); i++) {
                if (below.startsWith("[") && !json.get(i).isArray()) {
                    throw invalidValue(path + "[" + i + "]", VALUE, json.get(i));
                }
                check(json.get(i), below, path + "[" + i + "]");
            }
            return;
        }
        Map<String, String> fields = types.get(type);
        if (fields == null) {
            scalar(json, type, path);
        } else if (!json.isObject()) {
            throw invalidValue(path, "type.googleapis.com/google.apps.sheets.v4." + type, json);
        } else {
            json.properties().forEach(each -> {
                String name = each.getKey();
                String found = fields.get(name);
                if (found == null) {
                    String message = "Invalid JSON payload received. Unknown name \"" + name + "\""
                            + (path.isEmpty() ? "" : " at '" + path + "'") + ": Cannot find field.";
                    throw FakeGoogleError.violation(message, path, message);
                }
                check(each.getValue(), found, path.isEmpty() ? snake(name) : path + "." + snake(name));
            });
        }
    }

    private static void scalar(JsonNode json, String type, String path) {
        boolean fits = switch (type) {
            case "boolean" -> json.isBoolean() || json.asText().matches("true|false");
            case "integer" -> json.canConvertToExactIntegral() || json.asText().matches("-?\\d+");
            case "number" -> json.isNumber() || json.asText().matches("-?\\d+(\\.\\d*)?([eE][+-]?\\d+)?");
            case "enum" -> json.isTextual() || json.isInt();
            default -> json.isTextual();
        };
        if (!fits) {
            String name = switch (type) {
                case "boolean" -> "TYPE_BOOL";
                case "integer" -> "TYPE_INT32";
                case "number" -> "TYPE_DOUBLE";
                case "enum" -> "TYPE_ENUM";
                default -> "TYPE_STRING";
            };
            throw invalidValue(path, name, json);
        }
    }

    private static FakeGoogleError invalidValue(String path, String type, JsonNode json) {
        String message = "Invalid value at '" + path + "' (" + type + "), " + json;
        return FakeGoogleError.violation(message, path, message);
    }

    private static String snake(String name) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char each = name.charAt(i);
            snake.append(Character.isUpperCase(each) ? "_" : "").append(each);
        }
        return snake.toString().toLowerCase(Locale.ROOT);
    }
}
