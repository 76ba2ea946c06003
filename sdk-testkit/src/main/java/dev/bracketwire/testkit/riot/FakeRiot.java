// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.riot;

import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays the Riot API on a loopback port: one path for each route, limits for each route and endpoint, headers and refusals
 * as Riot sends them. It counts what a good client never does: requests beyond a limit, and requests while it was told to
 * wait.
 *
 * <p>Without a rule of {@link #upstream()} what it is not made for is answered 404. It is safe for several threads.
 */
public final class FakeRiot implements AutoCloseable {
    private static final long SECOND = 1_000_000_000;

    private final FakeUpstream upstream = FakeUpstream.start();
    private final String key;
    private final String application;
    private final String method;
    private final boolean sliding;
    private final boolean headers;
    private final Duration least;
    private final Duration most;
    private final LongSupplier nanos;
    private final FakeWorld fakeWorld;

    // All guarded by this.
    private final Map<String, RequestWindows> windows = new HashMap<>();
    private final ArrayDeque<Refuse> refusals = new ArrayDeque<>();
    private int served;
    private int provoked;
    private int intrusions;

    private FakeRiot(Builder options) {
        this.key = options.key;
        this.application = options.application;
        this.method = options.method;
        this.sliding = options.sliding;
        this.headers = options.headers;
        this.least = options.least;
        this.most = options.most;
        this.nanos = options.nanos;
        this.fakeWorld = new FakeWorld(key);
        new FakeEndpoints(fakeWorld)
                .each((verb, template, answer) -> upstream.on(verb, "/{route}" + template)
                        .answers(request -> answered(template, request, answer)));
    }

    /** Starts one with the limits of a development key, {@code 20:1,100:120} for each route. */
    public static FakeRiot start() {
        return builder().start();
    }

    /** Begins the options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where it is, with {@code {route}} in the place of {@code europe}, {@code euw1} and so on. */
    public String base() {
        return upstream.uri() + "/{route}";
    }

    /** The API key that it knows. */
    public String key() {
        return key;
    }

    /** Makes up a player on a platform such as {@code euw1}; only the region of that one lists the matches. */
    public FakePlayer player(String name, String tag, String platform) {
        return fakeWorld.player(name, tag, platform);
    }

    /** Makes up a match of Teamfight Tactics, in the order of places, on the platform of the first; gives its id. */
    public String tftMatch(List<FakePlayer> players) {
        return fakeWorld.match(players, "tft", TftJson::match);
    }

    /** Makes up a match of League of Legends, the winning team first, on the platform of the first; gives its id. */
    public String lolMatch(List<FakePlayer> players) {
        return fakeWorld.match(players, "lol", LolJson::match);
    }

    /** Lists a match that it does not have for so many requests. */
    public void withhold(String matchId, int requests) {
        fakeWorld.withhold(matchId, requests);
    }

    /** Lets a player enter the lobby of a tournament code. */
    public void join(String code, FakePlayer player) {
        fakeWorld.join(code, player);
    }

    /** Has a game of a tournament code be played, the winning team first. */
    public void play(String code, List<FakePlayer> players) {
        fakeWorld.play(code, players);
    }

    /** Refuses the next requests, whatever their limits; without {@code Retry-After} where the seconds are null. */
    public synchronized void refuseNext(int count, FakeRefusal kind, @Nullable Integer retryAfterSeconds) {
        for (int i = 0; i < count; i++) {
            refusals.add(new Refuse(kind, retryAfterSeconds));
        }
    }

    /** The upstream below, for rules of your own, faults, and what was received. */
    public FakeUpstream upstream() {
        return upstream;
    }

    /** How many requests were answered with something else than 429. */
    public synchronized int served() {
        return served;
    }

    /** How many requests were refused because they were beyond a limit. */
    public synchronized int provoked() {
        return provoked;
    }

    /** How many requests came while it had said to wait. */
    public synchronized int intrusions() {
        return intrusions;
    }

    private Answer answered(String template, Received request, Function<Received, Answer> answer) {
        String token = request.header("X-Riot-Token").orElse("");
        if (!token.equals(key)) {
            return token.isEmpty() ? FakeWorld.status(401, "Unauthorized") : FakeWorld.status(403, "Forbidden");
        }
        long delay = least.toNanos()
                + ThreadLocalRandom.current().nextLong(most.minus(least).toNanos() + 1);
        long before = delay == 0 ? 0 : ThreadLocalRandom.current().nextLong(delay + 1);
        if (before > 0) {
            LockSupport.parkNanos(before);
        }
        Counted counted = count(request.variable("route"), template);
        Answer made = counted.refusal == null ? answer.apply(request) : counted.refusal;
        for (Map.Entry<String, String> header : counted.headers.entrySet()) {
            made = made.header(header.getKey(), header.getValue());
        }
        return made.after(Duration.ofNanos(delay - before));
    }

    private synchronized Counted count(String route, String template) {
        long now = nanos.getAsLong();
        RequestWindows app = windows.computeIfAbsent(route, name -> new RequestWindows(application, sliding));
        RequestWindows endpoint =
                windows.computeIfAbsent(route + template, name -> new RequestWindows(method, sliding));
        if (app.isPaused(now) || endpoint.isPaused(now)) {
            intrusions++;
        }
        Refuse refuse = refusals.poll();
        if (refuse != null) {
            RequestWindows scope = refuse.kind == FakeRefusal.APPLICATION ? app : endpoint;
            Integer seconds = refuse.seconds;
            scope.pause(seconds == null ? 0 : seconds * SECOND, now);
            return new Counted(refusal(refuse.kind, seconds), Map.of());
        }
        long appWait = app.take(now);
        long endpointWait = endpoint.take(now);
        Map<String, String> told = headers
                ? Map.of(
                        "X-App-Rate-Limit", app.limits(),
                        "X-App-Rate-Limit-Count", app.counts(),
                        "X-Method-Rate-Limit", endpoint.limits(),
                        "X-Method-Rate-Limit-Count", endpoint.counts())
                : Map.of();
        if (appWait == 0 && endpointWait == 0) {
            served++;
            return new Counted(null, told);
        }
        provoked++;
        boolean ofApp = appWait >= endpointWait;
        int seconds = (int) ((Math.max(appWait, endpointWait) + SECOND - 1) / SECOND);
        (ofApp ? app : endpoint).pause(Math.max(appWait, endpointWait), now);
        return new Counted(refusal(ofApp ? FakeRefusal.APPLICATION : FakeRefusal.METHOD, seconds), told);
    }

    private static Answer refusal(FakeRefusal kind, @Nullable Integer seconds) {
        Answer answer = FakeWorld.status(429, "Rate limit exceeded");
        answer = kind == FakeRefusal.UNTYPED ? answer : answer.header("X-Rate-Limit-Type", kind.type());
        return seconds == null ? answer : answer.header("Retry-After", seconds.toString());
    }

    @Override
    public void close() {
        upstream.close();
    }

    /** Shows where it is. */
    @Override
    public String toString() {
        return "FakeRiot(" + base() + ")";
    }

    /**
     * Runs one until the input ends, for tests and measurements of several processes. It prints its base first, and for
     * each line of input how many requests it served, how many were provoked refusals, and how many came in a pause.
     *
     * @param arguments {@code app=20:1,100:120 method=2000:10 sliding delay=0-400 players=500}; what is not given is as in
     *     {@link #start}. Players are called {@code Player 1#FAKE} and so on, and play on {@code euw1}
     */
    @SuppressWarnings("SystemOut") // it is how the processes talk
    public static void main(String[] arguments) throws IOException {
        Builder options = builder();
        int players = 0;
        for (String argument : arguments) {
            String value = argument.substring(argument.indexOf('=') + 1);
            switch (argument.split("=", 2)[0]) {
                case "app" -> options.applicationLimit(value);
                case "method" -> options.methodLimit(value);
                case "sliding" -> options.sliding();
                case "delay" -> {
                    String[] range = value.split("-", -1);
                    options.delay(
                            Duration.ofMillis(Long.parseLong(range[0])), Duration.ofMillis(Long.parseLong(range[1])));
                }
                case "players" -> players = Integer.parseInt(value);
                default -> throw new IllegalArgumentException("\"" + argument + "\" is no option");
            }
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (FakeRiot riot = options.start()) {
            for (int i = 1; i <= players; i++) {
                riot.player("Player " + i, "FAKE", "euw1");
            }
            System.out.println(riot.base() + " " + riot.key());
            while (in.readLine() != null) {
                System.out.println("served=" + riot.served() + " provoked=" + riot.provoked() + " intrusions="
                        + riot.intrusions());
            }
        }
    }

    private record Refuse(FakeRefusal kind, @Nullable Integer seconds) {}

    private record Counted(@Nullable Answer refusal, Map<String, String> headers) {}

    /** Holds the options of a fake; each has a default that suits most tests. */
    public static final class Builder {
        private String key = "RGAPI-00000000-fa4e-0000-0000-000000000000";
        private String application = "20:1,100:120";
        private String method = "2000:10";
        private boolean sliding;
        private boolean headers = true;
        private Duration least = Duration.ZERO;
        private Duration most = Duration.ZERO;
        private LongSupplier nanos = System::nanoTime;

        private Builder() {}

        /** Knows this key; PUUIDs are made for it. */
        public Builder key(String known) {
            key = known;
            return this;
        }

        /** Allows each route so much, as Riot writes it: {@code 20:1,100:120}. */
        public Builder applicationLimit(String limits) {
            application = limits;
            return this;
        }

        /** Allows each endpoint of a route so much. */
        public Builder methodLimit(String limits) {
            method = limits;
            return this;
        }

        /** Counts in the last seconds, wherever they begin, and not in windows that begin with the first request. */
        public Builder sliding() {
            sliding = true;
            return this;
        }

        /** Says nothing of limits. */
        public Builder withoutHeaders() {
            headers = false;
            return this;
        }

        /** Takes a time between these for each answer, a part of it before the request is counted. */
        public Builder delay(Duration atLeast, Duration atMost) {
            least = atLeast;
            most = atMost;
            return this;
        }

        /** Counts windows by this clock of nanoseconds, such as a {@code ManualClock}. */
        public <C extends InstantSource & LongSupplier & ScheduledExecutorService> Builder clock(C clock) {
            nanos = clock;
            return this;
        }

        /** Starts it on a free port. */
        public FakeRiot start() {
            return new FakeRiot(this);
        }
    }
}
