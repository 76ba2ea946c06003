// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.speedgaming;

import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Plays the public schedule of SpeedGaming on a loopback port: {@code /api/schedule}, {@code /api/episode} and
 * {@code /api/event}, with and without a slash at the end. As there, JSON is served as {@code text/html}, and an error is an
 * object with the status 200.
 *
 * <p>A schedule without {@code from} and {@code to} has the episodes from an hour ago to 72 hours ahead, by the clock. With
 * {@code event} both count; {@link #honourWindowWithoutEvent} decides for a request without it. A time that cannot be
 * read, and any other path, are kept in {@link #unexpected()}. It is safe for several threads.
 */
public final class FakeSpeedGaming implements AutoCloseable {
    static final String TYPE = "text/html; charset=utf-8";

    private final FakeUpstream upstream;
    private final boolean tls;
    private final FeedEpisodes feed = new FeedEpisodes();
    private final FeedReplies replies;

    // All guarded by feed.
    private final ArrayDeque<Planned> planned = new ArrayDeque<>();
    private @Nullable FeedFault outage;

    private FakeSpeedGaming(Builder options) {
        tls = options.tls;
        replies = new FeedReplies(feed, options.clock);
        upstream = options.upstream.start();
        for (String slash : List.of("", "/")) {
            upstream.on("GET", "/api/schedule" + slash)
                    .answers(request -> answer(FeedReplies.Endpoint.SCHEDULE, request));
            upstream.on("GET", "/api/episode" + slash)
                    .answers(request -> answer(FeedReplies.Endpoint.EPISODE, request));
            upstream.on("GET", "/api/event" + slash).answers(request -> answer(FeedReplies.Endpoint.EVENT, request));
        }
    }

    /** Starts one with the system's clock. */
    public static FakeSpeedGaming start() {
        return builder().start();
    }

    /** Begins the options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the address, without a slash at its end. */
    public URI uri() {
        return upstream.uri();
    }

    /** Returns the episode of this id, which is made unless there is one. */
    public FakeEpisode episode(long id) {
        synchronized (feed) {
            return feed.episode(id);
        }
    }

    /** Returns the event of this slug, which is made unless there is one. */
    public FakeEvent event(String slug) {
        synchronized (feed) {
            return feed.event(slug);
        }
    }

    /** Edits the players of this name in all episodes. */
    public FakeSpeedGaming players(String name, Consumer<FakeEntrant> edit) {
        synchronized (feed) {
            feed.editPlayers(name, edit);
            return this;
        }
    }

    /** Runs edits between which no request is answered. */
    public FakeSpeedGaming edit(Runnable edits) {
        synchronized (feed) {
            edits.run();
            return this;
        }
    }

    /**
     * Removes all episodes and adds those of a schedule, with its events. Of two episodes with one id, the last one counts.
     * Get the episodes again before you edit them.
     *
     * @throws IllegalArgumentException if it is no JSON array of episodes that each have an id and an event; such a schedule
     *     can be served by {@link #nextSchedule}
     */
    public FakeSpeedGaming replaceEpisodes(byte[] schedule) {
        synchronized (feed) {
            feed.replace(schedule);
            return this;
        }
    }

    /** Sets the window of a schedule without {@code from} and {@code to}, an hour back and 72 hours ahead unless set. */
    public FakeSpeedGaming defaultWindow(Duration back, Duration forward) {
        synchronized (feed) {
            replies.back = back;
            replies.forward = forward;
            return this;
        }
    }

    /** Sets whether {@code from} and {@code to} count with {@code event}; they do unless set. */
    public FakeSpeedGaming honourWindow(boolean honoured) {
        synchronized (feed) {
            replies.windowWithEvent = honoured;
            return this;
        }
    }

    /** Sets whether {@code from} and {@code to} count without {@code event}; they do not unless set. */
    public FakeSpeedGaming honourWindowWithoutEvent(boolean honoured) {
        synchronized (feed) {
            replies.windowWithoutEvent = honoured;
            return this;
        }
    }

    /** Sets whether {@code /api/event/} answers an unknown slug by an error object; an empty array unless set. */
    public FakeSpeedGaming unknownEventAsError(boolean error) {
        synchronized (feed) {
            replies.unknownEventAsError = error;
            return this;
        }
    }

    /** Breaks the answers to the next requests, one fault each. */
    public FakeSpeedGaming failNext(FeedFault... faults) {
        return failNext(null, faults);
    }

    /** Breaks the answers to the next requests for a schedule, one fault each. */
    public FakeSpeedGaming failNextSchedule(FeedFault... faults) {
        return failNext(FeedReplies.Endpoint.SCHEDULE, faults);
    }

    /** Breaks the answers to the next requests for an episode, one fault each. */
    public FakeSpeedGaming failNextEpisode(FeedFault... faults) {
        return failNext(FeedReplies.Endpoint.EPISODE, faults);
    }

    /** Breaks the answers to the next requests for an event, one fault each. */
    public FakeSpeedGaming failNextEvent(FeedFault... faults) {
        return failNext(FeedReplies.Endpoint.EVENT, faults);
    }

    /** Breaks all answers for which nothing else is planned, until {@link #recover()}. */
    public FakeSpeedGaming fail(FeedFault fault) {
        synchronized (feed) {
            outage = checked(fault);
            return this;
        }
    }

    /** Ends all faults, and forgets the answers that were planned. */
    public FakeSpeedGaming recover() {
        synchronized (feed) {
            outage = null;
            planned.clear();
            return this;
        }
    }

    /** Answers the next requests with these. */
    public FakeSpeedGaming answerNext(Answer... answers) {
        for (Answer answer : List.of(answers)) {
            plan(null, due -> answer);
        }
        return this;
    }

    /** Answers the next requests for a schedule with these bodies, JSON or not, whatever the window. */
    public FakeSpeedGaming nextSchedule(byte[]... bodies) {
        return next(FeedReplies.Endpoint.SCHEDULE, bodies);
    }

    /** Answers the next requests for a schedule with the content of these files. */
    public FakeSpeedGaming nextSchedules(Path... files) {
        for (Path file : List.of(files)) {
            try {
                nextSchedule(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the schedule " + file, e);
            }
        }
        return this;
    }

    /** Answers the next requests for an episode with these bodies. */
    public FakeSpeedGaming nextEpisode(byte[]... bodies) {
        return next(FeedReplies.Endpoint.EPISODE, bodies);
    }

    /** Answers the next requests for an event with these bodies. */
    public FakeSpeedGaming nextEvent(byte[]... bodies) {
        return next(FeedReplies.Endpoint.EVENT, bodies);
    }

    /** Lists all requests in order, each with its time by the clock. */
    public List<Received> requests() {
        return upstream.received();
    }

    /** Returns the shortest time between two requests, by the clock; empty if there were fewer than two. */
    public Optional<Duration> shortestGap() {
        List<Received> requests = requests();
        return IntStream.range(1, requests.size())
                .mapToObj(i -> gap(requests, i))
                .min(Duration::compareTo);
    }

    /**
     * Checks that no request came sooner after the one before it, by the clock.
     *
     * @throws AssertionError that names the first two requests with a shorter time between them
     */
    public void assertSpacing(Duration atLeast) {
        List<Received> requests = requests();
        for (int i = 1; i < requests.size(); i++) {
            if (gap(requests, i).compareTo(atLeast) < 0) {
                throw new AssertionError("request " + requests.get(i) + " came " + gap(requests, i) + " after "
                        + requests.get(i - 1) + "; it should be at least " + atLeast);
            }
        }
    }

    /** Lists the requests that SpeedGaming does not have or cannot read; a test may end by asserting there are none. */
    public List<String> unexpected() {
        synchronized (feed) {
            List<String> all = new ArrayList<>(replies.unexpected);
            upstream.unexpected().forEach(request -> all.add(request.toString()));
            return List.copyOf(all);
        }
    }

    /** Returns the upstream below, for connections, TLS, and rules of your own. */
    public FakeUpstream upstream() {
        return upstream;
    }

    @Override
    public void close() {
        upstream.close();
    }

    /** Shows the address. */
    @Override
    public String toString() {
        return "FakeSpeedGaming(" + uri() + ")";
    }

    static Answer html(byte[] body) {
        return Answer.bytes(TYPE, body);
    }

    static Answer html(String body) {
        return html(body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer error(String text) {
        return html(FeedReplies.errorBody(text));
    }

    private Answer answer(FeedReplies.Endpoint endpoint, Received request) {
        synchronized (feed) {
            Due due = new Due(request, replies.body(endpoint, request), uri());
            for (Planned next : planned) {
                if (next.endpoint == null || next.endpoint == endpoint) {
                    planned.remove(next);
                    return next.answer.apply(due);
                }
            }
            return outage == null ? html(due.body) : due.broken(outage);
        }
    }

    private FakeSpeedGaming failNext(FeedReplies.@Nullable Endpoint endpoint, FeedFault... faults) {
        for (FeedFault fault : List.of(faults)) {
            FeedFault checked = checked(fault);
            plan(endpoint, due -> due.broken(checked));
        }
        return this;
    }

    private FakeSpeedGaming next(FeedReplies.Endpoint endpoint, byte[]... bodies) {
        for (byte[] body : List.of(bodies)) {
            Answer answer = html(body);
            plan(endpoint, due -> answer);
        }
        return this;
    }

    private void plan(FeedReplies.@Nullable Endpoint endpoint, Function<Due, Answer> answer) {
        synchronized (feed) {
            planned.add(new Planned(endpoint, answer));
        }
    }

    private FeedFault checked(FeedFault fault) {
        if (fault == FeedFault.REDIRECT_TO_HTTP && !tls) {
            throw new IllegalStateException(fault + " needs a fake that speaks TLS; begin with builder().tls()");
        }
        return fault;
    }

    private static Duration gap(List<Received> requests, int index) {
        return Duration.between(
                requests.get(index - 1).at(), requests.get(index).at());
    }

    /** An answer for the next request to an endpoint, or to any if that is null. */
    private record Planned(FeedReplies.@Nullable Endpoint endpoint, Function<Due, Answer> answer) {}

    /** A request and the body of the answer that it would get. */
    private static final class Due {
        private final Received request;
        private final byte[] body;
        private final URI base;

        Due(Received request, byte[] body, URI base) {
            this.request = request;
            this.body = body;
            this.base = base;
        }

        Answer broken(FeedFault fault) {
            return fault.answer(body, request, base);
        }
    }

    /** Holds the options of a fake; each has a default that suits most tests. */
    public static final class Builder {
        private final FakeUpstream.Builder upstream = FakeUpstream.builder();
        private InstantSource clock = InstantSource.system();
        private boolean tls;

        private Builder() {}

        /** Dates requests, and begins the default window, by this clock, such as a {@code ManualClock}. */
        public <C extends InstantSource & LongSupplier & ScheduledExecutorService> Builder clock(C source) {
            clock = Objects.requireNonNull(source, "clock");
            upstream.clock(source);
            return this;
        }

        /** Speaks TLS with a certificate that {@code upstream().tls()} makes clients trust; plain HTTP unless set. */
        public Builder tls() {
            tls = true;
            upstream.tls();
            return this;
        }

        /** Starts it on a free port. */
        public FakeSpeedGaming start() {
            return new FakeSpeedGaming(this);
        }
    }
}
