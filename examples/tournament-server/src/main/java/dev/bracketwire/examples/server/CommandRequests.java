// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.AppJson;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Commands;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Refusal;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes commands from requests. The components of the record come from the path, from the query of a request without
 * body, or from the JSON object in the body; a value that does not fit is refused with the name of its field.
 */
final class CommandRequests {
    /** The largest body in bytes. */
    static final int LARGEST = 64 * 1024;

    private static final ObjectReader STRICT =
            AppJson.MAPPER.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);

    private CommandRequests() {}

    /** Whether the components of this command come from the query and not from a body. */
    static boolean byQuery(Operation operation) {
        return operation.method().equals("GET") || operation.method().equals("DELETE");
    }

    /** Returns the components that are in the path. */
    static Set<String> pathParts(Operation operation) {
        return Arrays.stream(operation.path().split("/"))
                .filter(part -> part.startsWith("{"))
                .map(part -> part.substring(1, part.length() - 1))
                .collect(Collectors.toSet());
    }

    /** Whether a component may be left out. */
    static boolean isOptional(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class) || component.getType() == boolean.class;
    }

    /** Reads a command; refuses unknown fields and values that do not fit. */
    static <C extends Command> C read(Class<C> type, Context ctx) {
        Operation operation = Commands.operation(type);
        Set<String> inPath = pathParts(operation);
        Map<String, Object> given = new LinkedHashMap<>();
        if (byQuery(operation)) {
            ctx.queryParamMap().forEach((name, values) -> given.put(name, single(name, values)));
            if (body(ctx.req()).length > 0) {
                throw new Refusal(Reason.INVALID, "A " + operation.method() + " request has no body.");
            }
        } else {
            fields(ctx).forEach(field -> given.put(field.getKey(), field.getValue()));
        }
        RecordComponent[] components = type.getRecordComponents();
        List<String> known = Arrays.stream(components)
                .map(RecordComponent::getName)
                .filter(name -> !inPath.contains(name))
                .toList();
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw new Refusal(
                        Reason.INVALID,
                        "There is no field \"" + shortened(name) + "\" here"
                                + (known.isEmpty() ? "." : ", only " + String.join(", ", known) + "."));
            }
        }
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            Object value = inPath.contains(name) ? inPath(name, ctx.pathParam(name)) : given.get(name);
            values[i] = converted(components[i], value);
        }
        return created(type, components, values);
    }

    private static String single(String name, List<String> values) {
        if (values.size() != 1) {
            throw new Refusal(Reason.INVALID, shortened(name) + " is there " + values.size() + " times. Give it once.");
        }
        return values.get(0);
    }

    private static @Nullable Object inPath(String name, String value) {
        return name.equals("person") && value.equals("me") ? null : value;
    }

    private static Set<Map.Entry<String, JsonNode>> fields(Context ctx) {
        byte[] body = body(ctx.req());
        if (body.length == 0) {
            return Set.of();
        }
        String contentType = String.valueOf(ctx.contentType());
        if (!contentType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new Refusal(Reason.INVALID, "The body must be JSON, with the header Content-Type: application/json.");
        }
        try {
            JsonNode root = STRICT.readTree(body);
            if (!root.isObject()) {
                throw new Refusal(Reason.INVALID, "The body must be a JSON object.");
            }
            return root.properties();
        } catch (JsonProcessingException e) {
            throw new Refusal(
                    Reason.INVALID,
                    "The body is no valid JSON: " + e.getOriginalMessage().split("\n", 2)[0]);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Reads the body; refuses one that is too large. */
    static byte[] body(HttpServletRequest request) {
        try (InputStream in = request.getInputStream()) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new TooLargeException();
            }
            return bytes;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static @Nullable Object converted(RecordComponent component, @Nullable Object value) {
        String name = component.getName();
        Class<?> type = component.getType();
        if (value == null || (value instanceof JsonNode node && node.isNull())) {
            if (type == boolean.class) {
                return false;
            }
            if (isOptional(component) || name.equals("person")) {
                return null;
            }
            throw new Refusal(Reason.INVALID, name + " is missing. It must be " + expected(type) + ".");
        }
        Object result = value instanceof JsonNode node ? ofJson(type, node) : ofText(type, (String) value);
        if (result == null) {
            throw new Refusal(Reason.INVALID, name + " must be " + expected(type) + ".");
        }
        return result;
    }

    private static @Nullable Object ofJson(Class<?> type, JsonNode node) {
        if (type == String.class) {
            return node.isTextual() ? node.textValue() : null;
        }
        if (type == boolean.class || type == Boolean.class) {
            return node.isBoolean() ? node.booleanValue() : null;
        }
        if (type.isEnum()) {
            return node.isTextual() ? constant(type, node.textValue()) : null;
        }
        if (!node.isIntegralNumber()) {
            return null;
        }
        return isInt(type) ? (node.canConvertToInt() ? (Object) node.intValue() : null) : longValue(node);
    }

    private static @Nullable Object longValue(JsonNode node) {
        return node.canConvertToLong() ? node.longValue() : null;
    }

    private static boolean isInt(Class<?> type) {
        return type == int.class || type == Integer.class;
    }

    private static @Nullable Object ofText(Class<?> type, String text) {
        if (type == String.class) {
            return text;
        }
        if (type == boolean.class || type == Boolean.class) {
            return text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
        }
        if (type.isEnum()) {
            return constant(type, text);
        }
        try {
            return isInt(type) ? (Object) Integer.valueOf(text) : (Object) Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Object constant(Class<?> type, String text) {
        String wanted = text.replace('-', '_');
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> ((Enum<?>) each).name().equalsIgnoreCase(wanted))
                .findFirst()
                .orElse(null);
    }

    private static String expected(Class<?> type) {
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        }
        return type == String.class
                ? "a text"
                : type == boolean.class || type == Boolean.class ? "true or false" : "a whole number";
    }

    private static <C extends Command> C created(
            Class<C> type, RecordComponent[] components, @Nullable Object[] values) {
        try {
            Constructor<C> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be created", e);
        }
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    /** The body is larger than the limit. */
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("the body is larger than " + LARGEST + " bytes");
        }
    }
}
