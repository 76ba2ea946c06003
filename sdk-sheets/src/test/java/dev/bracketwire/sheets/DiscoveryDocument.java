// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Google's description of one of its APIs. */
final class DiscoveryDocument {
    private final JsonNode document;
    private final Map<String, JsonNode> methods = new HashMap<>();

    DiscoveryDocument(JsonNode document) {
        this.document = document;
        collect(document.path("resources"));
    }

    private void collect(JsonNode resources) {
        for (JsonNode resource : resources) {
            for (JsonNode method : resource.path("methods")) {
                String path = document.path("servicePath").asText()
                        + method.path("path").asText();
                methods.put(method.path("httpMethod").asText() + " " + shape(path), method);
            }
            collect(resource.path("resources"));
        }
    }

    private static String shape(String path) {
        return path.replaceAll("\\{[^}]*}", "{}");
    }

    /** Returns the method of a request such as {@code GET v4/spreadsheets/{id}}. */
    JsonNode method(String request) {
        return methods.getOrDefault(shape(request), MissingNode.getInstance());
    }

    boolean takes(JsonNode method, String parameter) {
        return method.path("parameters").has(parameter)
                || document.path("parameters").has(parameter);
    }

    Set<String> scopes() {
        Set<String> scopes = new HashSet<>();
        document.at("/auth/oauth2/scopes").fieldNames().forEachRemaining(scopes::add);
        return scopes;
    }

    Set<String> parameterValues(String name) {
        Set<String> values = new HashSet<>();
        methods.values()
                .forEach(method ->
                        method.path("parameters").path(name).path("enum").forEach(value -> values.add(value.asText())));
        return values;
    }

    private JsonNode schema(String name) {
        return document.path("schemas").path(name);
    }

    /** Returns what a body has that its schema does not know. */
    List<String> problems(String schema, JsonNode body) {
        List<String> problems = new ArrayList<>();
        if (schema(schema).isMissingNode()) {
            problems.add("no schema " + schema);
        }
        object(schema, body, schema, problems);
        return problems;
    }

    private void object(String schema, JsonNode body, String path, List<String> problems) {
        body.properties().forEach(field -> {
            JsonNode property = schema(schema).path("properties").path(field.getKey());
            value(property, field.getValue(), path + "." + field.getKey(), problems);
        });
        if (body.path("fields").isTextual()) {
            for (String subject : List.of("properties", "cell", "namedRange", "developerMetadata", "rows")) {
                JsonNode property = schema(schema).path("properties").path(subject);
                if (body.has(subject)) {
                    String masked = subject.equals("rows")
                            ? "CellData"
                            : property.path("$ref").asText();
                    problems.addAll(maskProblems(masked, body.path("fields").asText()));
                }
            }
        }
    }

    private void value(JsonNode property, JsonNode value, String path, List<String> problems) {
        if (property.isMissingNode()) {
            problems.add(path + " is unknown");
        } else if (property.has("$ref")) {
            object(property.path("$ref").asText(), value, path, problems);
        } else if (property.path("type").asText().equals("array")) {
            if (!value.isArray()) {
                problems.add(path + " must be a list");
            }
            value.forEach(each -> value(property.path("items"), each, path + "[]", problems));
        } else if (property.has("enum")) {
            Set<String> known = new HashSet<>();
            property.path("enum").forEach(each -> known.add(each.asText()));
            if (!known.contains(value.asText())) {
                problems.add(path + " cannot be " + value);
            }
        } else {
            boolean fits = switch (property.path("type").asText()) {
                case "string" -> value.isTextual();
                case "boolean" -> value.isBoolean();
                case "integer" -> value.isIntegralNumber();
                case "number" -> value.isNumber();
                default -> true;
            };
            if (!fits) {
                problems.add(path + " must be " + property.path("type").asText() + ", not " + value);
            }
        }
    }

    /** Returns what a mask names that the schema does not know. */
    List<String> maskProblems(String schema, String mask) {
        List<String> problems = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= mask.length(); i++) {
            char character = i < mask.length() ? mask.charAt(i) : ',';
            depth += character == '(' ? 1 : character == ')' ? -1 : 0;
            if (character == ',' && depth == 0) {
                part(schema, mask.substring(start, i), problems);
                start = i + 1;
            }
        }
        return problems;
    }

    private void part(String schema, String part, List<String> problems) {
        int end = 0;
        while (end < part.length() && Character.isLetterOrDigit(part.charAt(end))) {
            end++;
        }
        JsonNode property = schema(schema).path("properties").path(part.substring(0, end));
        if (property.isMissingNode()) {
            problems.add(schema + " has no " + part.substring(0, end));
            return;
        }
        String inner = part.substring(end);
        JsonNode target = property.has("items") ? property.path("items") : property;
        if (inner.startsWith("(")) {
            problems.addAll(maskProblems(target.path("$ref").asText(), inner.substring(1, inner.length() - 1)));
        } else if (inner.startsWith(".")) {
            problems.addAll(maskProblems(target.path("$ref").asText(), inner.substring(1)));
        }
    }
}
