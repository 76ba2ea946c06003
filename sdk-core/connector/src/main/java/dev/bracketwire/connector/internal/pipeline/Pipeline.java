// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.Call;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ContextCarrier;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.ReplyStream;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.ResponseCache;
import dev.bracketwire.connector.health.Diagnosis;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.connector.internal.cache.MemoryCache;
import dev.bracketwire.connector.internal.http.OkHttpClients;
import dev.bracketwire.connector.internal.http.OkHttpTransport;
import dev.bracketwire.connector.internal.http.QueryString;
import dev.bracketwire.connector.internal.http.Transport;
import dev.bracketwire.connector.internal.limit.ConcurrencyLimit;
import dev.bracketwire.connector.internal.pipeline.CallState.Kind;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.internal.run.CallRun;
import dev.bracketwire.internal.run.DaemonThreads;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.internal.text.ForeignText;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Joins the stages of one client, and owns its threads and connections. */
public final class Pipeline {
    private static final List<String> REQUEST_IDS = List.of("X-Request-Id", "Request-Id", "X-Correlation-Id", "CF-Ray");

    final ConnectorConfig config;
    final Limiter.Clock clock;
    final DeadlineTimer deadlineTimer;
    final CallTelemetry callTelemetry;
    final UpstreamUrls upstreamUrls;
    final HealthTracker healthTracker;
    final String agent;
    final @Nullable String keyHeader;
    final long callLimit;
    final long attemptLimit;
    final long transferLimit;

    private final String parameters;
    private final ClientThreads clientThreads;
    private final Transport transport;
    private final ConcurrencyLimit concurrencyLimit;
    private final BreakerStage breakers;
    private final QueueStage queue;
    private final ReplyDecoder replyDecoder = new ReplyDecoder();
    private final PipelineStage first;
    private volatile boolean closed;

    /** Makes the engine of a connector. */
    public Pipeline(ConnectorConfig config) {
        this(config, network(config));
    }

    /** What reaches the upstream of a connector. */
    public static Transport network(ConnectorConfig config) {
        return new OkHttpTransport(OkHttpClients.client(config), config.nanos());
    }

    /** Makes an engine that sends by this transport. */
    public Pipeline(ConnectorConfig config, Transport transport) {
        this.config = config;
        this.transport = transport;
        this.clientThreads = new ClientThreads(config);
        this.clock = clientThreads;
        this.deadlineTimer = new DeadlineTimer(clientThreads);
        this.callTelemetry = new CallTelemetry(config.listeners());
        this.upstreamUrls =
                new UpstreamUrls(config.bases(), config.breaker().pause().toNanos());
        this.healthTracker =
                new HealthTracker(config.id(), config.deprecations().orElse(null));
        this.parameters = config.parameters();
        this.agent = "bracketwire/" + SdkVersion.TEXT;
        this.keyHeader = config.idempotencyHeader().orElse(null);
        this.callLimit = config.timeouts().call().toNanos();
        this.attemptLimit = config.timeouts().attempt().toNanos();
        this.transferLimit = config.timeouts().transfer().toNanos();
        this.concurrencyLimit = new ConcurrencyLimit(config.concurrency(), clientThreads.own());

        PipelineStage attempt = new TimeoutStage(deadlineTimer, new TransportStage(transport));
        this.breakers = new BreakerStage(config.breaker(), new SlotStage(concurrencyLimit, attempt));
        attempt = new CredentialStage(config.auth(), new PermitStage(config.limiter(), breakers));
        this.queue = new QueueStage(config.waiting(), new KeyStage(keyHeader, new RetryStage(config.retry(), attempt)));
        this.first = new DeadlineStage(deadlineTimer, cached(config, queue));
    }

    // Without a cache not even its classes are loaded, which is felt in the first call.
    private PipelineStage cached(ConnectorConfig config, PipelineStage upstream) {
        CachePolicy policy = config.cache();
        if (policy.isOff()) {
            return upstream;
        }
        ResponseCache cache =
                policy.store() == null ? new MemoryCache(policy.maxBytes(), config.nanos()) : policy.store();
        return new CacheStage(config, new ReplyStore(cache, config.dates()), deadlineTimer, upstream);
    }

    /** A call that gives the reply as it is. */
    public Call<Reply> raw(Request request) {
        return Call.of(config.nanos(), context -> run(exchange(request, context, ordinary(request)), reply -> reply));
    }

    /** A call that reads the reply as a type. */
    @SuppressWarnings("unchecked") // the reader was made for the type
    public <T> Call<T> decoded(Request request, Type type) {
        return Call.of(config.nanos(), context -> {
            CallState callState = exchange(request, context, ordinary(request));
            return run(callState, reply -> (T) replyDecoder.decode(callState, reply, type));
        });
    }

    /** A call that reads the reply in a way of its own. */
    public <T> Call<T> read(Request request, ReplyReader<T> replyReader) {
        return Call.of(config.nanos(), context -> {
            CallState callState = exchange(request, context, ordinary(request));
            return run(callState, reply -> replyReader.read(expectSuccess(callState, reply), callState.where(reply)));
        });
    }

    /** A call that hands out the reply's body as it arrives. */
    public Call<ReplyStream> streamed(Request request) {
        return Call.of(config.nanos(), context -> {
            CallState callState = exchange(request, context, Kind.STREAMED);
            return run(callState, reply -> new ReplyStream(expectSuccess(callState, reply), body(callState)));
        });
    }

