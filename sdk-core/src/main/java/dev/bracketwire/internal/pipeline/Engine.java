// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.Call;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ContextCarrier;
import dev.bracketwire.connector.Diagnosis;
import dev.bracketwire.connector.Health;
import dev.bracketwire.connector.Limiter;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.ReplyStream;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.ResponseCache;
import dev.bracketwire.internal.cache.MemoryCache;
import dev.bracketwire.internal.http.OkHttpClients;
import dev.bracketwire.internal.http.OkHttpTransport;
import dev.bracketwire.internal.http.Query;
import dev.bracketwire.internal.http.Transport;
import dev.bracketwire.internal.limit.Slots;
import dev.bracketwire.internal.pipeline.Exchange.Kind;
import dev.bracketwire.internal.run.DaemonThreads;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.internal.run.Run;
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
public final class Engine {
    private static final List<String> REQUEST_IDS = List.of("X-Request-Id", "Request-Id", "X-Correlation-Id", "CF-Ray");

    final ConnectorConfig config;
    final Limiter.Clock clock;
    final Watch watch;
    final Telemetry telemetry;
    final Bases bases;
    final Pulse pulse;
    final String agent;
    final @Nullable String keyHeader;
    final long callLimit;
    final long attemptLimit;
    final long transferLimit;

    private final String parameters;
    private final Threads threads;
    private final Transport transport;
    private final Slots slots;
    private final BreakerStage breakers;
    private final QueueStage queue;
    private final Decoder decoder = new Decoder();
    private final Stage first;
    private volatile boolean closed;

    /** Makes the engine of a connector. */
    public Engine(ConnectorConfig config) {
        this(config, network(config));
    }

    /** What reaches the upstream of a connector. */
    public static Transport network(ConnectorConfig config) {
        return new OkHttpTransport(OkHttpClients.client(config), config.nanos());
    }

    /** Makes an engine that sends by this transport. */
    public Engine(ConnectorConfig config, Transport transport) {
        this.config = config;
        this.transport = transport;
        this.threads = new Threads(config);
        this.clock = threads;
        this.watch = new Watch(threads);
        this.telemetry = new Telemetry(config.listeners());
        this.bases = new Bases(config.bases(), config.breaker().pause().toNanos());
        this.pulse = new Pulse(config.id(), config.deprecations().orElse(null));
        this.parameters = config.parameters();
        this.agent = "bracketwire/" + Version.TEXT;
        this.keyHeader = config.idempotencyHeader().orElse(null);
        this.callLimit = config.timeouts().call().toNanos();
        this.attemptLimit = config.timeouts().attempt().toNanos();
        this.transferLimit = config.timeouts().transfer().toNanos();
        this.slots = new Slots(config.concurrency(), threads.own());

        Stage attempt = new TimeoutStage(watch, new TransportStage(transport));
        this.breakers = new BreakerStage(config.breaker(), new SlotStage(slots, attempt));
        attempt = new CredentialStage(config.auth(), new PermitStage(config.limiter(), breakers));
        this.queue = new QueueStage(config.waiting(), new KeyStage(keyHeader, new RetryStage(config.retry(), attempt)));
        this.first = new DeadlineStage(watch, cached(config, queue));
    }

    // Without a cache not even its classes are loaded, which is felt in the first call.
    private Stage cached(ConnectorConfig config, Stage upstream) {
        CachePolicy policy = config.cache();
        if (policy.isOff()) {
            return upstream;
        }
        ResponseCache cache =
                policy.store() == null ? new MemoryCache(policy.maxBytes(), config.nanos()) : policy.store();
        return new CacheStage(config, new ReplyStore(cache, config.dates()), watch, upstream);
    }

    /** A call that gives the reply as it is. */
    public Call<Reply> raw(Request request) {
        return Call.of(config.nanos(), context -> run(exchange(request, context, ordinary(request)), reply -> reply));
    }

    /** A call that reads the reply as a type. */
    @SuppressWarnings("unchecked") // the reader was made for the type
    public <T> Call<T> decoded(Request request, Type type) {
        return Call.of(config.nanos(), context -> {
            Exchange exchange = exchange(request, context, ordinary(request));
            return run(exchange, reply -> (T) decoder.decode(exchange, reply, type));
        });
    }

    /** A call that reads the reply in a way of its own. */
    public <T> Call<T> read(Request request, Reading<T> reading) {
        return Call.of(config.nanos(), context -> {
            Exchange exchange = exchange(request, context, ordinary(request));
            return run(exchange, reply -> reading.read(expectSuccess(exchange, reply), exchange.where(reply)));
        });
    }

    /** A call that hands out the reply's body as it arrives. */
    public Call<ReplyStream> streamed(Request request) {
        return Call.of(config.nanos(), context -> {
            Exchange exchange = exchange(request, context, Kind.STREAMED);
            return run(exchange, reply -> new ReplyStream(expectSuccess(exchange, reply), body(exchange)));
        });
    }

