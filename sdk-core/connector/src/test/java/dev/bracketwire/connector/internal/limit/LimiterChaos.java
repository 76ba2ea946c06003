// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.internal.limit.ChaosClients.Client;
import dev.bracketwire.connector.internal.limit.ChaosLedger.Grant;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.connector.limit.Limiter.Permit;
import dev.bracketwire.connector.limit.LimiterBuilder;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Many threads of several clients share a limiter of three windows; waiters are cancelled, permits come back unused,
 * replies ask for pauses, and clients close.
 *
 * <p>The limiter guarantees that no window of any limit, wherever it begins, holds more units than the limit, of permits
 * that were used (overshoot); that no permit is given before a pause is over (early); that each permit goes to one (duplicates);
 * that each waiter ends, and that what left, by cancel or unused, uses nothing up, but for one 128th of the window
 * (lost); and that nothing waits at the end (survivors).
 */
class LimiterChaos {
    private static final int THREADS = 32;
    private static final int CLIENTS = 4;
    private static final Duration LONG = Duration.ofHours(1);
    private static final List<Limit> LIMITS = List.of(
            Limit.of(8, Duration.ofMillis(20)),
            Limit.of(30, Duration.ofMillis(150)),
            Limit.of(150, Duration.ofSeconds(1)));

    private Limiter limiter = Limiter.of(LIMITS.toArray(Limit[]::new));
    private final List<ChaosLedger> ledgers =
            List.of(new ChaosLedger("a.test", LIMITS), new ChaosLedger("b.test", LIMITS));
    private final Set<Permit> seen = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    @Test
    void limiter_sharedByManyThreads_keepsEveryWindow() throws Exception {
        run("core/limiter");
    }

    /** Those who spend from windows of their own wait beside each other for the windows of all. */
    @Test
    void keyedLimiter_sharedByManyThreads_keepsEveryWindow() throws Exception {
        LimiterBuilder keyed = Limiter.builder()
                .limit(Limit.of(6, Duration.ofMillis(30)), ask -> ask.request().path());
        LIMITS.forEach(limit -> keyed.limit(limit, Limiter.Ask::host));
        limiter = keyed.build();
        run("core/limiter-keyed");
    }

    private void run(String name) throws Exception {
        ChaosRun.run(name, run -> {
            run.count("overshoot", 0);
            run.count("early", 0);
            try (ChaosClients clients = new ChaosClients(CLIENTS)) {
                play(run, clients);
                finish(run, clients);
                ledgers.forEach(ledger -> ledger.check(run));
            }
        });
    }