    /** A call that puts the reply's body into a file. */
    public Call<Path> downloaded(Request request, Path file) {
        Objects.requireNonNull(file, "file");
        return Call.of(config.nanos(), context -> {
            CallState callState = exchange(request, context, Kind.DOWNLOADED);
            callState.file = file;
            return run(callState, reply -> {
                expectSuccess(callState, reply);
                if (callState.part != null) {
                    FileDownload.place(callState.part, file);
                }
                return file;
            });
        });
    }

    private <T extends @Nullable Object> CompletableFuture<T> run(CallState callState, Function<Reply, T> reading) {
        CompletableFuture<Reply> reply = first.safely(callState);
        if (reply.isDone() && !reply.isCompletedExceptionally()) {
            return read(callState, reply.join(), reading);
        }
        return reply.handle((value, failure) -> {
                    if (failure == null) {
                        return read(callState, value, reading);
                    }
                    Throwable cause =
                            callState.aborted() == null ? Futures.cause(failure) : CallFailures.aborted(callState);
                    callState.dropBody();
                    callTelemetry.finished(callState, null, cause);
                    return CompletableFuture.<T>failedFuture(cause);
                })
                .thenCompose(done -> done);
    }

    private <T extends @Nullable Object> CompletableFuture<T> read(
            CallState callState, Reply reply, Function<Reply, T> reading) {
        Reply measured = reply.age().isZero() ? reply.measured(callState.took(), callState.attempts) : reply;
        try {
            T value = reading.apply(measured);
            callTelemetry.finished(callState, measured, null);
            return CompletableFuture.completedFuture(value);
        } catch (RuntimeException e) {
            if (e instanceof MalformedReplyException && callState.forgetting != null) {
                callState.forgetting.run(); // whoever asks next may get a better one
            }
            callState.dropBody();
            callTelemetry.finished(callState, measured, e);
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Reply expectSuccess(CallState callState, Reply reply) {
        if (callState.meaning != Meaning.SUCCESS) {
            throw CallFailures.refused(callState, reply);
        }
        return reply;
    }

    private static InputStream body(CallState callState) {
        return callState.stream == null ? InputStream.nullInputStream() : callState.stream;
    }

    private static Kind ordinary(Request request) {
        return request.body() == null || request.body().inMemory() ? Kind.ORDINARY : Kind.TRANSFER;
    }

    private CallState exchange(Request request, Call.Context context, Kind kind) {
        if (closed) {
            throw new IllegalStateException("connector " + config.id() + " is closed");
        }
        return new CallState(this, request, (CallRun) context, kind);
    }

    String url(UpstreamUrl upstreamUrl, Request request) {
        String query = QueryString.withDefaults(request.query(), parameters);
        return query.isEmpty()
                ? upstreamUrl.prefix + request.path()
                : upstreamUrl.prefix + request.path() + "?" + query;
    }

    String host(CallState callState) {
        return callState.upstreamUrl.authority;
    }

    @Nullable
    String requestId(Reply reply) {
        for (String name : REQUEST_IDS) {
            String id = reply.headers().get(name);
            if (id != null
                    && id.chars().allMatch(c -> c > ' ' && c < 0x7f)
                    && ForeignText.unlessUnsafe(id, 100) != null) {
                return id;
            }
        }
        return null;
    }

    long nanos() {
        return clock.nanos();
    }

    Instant date() {
        return clock.now();
    }

    long random(long bound) {
        return bound <= 0 ? 0 : ThreadLocalRandom.current().nextLong(bound);
    }

    /** Runs a task on the client's executor; an executor of the host's may refuse it. */
    void execute(Runnable task) {
        clientThreads.execute(task);
    }

    /** The daemon threads of our own. */
    DaemonThreads daemons() {
        return clientThreads.own();
    }

    @Nullable
    UnaryOperator<Runnable> capture() {
        return config.carrier().map(ContextCarrier::capture).orElse(null);
    }

    /** A call that asks how the upstream fares, by a request of its own where the connector has one for it. */
    public Call<Health> health() {
        Request probe = config.probe().orElse(null);
        if (probe == null) {
            return Call.of(
                    config.nanos(), context -> CompletableFuture.completedFuture(healthTracker.health(this, null)));
        }
        Call<@Nullable Void> asked = decoded(probe, Void.class);
        return asked.fresh()
                .map(nothing -> healthTracker.health(this, null))
                .orElse((failure, last) -> healthTracker.health(this, failure));
    }

    /** A call that looks why this connector does not work; it fails for nothing it finds. */
    public Call<Diagnosis> diagnose() {
        return Call.of(config.nanos(), context -> {
            Duration limit = context.remaining().orElse(config.timeouts().call());
            return context.settle(new ConnectorDiagnosis(this, limit).run());
        });
    }

    /** What is known of the upstream's health without asking it. */
    public Health lastHealth() {
        return healthTracker.health(this, null);
    }

    Map<String, Instant> paused() {
        return breakers.paused(clock);
    }

    /** Tells the listeners that the connector of this engine was made. */
    public void opened(Connector connector) {
        callTelemetry.opened(connector);
    }

    /** Tells the listeners that the connector of this engine was closed. */
    public void closed(Connector connector) {
        callTelemetry.closed(connector);
    }

    /** How many slots are free, how many calls under way and how many watched; for tests that look for leaks. */
    public String load() {
        return "slots=" + concurrencyLimit.free() + " calls=" + queue.calls() + " watched="
                + deadlineTimer.exchanges().size();
    }

    /** Cancels what is under way and ends what was made here. */
    public void close() {
        if (!closed) {
            closed = true;
            config.limiter().ended(clock);
            deadlineTimer.close();
            try {
                transport.close();
            } finally {
                clientThreads.close();
            }
        }
    }
}