    /** A call that puts the reply's body into a file. */
    public Call<Path> downloaded(Request request, Path file) {
        Objects.requireNonNull(file, "file");
        return Call.of(config.nanos(), context -> {
            Exchange exchange = exchange(request, context, Kind.DOWNLOADED);
            exchange.file = file;
            return run(exchange, reply -> {
                expectSuccess(exchange, reply);
                if (exchange.part != null) {
                    Download.place(exchange.part, file);
                }
                return file;
            });
        });
    }

    private <T extends @Nullable Object> CompletableFuture<T> run(Exchange exchange, Function<Reply, T> reading) {
        CompletableFuture<Reply> reply = first.safely(exchange);
        if (reply.isDone() && !reply.isCompletedExceptionally()) {
            return read(exchange, reply.join(), reading);
        }
        return reply.handle((value, failure) -> {
                    if (failure == null) {
                        return read(exchange, value, reading);
                    }
                    Throwable cause = exchange.aborted() == null ? Futures.cause(failure) : Failures.aborted(exchange);
                    exchange.dropBody();
                    telemetry.finished(exchange, null, cause);
                    return CompletableFuture.<T>failedFuture(cause);
                })
                .thenCompose(done -> done);
    }

    private <T extends @Nullable Object> CompletableFuture<T> read(
            Exchange exchange, Reply reply, Function<Reply, T> reading) {
        Reply measured = reply.age().isZero() ? reply.measured(exchange.took(), exchange.attempts) : reply;
        try {
            T value = reading.apply(measured);
            telemetry.finished(exchange, measured, null);
            return CompletableFuture.completedFuture(value);
        } catch (RuntimeException e) {
            if (e instanceof MalformedReplyException && exchange.forgetting != null) {
                exchange.forgetting.run(); // whoever asks next may get a better one
            }
            exchange.dropBody();
            telemetry.finished(exchange, measured, e);
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Reply expectSuccess(Exchange exchange, Reply reply) {
        if (exchange.meaning != Meaning.SUCCESS) {
            throw Failures.refused(exchange, reply);
        }
        return reply;
    }

    private static InputStream body(Exchange exchange) {
        return exchange.stream == null ? InputStream.nullInputStream() : exchange.stream;
    }

    private static Kind ordinary(Request request) {
        return request.body() == null || request.body().inMemory() ? Kind.ORDINARY : Kind.TRANSFER;
    }

    private Exchange exchange(Request request, Call.Context context, Kind kind) {
        if (closed) {
            throw new IllegalStateException("connector " + config.id() + " is closed");
        }
        return new Exchange(this, request, (Run) context, kind);
    }

    String url(Base base, Request request) {
        String query = Query.withDefaults(request.query(), parameters);
        return query.isEmpty() ? base.prefix + request.path() : base.prefix + request.path() + "?" + query;
    }

    String host(Exchange exchange) {
        return exchange.base.authority;
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
        threads.execute(task);
    }

    /** The daemon threads of our own. */
    DaemonThreads daemons() {
        return threads.own();
    }

    @Nullable
    UnaryOperator<Runnable> capture() {
        return config.carrier().map(ContextCarrier::capture).orElse(null);
    }

    /** A call that asks how the upstream fares, by a request of its own where the connector has one for it. */
    public Call<Health> health() {
        Request probe = config.probe().orElse(null);
        if (probe == null) {
            return Call.of(config.nanos(), context -> CompletableFuture.completedFuture(pulse.health(this, null)));
        }
        Call<@Nullable Void> asked = decoded(probe, Void.class);
        return asked.fresh()
                .map(nothing -> pulse.health(this, null))
                .orElse((failure, last) -> pulse.health(this, failure));
    }

    /** A call that looks why this connector does not work; it fails for nothing it finds. */
    public Call<Diagnosis> diagnose() {
        return Call.of(config.nanos(), context -> {
            Duration limit = context.remaining().orElse(config.timeouts().call());
            return context.settle(new Examination(this, limit).run());
        });
    }

    /** What is known of the upstream's health without asking it. */
    public Health lastHealth() {
        return pulse.health(this, null);
    }

    Map<String, Instant> paused() {
        return breakers.paused(clock);
    }

    /** Tells the listeners that the connector of this engine was made. */
    public void opened(Connector connector) {
        telemetry.opened(connector);
    }

    /** Tells the listeners that the connector of this engine was closed. */
    public void closed(Connector connector) {
        telemetry.closed(connector);
    }

    /** How many slots are free, how many calls under way and how many watched; for tests that look for leaks. */
    public String load() {
        return "slots=" + slots.free() + " calls=" + queue.calls() + " watched="
                + watch.exchanges().size();
    }

    /** Cancels what is under way and ends what was made here. */
    public void close() {
        if (!closed) {
            closed = true;
            config.limiter().ended(clock);
            watch.close();
            try {
                transport.close();
            } finally {
                threads.close();
            }
        }
    }
}
