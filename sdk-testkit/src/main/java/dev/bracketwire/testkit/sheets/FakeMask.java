// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Is a field mask, {@code a,b(c,d),e.f} with {@code /} for {@code .} too: a tree of names, whose leaf means all below. */
final class FakeMask {
    private static final Pattern SNAKE = Pattern.compile("_([a-z])");

    private final Map<String, FakeMask> fields = new LinkedHashMap<>();

    private FakeMask() {}

    static FakeMask parse(String text) {
        FakeMask root = new FakeMask();
        int end = root.read(text, 0);
        if (end != text.length()) {
            throw broken(text);
        }
        return root;
    }

    boolean isLeaf() {
        return fields.isEmpty() || fields.containsKey("*");
    }

    boolean has(String... path) {
        FakeMask mask = this;
        for (String name : path) {
            if (mask.isLeaf()) {
                return true;
            }
            FakeMask next = mask.fields.get(name);
            if (next == null) {
                return false;
            }
            mask = next;
        }
        return true;
    }

    /** Refuses names that the type does not have. */
    void check(FakeMessages messages, String type) {
        check(messages, type, "");
    }

    private void check(FakeMessages messages, String type, String before) {
        fields.forEach((name, below) -> {
            String found = name.equals("*") ? "any" : messages.field(type, name);
            if (found == null) {
                throw FakeGoogleError.violation(
                        "Request contains an invalid argument.",
                        "fields",
                        "Error expanding 'fields' parameter. Cannot find matching fields for path '" + before + name
                                + "'.");
            }
            if (!below.fields.isEmpty()) {
                below.check(messages, found.startsWith("[") ? found.substring(1) : found, before + name + ".");
            }
        });
    }

    /** Gives the parts of an answer that the mask names. */
    JsonNode select(JsonNode json) {
        if (isLeaf()) {
            return json;
        }
        if (json instanceof ArrayNode array) {
            ArrayNode selected = JsonNodeFactory.instance.arrayNode();
            array.forEach(each -> selected.add(select(each)));
            return selected;
        }
        ObjectNode selected = JsonNodeFactory.instance.objectNode();
        json.properties().forEach(field -> {
            FakeMask below = fields.get(field.getKey());
            if (below != null) {
                selected.set(field.getKey(), below.select(field.getValue()));
            }
        });
        return selected;
    }

    /** Copies the fields that the mask names from one object into another; fields that the first lacks are removed there. */
    void copy(JsonNode from, ObjectNode into) {
        if (isLeaf()) {
            into.removeAll();
            if (from instanceof ObjectNode object) {
                into.setAll(object.deepCopy());
            }
            return;
        }
        fields.forEach((name, below) -> {
            JsonNode source = from.path(name);
            if (!below.isLeaf()) {
                ObjectNode target = into.path(name).isObject()
                        ? (ObjectNode) into.path(name).deepCopy()
                        : JsonNodeFactory.instance.objectNode();
                below.copy(source, target);
                if (target.isEmpty()) {
                    into.remove(name);
                } else {
                    into.set(name, target);
                }
            } else if (source.isMissingNode() || source.isNull()) {
                into.remove(name);
            } else {
                into.set(name, source.deepCopy());
            }
        });
    }

    private int read(String text, int start) {
        int at = start;
        while (true) {
            FakeMask mask = this;
            while (true) {
                int end = at;
                while (end < text.length() && ",()./".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                String name = text.substring(at, end).trim();
                if (name.isEmpty()) {
                    throw broken(text);
                }
                mask = mask.fields.computeIfAbsent(camel(name), key -> new FakeMask());
                at = end;
                if (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == '/')) {
                    at++;
                } else {
                    break;
                }
            }
            if (at < text.length() && text.charAt(at) == '(') {
                at = mask.read(text, at + 1);
                if (at >= text.length() || text.charAt(at) != ')') {
                    throw broken(text);
                }
                at++;
            }
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
            } else {
                return at;
            }
        }
    }

    private static String camel(String name) {
        Matcher snake = SNAKE.matcher(name);
        return snake.find() ? snake.replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT)) : name;
    }

    private static FakeGoogleError broken(String text) {
        return FakeGoogleError.violation(
                "Request contains an invalid argument.", "fields", "Error parsing 'fields' parameter: " + text);
    }
}