    private void play(ChaosRun run, ChaosClients clients) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        Thread mover = new Thread(() -> move(run, clients, over), "mover");
        mover.start();
        try {
            run.each(THREADS, (round, random) -> ask(run, clients, random));
        } finally {
            over.set(true);
            mover.join();
        }
    }

    private void move(ChaosRun run, ChaosClients clients, AtomicBoolean over) {
        Random random = run.random(-1);
        while (!over.get()) {
            clients.alone(() -> {
                clients.advance(Duration.ofNanos(random.nextInt(5_000_000)));
                if (random.nextInt(8) == 0) {
                    audit(run, clients);
                }
                if (random.nextInt(5_000) == 0) {
                    run.count("closed-clients");
                    clients.replace(random.nextInt(CLIENTS));
                }
            });
            Thread.onSpinWait();
        }
    }

    private void ask(ChaosRun run, ChaosClients clients, Random random) throws Exception {
        ChaosLedger ledger = ledgers.get(random.nextInt(ledgers.size()));
        Request request = Request.get("/" + random.nextInt(4)).weight(1 + random.nextInt(3));
        if (random.nextBoolean()) {
            request = request.background();
        }
        Duration patience = random.nextInt(8) == 0 ? Duration.ofMillis(random.nextInt(30)) : LONG;
        boolean cancelled = random.nextInt(4) == 0;
        Duration cancelAfter = Duration.ofNanos(random.nextBoolean() ? 0 : random.nextInt(30_000_000));
        int client = random.nextInt(CLIENTS);
        Request asking = request;
        CompletableFuture<Grant> granted = clients.still(() -> {
            Client clock = clients.client(client);
            CompletableFuture<Permit> asked =
                    limiter.acquire(new Limiter.Ask("chaos", "ann", ledger.host(), asking, patience, clock));
            clock.asks(asked);
            if (cancelled && cancelAfter.isZero()) {
                asked.cancel(false);
            } else if (cancelled) {
                clients.later(cancelAfter, () -> asked.cancel(false));
            }
            return asked.thenApply(permit -> granted(run, ledger, clients.now(), asking.weight(), permit));
        });
        try {
            Grant grant = granted.get(1, TimeUnit.MINUTES);
            boolean refused = grant.permit() instanceof Limiter.Refused;
            run.count(refused ? "refused" : "granted");
            if (!refused) {
                use(run, clients, ledger, grant, random);
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof CancellationException)) {
                throw e;
            }
            run.count("cancelled");
        } catch (TimeoutException e) {
            run.broken("lost", "a waiter of " + ledger.host() + " never ended");
            throw e;
        }
    }

    private Grant granted(ChaosRun run, ChaosLedger ledger, long now, int weight, Permit permit) {
        Grant grant = new Grant(now, weight, permit);
        if (!(permit instanceof Limiter.Refused)) {
            if (!seen.add(permit)) {
                run.broken("duplicates", "a permit of " + ledger.host() + " was given to two");
            }
            ledger.add(grant);
        }
        return grant;
    }

    private static void use(ChaosRun run, ChaosClients clients, ChaosLedger ledger, Grant grant, Random random) {
        Permit permit = grant.permit();
        int chance = random.nextInt(100);
        Duration delay = Duration.ofNanos(random.nextInt(300_000_000));
        clients.still(() -> {
            if (chance < 10) {
                permit.lost();
            } else if (chance < 20) {
                run.count("unused");
                unused(ledger, grant);
            } else if (chance < 30) {
                run.count("unused");
                clients.later(delay, () -> unused(ledger, grant));
            } else if (chance < 34) {
                permit.answered(Reply.of(429, Headers.of("Retry-After", "0." + (100 + chance))));
                ledger.pause(clients.now(), Duration.ofMillis(100 + chance));
            } else if (chance < 36) {
                permit.answered(
                        Reply.of(200, Headers.of("X-RateLimit-Remaining", "0", "X-RateLimit-Reset-After", "0.2")));
                ledger.pause(clients.now(), Duration.ofMillis(200));
            } else {
                permit.answered(Reply.of(200, Headers.none()));
            }
            return permit;
        });
    }

    private static void unused(ChaosLedger ledger, Grant grant) {
        ledger.remove(grant);
        grant.permit().unused();
    }

    /** Compares what the limiter says is left with what was granted; nobody is inside it now. */
    private void audit(ChaosRun run, ChaosClients clients) {
        run.count("audits");
        for (Limiter.State state : limiter.state()) {
            ledgers.forEach(ledger -> ledger.compare(run, state, clients.now()));
        }
    }

    private void finish(ChaosRun run, ChaosClients clients) {
        for (int hours = 0; hours < 3; hours++) {
            clients.alone(() -> clients.advance(LONG));
            if (!ChaosRun.settles(clients::isIdle)) {
                run.broken("lost", "a thread of the pool never came back");
            }
        }
        if (clients.pending() > 0) {
            run.broken("survivors", clients.pending() + " timers");
        }
        for (ChaosLedger ledger : ledgers) {
            Permit permit = limiter.acquire(new Limiter.Ask(
                            "chaos", "ann", ledger.host(), Request.get("/x"), Duration.ZERO, clients.client(0)))
                    .getNow(null);
            if (permit == null || permit instanceof Limiter.Refused) {
                run.broken("survivors", "somebody still waits for " + ledger.host());
            }
        }
    }
}
