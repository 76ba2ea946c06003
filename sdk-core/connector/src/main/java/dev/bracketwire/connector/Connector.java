// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.Call;
import dev.bracketwire.TypeRef;
import dev.bracketwire.connector.health.Checklist;
import dev.bracketwire.connector.health.Diagnosis;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.connector.internal.configured.OperationTemplate;
import dev.bracketwire.connector.internal.pipeline.Pipeline;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reaches one upstream. Every method describes a {@link Call}; nothing is sent before the call is run. Safe for any
 * number of threads; close it when the application ends.
 *
 * <pre>{@code
 * try (Connector api = Connector.create("chests", URI.create("https://chests.example.org"))) {
 *     Player player = api.get("/players/{id}", Player.class, 42).get();
 * }
 * }</pre>
 */
public final class Connector implements AutoCloseable {
    private final ConnectorConfig config;
    private final Pipeline pipeline;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Connector(ConnectorConfig config) {
        this.config = config;
        this.pipeline = config.cassette()
                .map(cassette -> new Pipeline(config, cassette.transport(() -> Pipeline.network(config))))
                .orElseGet(() -> new Pipeline(config));
        this.release = config.given instanceof ConfiguredOAuth own ? own.used() : () -> {};
    }

    /** Makes a connector with default options and without a credential. */
    public static Connector create(String id, URI base) {
        return create(ConnectorConfig.builder(id, base).build());
    }

    /** Makes a connector. */
    public static Connector create(ConnectorConfig config) {
        Connector connector = new Connector(config);
        connector.pipeline.opened(connector);
        return connector;
    }

    /** Gets what is at a path; see {@link Request} for templates. */
    public <T> Call<T> get(String path, Class<T> type, Object... arguments) {
        return call(Request.get(path, arguments), type);
    }

    /** Gets what is at a path, of a type with parameters such as a list. */
    public <T> Call<T> get(String path, TypeRef<T> type, Object... arguments) {
        return call(Request.get(path, arguments), type);
    }

    /** Posts a body to a path, and reads the reply as this type; {@code Void.class} reads none. */
    public <T> Call<T> post(String path, Body body, Class<T> type, Object... arguments) {
        return call(Request.post(path, arguments).body(body), type);
    }

    /** Posts a body to a path, and reads the reply as this type, which may have parameters. */
    public <T> Call<T> post(String path, Body body, TypeRef<T> type, Object... arguments) {
        return call(Request.post(path, arguments).body(body), type);
    }

    /** Puts a body in the place of what is at a path, and reads the reply as this type; {@code Void.class} reads none. */
    public <T> Call<T> put(String path, Body body, Class<T> type, Object... arguments) {
        return call(Request.put(path, arguments).body(body), type);
    }

    /** Puts a body in the place of what is at a path, and reads the reply as this type, which may have parameters. */
    public <T> Call<T> put(String path, Body body, TypeRef<T> type, Object... arguments) {
        return call(Request.put(path, arguments).body(body), type);
    }

    /** Changes what is at a path by this body, and reads the reply as this type; {@code Void.class} reads none. */
    public <T> Call<T> patch(String path, Body body, Class<T> type, Object... arguments) {
        return call(Request.patch(path, arguments).body(body), type);
    }

    /** Changes what is at a path by this body, and reads the reply as this type, which may have parameters. */
    public <T> Call<T> patch(String path, Body body, TypeRef<T> type, Object... arguments) {
        return call(Request.patch(path, arguments).body(body), type);
    }

    /** Deletes what is at a path, and reads the reply as this type; {@code Void.class} reads none. */
    public <T> Call<T> delete(String path, Class<T> type, Object... arguments) {
        return call(Request.delete(path, arguments), type);
    }

    /** Sends a request and reads its reply as this type. */
    public <T> Call<T> call(Request request, Class<T> type) {
        return pipeline.decoded(request, type);
    }

    /** Sends a request and reads its reply as this type, which may have parameters. */
    public <T> Call<T> call(Request request, TypeRef<T> type) {
        return pipeline.decoded(request, type.type());
    }

    /** Sends a request and gives the reply as it is; no status is an exception. */
    public Call<Reply> send(Request request) {
        return pipeline.raw(request);
    }

    /**
     * Sends a request and gives the reply's body as it arrives, without a cap. The caller closes it. Rules see the body only
     * if it is JSON and announces a length of up to 64 KiB.
     */
    public Call<ReplyStream> stream(Request request) {
        return pipeline.streamed(request);
    }

    /**
     * Sends a request and puts the reply's body into a file, whole or not at all, replacing one that is there. Rules judge the
     * reply first; they see the body if it is JSON up to {@code maxBody} or anything else up to 64 KiB. A part of the content
     * that was not asked for by {@code Range}, or the whole where a part was, fails with
     * {@link dev.bracketwire.RejectedException} and leaves the old file.
     */
    public Call<Path> download(Request request, Path file) {
        return pipeline.downloaded(request, file);
    }

    /**
     * Says how the upstream fares; never fails for that. It sends the connector's probe, if it has one, and otherwise
     * tells how the last attempt went.
     */
    public Call<Health> health() {
        return pipeline.health();
    }

    /**
     * Looks step by step why the upstream cannot be used: configuration, name, connection, TLS, credential, a test call,
     * clock, limits, recent errors, class path. It fails for nothing it finds.
     */
    public Call<Diagnosis> diagnose() {
        return pipeline.diagnose();
    }

    /** Checks the items of the {@link Checklist} for this connector. Sends nothing. */
    public Checklist checklist() {
        return new Checklist(ChecklistInspection.of(this));
    }

    /** Returns the health without a request to the upstream, for dashboards that refresh often. */
    public Health lastHealth() {
        return pipeline.lastHealth();
    }

    /**
     * An operation that the connector's settings describe.
     *
     * @throws IllegalArgumentException if there is none of this name; the message lists those there are
     */
    public Operation operation(String name) {
        OperationTemplate operationTemplate = config.operations.get(name);
        if (operationTemplate == null) {
            throw new IllegalArgumentException("connector " + config.id() + " has no operation \"" + name
                    + "\"; known are " + config.operations.keySet());
        }
        return new Operation(config, pipeline, operationTemplate);
    }

    /** The names of the operations that the connector's settings describe, sorted. */
    public Set<String> operations() {
        return config.operations.keySet();
    }

    /** Returns the configuration of the connector. */
    public ConnectorConfig config() {
        return config;
    }

    /** Cancels what is under way, and ends the threads and connections this connector made. */
    @Override
    public void close() {
        pipeline.close();
        release.run();
        if (closed.compareAndSet(false, true)) {
            pipeline.closed(this);
        }
    }

    /** Names the connector and its base URL. */
    @Override
    public String toString() {
        return "Connector[" + config.id() + ", " + config.base() + "]";
    }
}
