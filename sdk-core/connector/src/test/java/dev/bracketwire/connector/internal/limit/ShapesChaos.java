// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.connector.limit.Limiter.Permit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Many threads ask limiters in the shapes of Riot, Discord and Sheets, whose upstreams count for themselves; answers come
 * late and out of order, and some not at all.
 *
 * <p>The limiter guarantees that the upstream never counts one request too many (overshoot), and that each waiter is
 * served (lost); no timer stays behind (survivors).
 */
class ShapesChaos {
    private static final int THREADS = 32;
    private static final Duration LONG = Duration.ofDays(30);

    private final ShapeUpstreams upstreams = new ShapeUpstreams();
    private final Map<String, ChaosLedger> sheets = new ConcurrentHashMap<>();

    @Test
    void limiters_manyThreads_neverExceedTheUpstreamsLimit() throws Exception {
        ChaosRun.run("core/limiter-shapes", run -> {
            run.count("overshoot", 0);
            List<Limiter> limiters = List.of(Shapes.riot(), Shapes.discord(), Shapes.sheets());
            try (ChaosClients clients = new ChaosClients(4)) {
                play(run, clients, limiters);
                finish(run, clients);
            }
            sheets.values().forEach(ledger -> ledger.check(run));
            upstreams.refused().forEach(refused -> run.broken("overshoot", refused));
        });
    }

    private void play(ChaosRun run, ChaosClients clients, List<Limiter> limiters) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread mover = new Thread(() -> move(run, clients, over), "mover");
        mover.start();
        try {
            run.each(THREADS, (round, random) -> {
                int shape = random.nextInt(3);
                ask(run, clients, limiters.get(shape), shape, random);
            });
        } finally {
            over.set(true);
            mover.join();
        }
    }

    private static void move(ChaosRun run, ChaosClients clients, AtomicBoolean over) {
        Random random = run.random(-1);
        while (!over.get()) {
            clients.alone(() -> clients.advance(Duration.ofMillis(random.nextInt(400))));
            Thread.onSpinWait();
        }
    }

    private void ask(ChaosRun run, ChaosClients clients, Limiter limiter, int shape, Random random) throws Exception {
        String name = List.of("riot", "discord", "sheets").get(shape);
        String place = Integer.toString(random.nextInt(2));
        Request request = request(shape, place, random);
        String user = "user " + random.nextInt(6);
        ChaosClients.Client client = clients.client(random.nextInt(4));
        boolean leaves = random.nextInt(20) == 0;
        long delay = random.nextInt(100) == 0 ? 3_000 : random.nextInt(300);
        int fate = random.nextInt(100);
        CompletableFuture<Permit> asked = clients.still(() -> {
            CompletableFuture<Permit> permit =
                    limiter.acquire(new Limiter.Ask(name, user, name + place, request, LONG, client));
            client.asks(permit);
            if (leaves) {
                permit.cancel(false);
            }
            return permit.thenApply(given -> {
                use(clients, shape, place, user, request, given, Duration.ofMillis(delay), fate);
                return given;
            });
        });
        if (leaves) {
            run.count("left");
            return;
        }
        asked.get(1, TimeUnit.MINUTES);
        run.count(name);
    }

    private static Request request(int shape, String place, Random random) {
        Request request = List.of(
                        Request.get(random.nextBoolean() ? "/matches/{id}" : "/accounts/{id}", random.nextInt(9)),
                        random.nextBoolean()
                                ? Request.post("/channels/{id}/messages", place)
                                : Request.get("/channels/{id}/typing", place),
                        random.nextBoolean() ? Request.get("/values") : Request.put("/values"))
                .get(shape);
        return random.nextBoolean() ? request : request.background();
    }

    // Sent at the moment of the permit; the answer comes later, or never.
    private void use(
            ChaosClients clients,
            int shape,
            String place,
            String user,
            Request request,
            Permit permit,
            Duration delay,
            int fate) {
        if (fate < 5) {
            permit.unused();
            return;
        }
        Reply reply = sent(clients.now(), shape, place, user, request, permit);
        clients.later(delay, () -> {
            if (fate < 10) {
                permit.lost();
            } else {
                permit.answered(fate < 15 ? Reply.of(502, Headers.none()) : reply);
            }
        });
    }

    private Reply sent(long now, int shape, String place, String user, Request request, Permit permit) {
        if (shape == 0) {
            return upstreams.riot(place, request, now);
        }
        if (shape == 1) {
            return upstreams.discord(request.template().endsWith("typing") ? "typing" : "messages", place, now);
        }
        String kind = request.method().equals("GET") ? "reads" : "writes";
        ChaosLedger.Grant grant = new ChaosLedger.Grant(now, 1, permit);
        ledger(kind, 300).add(grant);
        ledger(kind + " of " + user, 60).add(grant);
        return Reply.of(200, Headers.none());
    }

    private ChaosLedger ledger(String name, int units) {
        return sheets.computeIfAbsent(
                name, key -> new ChaosLedger(key, List.of(Limit.of(units, Duration.ofMinutes(1)))));
    }

    private static void finish(ChaosRun run, ChaosClients clients) {
        for (int times = 0; times < 3; times++) {
            clients.alone(() -> clients.advance(LONG));
            if (!ChaosRun.settles(clients::isIdle)) {
                run.broken("lost", "a thread of the pool never came back");
            }
        }
        if (clients.pending() > 0) {
            run.broken("survivors", clients.pending() + " timers");
        }
    }
}
