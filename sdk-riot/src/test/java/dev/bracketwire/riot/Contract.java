// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.testkit.Received;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Judges requests and answers by an OpenAPI document. */
final class Contract {
    // What is left out: other games, and what needs a token of each player.
    private static final Pattern OURS =
            Pattern.compile("/riot/account/.*|/tft/.*|/lol/(summoner|league|match|champion-mastery"
                    + "|spectator|status|challenges|tournament|tournament-stub)/.*");

    private Contract() {}

    /** The operation of a request whose path begins with a route. */
    static Optional<JsonNode> operation(JsonNode contract, Received request) {
        return operation(contract, request.method(), request.path());
    }

    static Optional<JsonNode> operation(JsonNode contract, String method, String path) {
        return template(contract, path)
                .map(template -> contract.path("paths").path(template).path(method.toLowerCase(Locale.ROOT)))
                .filter(JsonNode::isObject);
    }

    private static Optional<String> template(JsonNode contract, String path) {
        String behind = path.substring(path.indexOf('/', 1));
        List<String> fitting = new ArrayList<>();
        contract.path("paths").fieldNames().forEachRemaining(template -> {
            if (behind.matches(Pattern.compile("\\{[^}]*}").matcher(template).replaceAll("[^/]+"))) {
                fitting.add(template);
            }
        });
        return fitting.stream()
                .min(Comparator.comparing(
                        (String template) -> template.replaceAll("[^{]", "").length()));
    }

    /** What is wrong with a request: parameters that are unknown, missing, or of another kind. */
    static List<String> wrong(JsonNode contract, JsonNode operation, Received request) throws IOException {
        List<String> wrong = new ArrayList<>();
        Set<String> known = new TreeSet<>();
        for (JsonNode parameter : operation.path("parameters")) {
            String name = parameter.path("name").asText();
            if (parameter.path("in").asText().equals("query")) {
                known.add(name);
                Optional<String> value = request.query(name);
                if (value.isEmpty() && parameter.path("required").asBoolean()) {
                    wrong.add(name + " is missing");
                }
                value.ifPresent(text -> fits(parameter.path("schema"), name, text, wrong));
            }
        }
        request.query().keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> wrong.add(name + " is unknown"));
        String route = request.path().split("/", -1)[1];
        String template = template(contract, request.path()).orElseThrow();
        JsonNode routes = contract.path("paths").path(template).path("x-platforms-available");
        if (StreamSupport.stream(routes.spliterator(), false)
                .noneMatch(each -> each.asText().equals(route))) {
            wrong.add(route + " is no route of it");
        }
        JsonNode body = operation.at("/requestBody/content/application~1json/schema");
        if (!body.isMissingNode()) {
            valid(contract, body, Payloads.MAPPER.readTree(request.text()), "", wrong);
        } else if (!request.text().isEmpty()) {
            wrong.add("it has a body");
        }
        return wrong;
    }

    private static void fits(JsonNode schema, String name, String value, List<String> wrong) {
        if (schema.path("type").asText().equals("integer") && !value.matches("-?[0-9]+")) {
            wrong.add(name + " is no number");
        }
        if (schema.has("enum")
                && StreamSupport.stream(schema.path("enum").spliterator(), false)
                        .noneMatch(each -> each.asText().equals(value))) {
            wrong.add(name + " cannot be " + value);
        }
    }

    /** What is wrong with an answer. */
    static List<String> wrongAnswer(JsonNode contract, String method, String path, String body) throws IOException {
        List<String> wrong = new ArrayList<>();
        JsonNode schema =
                operation(contract, method, path).orElseThrow().at("/responses/200/content/application~1json/schema");
        if (!schema.isMissingNode()) {
            valid(contract, schema, Payloads.MAPPER.readTree(body), "", wrong);
        }
        return wrong;
    }

    private static void valid(JsonNode contract, JsonNode schema, JsonNode value, String path, List<String> wrong) {
        String reference = schema.path("$ref").asText("");
        if (!reference.isEmpty()) {
            valid(contract, contract.at(reference.substring(1)), value, path, wrong);
            return;
        }
        String type = schema.path("type").asText("");
        boolean fits = switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
        if (!fits) {
            wrong.add(path + " is no " + type);
            return;
        }
        if (schema.has("enum") && value.isTextual()) {
            fits(schema, path, value.textValue(), wrong);
        }
        for (JsonNode each : schema.path("required")) {
            if (!value.has(each.asText())) {
                wrong.add(path + "/" + each.asText() + " is missing");
            }
        }
        JsonNode properties = schema.path("properties");
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            if (properties.has(field.getKey())) {
                valid(contract, properties.path(field.getKey()), field.getValue(), path + "/" + field.getKey(), wrong);
            } else if (properties.isObject() && !properties.isEmpty()) {
                wrong.add(path + "/" + field.getKey() + " is unknown");
            }
        }
        if (value.isArray()) {
            value.forEach(each -> valid(contract, schema.path("items"), each, path + "/0", wrong));
        }
    }

    /** Which endpoints of ours nothing was sent to. */
    static List<String> missing(JsonNode contract, List<Received> sent) {
        Set<String> missing = new TreeSet<>();
        contract.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (OURS.matcher(path.getKey()).matches()
                            && List.of("get", "post", "put").contains(method)) {
                        missing.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        for (Received request : sent) {
            template(contract, request.path()).ifPresent(template -> missing.remove(request.method() + " " + template));
        }
        return List.copyOf(missing);
    }
}
