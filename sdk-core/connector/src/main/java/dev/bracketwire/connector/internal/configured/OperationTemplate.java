// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Request;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One operation, ready to be filled with values. Immutable. */
public final class OperationTemplate {
    private final String name;
    private final OperationSettings settings;
    private final String method;
    private final List<String> path;
    private final Map<String, Placeholders> query = new LinkedHashMap<>();
    private final Map<String, Placeholders> body = new LinkedHashMap<>();
    private final Set<String> places;
    private final Map<Type, ResultReader<?>> pickers = new ConcurrentHashMap<>();

    /** Takes over settings, which are right once they are made. */
    public OperationTemplate(String name, OperationSettings settings) {
        this.name = name;
        this.settings = settings;
        this.method = settings.method().orElse("GET");
        this.path = new Placeholders(settings.path()).names();
        this.places = new TreeSet<>(path);
        settings.query().forEach((parameter, text) -> query.put(parameter, places(text)));
        settings.body().forEach((field, text) -> body.put(field, places(text)));
    }

    private Placeholders places(String text) {
        Placeholders found = new Placeholders(text);
        places.addAll(found.names());
        return found;
    }

    /** The name it has in the settings. */
    public String name() {
        return name;
    }

    /** The names of its places, sorted. */
    public Set<String> places() {
        return places;
    }

    /** Whether it gives a list. */
    public boolean isList() {
        return settings.items().isPresent();
    }

    /** Whether it gives the reply as it is. */
    public boolean isWhole() {
        return settings.at().isEmpty() && settings.fields().isEmpty();
    }

    /** What reads its results as a type. */
    @SuppressWarnings("unchecked") // each was made for the type it is kept under
    public <T> ResultReader<T> picker(Type type) {
        ResultReader<?> known = pickers.get(type);
        return (ResultReader<T>)
                (known == null ? pickers.computeIfAbsent(type, of -> new ResultReader<>(this, of)) : known);
    }

    OperationSettings settings() {
        return settings;
    }

    /** Refuses a body where the method has none, or where the settings hold one. */
    public void checkBody() {
        if (!OperationSettings.takesBody(method)) {
            throw new IllegalArgumentException("operation \"" + name + "\" is a " + method + ", which carries no body");
        }
        if (!body.isEmpty()) {
            throw new IllegalArgumentException(
                    "operation \"" + name + "\" has its body in the settings; give its values by with(…)");
        }
    }

    /**
     * Makes its request.
     *
     * @throws IllegalArgumentException if a value is missing or cannot stand in its place
     */
    public Request request(Map<String, Object> values, @Nullable Body given, boolean background) {
        Object[] arguments = path.stream()
                .map(place -> Placeholders.given(values, place, name))
                .toArray();
        Request request = Request.of(method, settings.path(), arguments);
        for (Map.Entry<String, Placeholders> parameter : query.entrySet()) {
            Object value = parameter.getValue().filled(values, name);
            Collection<?> all =
                    value instanceof Collection<?> several ? several : value == null ? List.of() : List.of(value);
            for (Object one : all) {
                request = request.query(parameter.getKey(), one);
            }
        }
        if (given != null || !body.isEmpty()) {
            request = request.body(given == null ? Body.json(filled(values)) : given);
        }
        if (settings.idempotent().orElse(false)) {
            request = request.idempotent();
        }
        if (background || settings.background().orElse(false)) {
            request = request.background();
        }
        return request.weight(settings.weight().orElse(1));
    }

    private Map<String, Object> filled(Map<String, Object> values) {
        Map<String, Object> fields = new LinkedHashMap<>();
        body.forEach((field, text) -> {
            Object value = text.filled(values, name);
            if (value != null) {
                fields.put(field, value);
            }
        });
        return fields;
    }

    /** Method and path template, as a request shows them. */
    @Override
    public String toString() {
        return method + " " + settings.path();
    }
}
