// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.AppJson;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Commands;
import dev.bracketwire.examples.tournament.Operation;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Describes the API as OpenAPI 3.1, made from the commands themselves. */
final class OpenApiDocument {
    private OpenApiDocument() {}

    /** Returns the document as JSON. */
    static String text(URI publicAddress) {
        ObjectNode root = AppJson.MAPPER.createObjectNode();
        root.put("openapi", "3.1.0");
        root.putObject("info").put("title", "Tournament server").put("version", "1");
        root.putArray("servers").addObject().put("url", publicAddress + "/api");
        ObjectNode paths = root.putObject("paths");
        for (Class<? extends Command> type : Commands.types()) {
            Operation operation = Commands.operation(type);
            paths.withObjectProperty(operation.path())
                    .set(operation.method().toLowerCase(Locale.ROOT), operation(type, operation));
        }
        ObjectNode components = root.putObject("components");
        ObjectNode schemas = components.putObject("schemas");
        for (Class<?> answer : Answer.class.getPermittedSubclasses()) {
            schemas.set(answer.getSimpleName(), answer(answer));
        }
        ObjectNode security = components.putObject("securitySchemes");
        security.putObject("session").put("type", "apiKey").put("in", "cookie").put("name", Requester.COOKIE);
        security.putObject("token").put("type", "http").put("scheme", "bearer");
        ArrayNode either = root.putArray("security");
        either.addObject().putArray("session");
        either.addObject().putArray("token");
        either.addObject();
        return root.toPrettyString();
    }

    private static ObjectNode operation(Class<? extends Command> type, Operation operation) {
        ObjectNode described = AppJson.MAPPER.createObjectNode();
        described.put("operationId", operation.name()).put("summary", operation.summary());
        Set<String> inPath = CommandRequests.pathParts(operation);
        ArrayNode parameters = described.putArray("parameters");
        ObjectNode body = AppJson.MAPPER.createObjectNode();
        body.put("type", "object").put("additionalProperties", false);
        ObjectNode properties = body.putObject("properties");
        ArrayNode required = AppJson.MAPPER.createArrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            boolean path = inPath.contains(component.getName());
            boolean optional = CommandRequests.isOptional(component);
            if (path || CommandRequests.byQuery(operation)) {
                parameters
                        .addObject()
                        .put("name", component.getName())
                        .put("in", path ? "path" : "query")
                        .put("required", path || !optional)
                        .set("schema", schema(component.getType()));
            } else {
                properties.set(component.getName(), schema(component.getType()));
                if (!optional) {
                    required.add(component.getName());
                }
            }
        }
        if (!CommandRequests.byQuery(operation)) {
            if (!required.isEmpty()) {
                body.set("required", required);
            }
            ObjectNode request = described.putObject("requestBody");
            request.put("required", !required.isEmpty());
            request.putObject("content").putObject("application/json").set("schema", body);
        }
        responses(described.putObject("responses"));
        return described;
    }

    private static void responses(ObjectNode responses) {
        response(responses, "200", "Carried out, or planned and to be confirmed", "Done", "Planned");
        for (List<String> each : List.of(
                List.of("401", "Sign in first"),
                List.of("403", "The permission is missing"),
                List.of("404", "It is not there"),
                List.of("409", "The state does not allow it"),
                List.of("422", "A value is not acceptable"),
                List.of("503", "A service that this needs cannot be reached"))) {
            response(responses, each.get(0), each.get(1), "Refused");
        }
        response(responses, "500", "It failed", "Failed");
    }

    private static void response(ObjectNode responses, String status, String text, String... schemas) {
        ObjectNode schema = responses
                .putObject(status)
                .put("description", text)
                .putObject("content")
                .putObject("application/json")
                .putObject("schema");
        if (schemas.length == 1) {
            schema.put("$ref", "#/components/schemas/" + schemas[0]);
        } else {
            ArrayNode either = schema.putArray("oneOf");
            Arrays.stream(schemas).forEach(name -> either.addObject().put("$ref", "#/components/schemas/" + name));
        }
    }

    private static ObjectNode answer(Class<?> type) {
        ObjectNode schema = AppJson.MAPPER.createObjectNode();
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("result").put("const", type.getSimpleName().toLowerCase(Locale.ROOT));
        ArrayNode required = schema.putArray("required").add("result");
        for (RecordComponent component : type.getRecordComponents()) {
            properties.set(component.getName(), schema(component.getType()));
            if (!CommandRequests.isOptional(component)) {
                required.add(component.getName());
            }
        }
        return schema;
    }

    private static ObjectNode schema(Class<?> type) {
        ObjectNode schema = AppJson.MAPPER.createObjectNode();
        if (type == String.class) {
            return schema.put("type", "string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == int.class || type == Integer.class) {
            return schema.put("type", "integer").put("format", "int32");
        }
        if (type == long.class || type == Long.class) {
            return schema.put("type", "integer").put("format", "int64");
        }
        if (type.isEnum()) {
            ArrayNode names = schema.put("type", "string").putArray("enum");
            Arrays.stream(type.getEnumConstants()).forEach(each -> names.add(((Enum<?>) each).name()));
            return schema;
        }
        return type == List.class ? schema.put("type", "array") : schema;
    }
}
