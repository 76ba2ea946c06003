// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.Call;
import dev.bracketwire.Pages;
import dev.bracketwire.TypeRef;
import dev.bracketwire.connector.internal.configured.OperationPages;
import dev.bracketwire.connector.internal.configured.OperationTemplate;
import dev.bracketwire.connector.internal.configured.ResultReader;
import dev.bracketwire.connector.internal.pipeline.Pipeline;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Does something that the settings of a connector describe: they say where it goes, where the result lies in the reply,
 * and how a list goes on. Immutable: each method gives a new operation.
 *
 * <pre>{@code
 * Player ann = chests.operation("player").with("id", 42).call(Player.class).get();
 * for (Player player : chests.operation("players").with("clan", "wolves").pages(Player.class)) {
 *     ...
 * }
 * }</pre>
 */
public final class Operation {
    private final ConnectorConfig config;
    private final Pipeline pipeline;
    private final OperationTemplate operationTemplate;
    private final Map<String, Object> values;
    private final @Nullable Body body;
    private final boolean background;

    Operation(ConnectorConfig config, Pipeline pipeline, OperationTemplate operationTemplate) {
        this(config, pipeline, operationTemplate, Map.of(), null, false);
    }

    private Operation(
            ConnectorConfig config,
            Pipeline pipeline,
            OperationTemplate operationTemplate,
            Map<String, Object> values,
            @Nullable Body body,
            boolean background) {
        this.config = config;
        this.pipeline = pipeline;
        this.operationTemplate = operationTemplate;
        this.values = values;
        this.body = body;
        this.background = background;
    }

    /**
     * Gives a place its value, wherever its name stands; null takes it back. A query parameter that is one place without
     * a value is left out, and one whose value is a collection is sent once for each element.
     *
     * @throws IllegalArgumentException if there is no such place; the message lists those there are
     */
    public Operation with(String name, @Nullable Object value) {
        if (!operationTemplate.places().contains(name)) {
            throw new IllegalArgumentException("operation \"" + operationTemplate.name() + "\" has no place \"" + name
                    + "\"; known are " + operationTemplate.places());
        }
        Map<String, Object> more = new HashMap<>(values);
        if (value == null) {
            more.remove(name);
        } else {
            more.put(name, value instanceof Collection<?> several ? List.copyOf(several) : value);
        }
        return new Operation(config, pipeline, operationTemplate, Map.copyOf(more), body, background);
    }

    /**
     * Sets what it carries.
     *
     * @throws IllegalArgumentException if its method carries nothing, or the settings say what it carries
     */
    public Operation body(Body content) {
        Objects.requireNonNull(content, "content");
        operationTemplate.checkBody();
        return new Operation(config, pipeline, operationTemplate, values, content, background);
    }

    /** Lets others go first where a limit makes it wait. */
    public Operation background() {
        return new Operation(config, pipeline, operationTemplate, values, body, true);
    }

    /**
     * Calls for the one result; {@code Void.class} reads none.
     *
     * @throws IllegalArgumentException if a value is missing
     * @throws IllegalStateException if the operation gives a list
     */
    public <T> Call<T> call(Class<T> type) {
        return called(type);
    }

    /** Calls for the one result, of a type with parameters such as a map. */
    public <T> Call<T> call(TypeRef<T> type) {
        return called(type.type());
    }

    private <T> Call<T> called(Type type) {
        if (operationTemplate.isList()) {
            throw new IllegalStateException(
                    "operation \"" + operationTemplate.name() + "\" gives a list: use pages(…)");
        }
        Request request = operationTemplate.request(values, body, background);
        if (type == Void.class || operationTemplate.isWhole()) {
            return pipeline.decoded(request, type);
        }
        ResultReader<T> resultReader = operationTemplate.picker(type);
        return pipeline.read(request, resultReader::one);
    }

    /**
     * Goes through the list, page by page.
     *
     * @throws IllegalArgumentException if a value is missing
     * @throws IllegalStateException if the operation gives one result
     */
    public <T> Pages<T> pages(Class<T> type) {
        return paged(type);
    }

    /** Goes through the list, page by page, of items of a type with parameters such as a map. */
    public <T> Pages<T> pages(TypeRef<T> type) {
        return paged(type.type());
    }

    private <T> Pages<T> paged(Type type) {
        if (!operationTemplate.isList()) {
            throw new IllegalStateException("operation \"" + operationTemplate.name()
                    + "\" gives one result: use call(…), or say by items where its list lies");
        }
        Request plain = operationTemplate.request(values, body, background);
        OperationPages<T> operationPages =
                new OperationPages<>(config.bases(), operationTemplate, plain, type, Request::elsewhere);
        return Pages.of(config.id() + " " + operationTemplate.name(), cursor -> {
            Request request = operationPages.request(cursor);
            return pipeline.read(request, (reply, where) -> operationPages.page(request, cursor, reply, where));
        });
    }

    /** Method and path template, without values. */
    @Override
    public String toString() {
        return operationTemplate.toString();
    }
}
