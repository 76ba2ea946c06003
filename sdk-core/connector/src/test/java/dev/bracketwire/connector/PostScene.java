// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.CallException;
import dev.bracketwire.StatusException;
import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/** An upstream with a plan for each POST, a connector to it, and a judge of what was received and what was reported. */
final class PostScene implements AutoCloseable {
    /** A third of a second of the fast clock, in which a stalled attempt is given up. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String KEY = "Idempotency-Key";

    private final ChaosRun run;
    private final boolean keyed;
    private final FakeUpstream upstream = FakeUpstream.start();
    private final FastClock clock = new FastClock();
    private final Connector connector;
    private final Map<Integer, List<PostFault>> plans = new ConcurrentHashMap<>();
    private final Map<Integer, Outcome> outcomes = new ConcurrentHashMap<>();
    private final Set<String> keys = new HashSet<>();

    PostScene(ChaosRun run, Random random) {
        this.run = run;
        this.keyed = random.nextBoolean();
        ConnectorConfigBuilder config = ConnectorConfig.builder(
                        "posts", URI.create("http://localhost:" + upstream.uri().getPort()))
                .clock(clock)
                .concurrency(8)
                .timeouts(new Timeouts(PATIENCE, PATIENCE, PATIENCE.multipliedBy(5), PATIENCE.multipliedBy(5)))
                .transport(TransportOptions.defaults().resolver(host -> resolve(host, random)))
                .breaker(new BreakerPolicy(100_000, 100_000, Duration.ofMillis(1)));
        if (keyed) {
            config.idempotencyHeader(KEY);
        }
        this.connector = Connector.create(config.build());
    }

    /** Fails now and then, so that an attempt ends before it is sent. */
    private static List<InetAddress> resolve(String host, Random random) throws UnknownHostException {
        if (random.nextInt(4) == 0) {
            throw new UnknownHostException(host + ", by chance");
        }
        return List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1}));
    }

    private enum Outcome {
        DELIVERED,
        REJECTED,
        RATE_LIMITED,
        UNKNOWN,
        NOT_DONE
    }

    void post(int round, Random random) {
        List<PostFault> plan = new ArrayList<>();
        for (int faults = random.nextInt(4); faults > 0; faults--) {
            plan.add(PostFault.of(random));
        }
        plan.add(PostFault.none(random));
        plans.put(round, plan);
        Answer[] rest = plan.stream().skip(1).map(PostFault::answer).toArray(Answer[]::new);
        upstream.on("POST", "/posts/" + round).answers(plan.get(0).answer(), rest);
        if (random.nextInt(50) == 0) {
            upstream.dropNextConnections(1);
        }
        Request request = Request.post("/posts/{id}", round).body(body(round, random));
        if (random.nextInt(4) == 0) {
            request = request.idempotencyKey("own-" + round);
        }
        Outcome outcome = outcome(request, random);
        outcomes.put(round, outcome);
        run.count(outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private static String text(int round) {
        return "{\"post\":" + round + ",\"text\":\"" + "y".repeat(round % 100) + "\"}";
    }

    private static Body body(int round, Random random) {
        byte[] bytes = text(round).getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(4)) {
            case 0 -> Body.stream("text/plain", -1, () -> new ByteArrayInputStream(bytes));
            case 1 -> Body.once("text/plain", bytes.length, new ByteArrayInputStream(bytes));
            default -> Body.bytes("text/plain", bytes);
        };
    }

    private Outcome outcome(Request request, Random random) {
        try {
            switch (random.nextInt(6)) {
                case 0 -> connector.call(request, Void.class).get();
                case 1 -> connector.call(request, String.class).start().join();
                case 2 -> connector.stream(request).get().close();
                case 3 -> connector.stream(request).start().join().close();
                case 4 -> {
                    return outcome(connector.send(request).get());
                }
                default -> {
                    return outcome(connector.send(request).start().join());
                }
            }
            return Outcome.DELIVERED;
        } catch (CompletionException e) {
            return e.getCause() instanceof CallException failure ? outcome(failure) : strange(e);
        } catch (CallException e) {
            return outcome(e);
        } catch (IOException | RuntimeException e) {
            return strange(e);
        }
    }

    private Outcome strange(Exception failure) {
        run.broken("strange", failure.toString());
        return Outcome.UNKNOWN;
    }

    private static Outcome outcome(Reply reply) {
        if (reply.isSuccess()) {
            return Outcome.DELIVERED;
        }
        return reply.status() == 429 ? Outcome.RATE_LIMITED : reply.status() < 500 ? Outcome.REJECTED : Outcome.UNKNOWN;
    }

    private static Outcome outcome(CallException failure) {
        if (failure instanceof StatusException) {
            return Outcome.REJECTED;
        }
        return failure.maybeDone() ? Outcome.UNKNOWN : Outcome.NOT_DONE;
    }

    /** Compares what the upstream received with its plans and with what the callers were told. */
    void judge() {
        connector.close();
        if (!ChaosRun.settles(() -> upstream.openConnections() == 0)) {
            run.broken("survivors", upstream.openConnections() + " connections");
        }
        upstream.unexpected().forEach(request -> run.broken("duplicates", "followed to " + request));
        Map<Integer, List<Received>> received = new HashMap<>();
        for (Received request : upstream.received("POST", "/posts/{round}")) {
            int round = Integer.parseInt(request.path().substring("/posts/".length()));
            received.computeIfAbsent(round, number -> new ArrayList<>()).add(request);
        }
        plans.forEach((round, plan) -> judge(round, plan, received.getOrDefault(round, List.of())));
    }

    private void judge(int round, List<PostFault> plan, List<Received> received) {
        for (int i = 1; i < received.size(); i++) {
            if (plan.get(Math.min(i, plan.size()) - 1).refuses()) {
                run.count("repeated-when-refused");
            } else if (keyed) {
                run.count("repeated-under-key");
            } else {
                run.broken("duplicates", round + " came " + received.size() + " times: " + plan);
            }
        }
        Set<String> own = new HashSet<>();
        for (Received request : received) {
            own.add(request.header(KEY).orElse(""));
            if (!request.text().isEmpty() && !request.text().equals(text(round))) {
                run.broken("lost", round + " came as " + request.text());
            }
        }
        if (own.size() > 1 || (keyed && own.contains(""))) {
            run.broken("duplicates", round + " came under " + own);
        }
        if (keyed && !own.stream().allMatch(keys::add)) {
            run.broken("lost", round + " shares its key with another: " + own);
        }
        boolean whole = received.stream().anyMatch(request -> !request.text().isEmpty());
        boolean refused = plan.stream().limit(received.size()).allMatch(PostFault::refuses);
        Outcome outcome = outcomes.get(round);
        if (outcome == Outcome.DELIVERED && !whole) {
            run.broken("lost", round + " was reported as done and never received");
        }
        boolean nothingDone = outcome == Outcome.NOT_DONE || (outcome == Outcome.RATE_LIMITED && !keyed);
        if (nothingDone && !refused) {
            run.broken("misreported", round + " was " + outcome + ", keyed " + keyed + ", but received: " + plan);
        }
    }

    @Override
    public void close() {
        connector.close();
        upstream.close();
        clock.shutdownNow();
    }
}
