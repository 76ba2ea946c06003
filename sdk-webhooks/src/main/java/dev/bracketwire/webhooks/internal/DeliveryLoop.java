// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.CallThreads;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.Wakeup;
import dev.bracketwire.webhooks.Subscription;
import dev.bracketwire.webhooks.WebhooksListener;
import dev.bracketwire.webhooks.internal.DeliveryResults.Ended;
import dev.bracketwire.webhooks.internal.DeliveryResults.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers: one thread stores results and claims due deliveries, both in one transaction; the attempts run on threads of
 * their own. The thread sleeps until a publisher or the end of an attempt wakes it, and looks for deliveries of other nodes
 * and for retries once a second.
 */
public final class DeliveryLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    private static final long MILLION = 1_000_000;
    private static final long POLL = 1000;

    /** The longest time between two looks at a subscription that gets nothing now, as another node may change that. */
    private static final long LONGEST_REST = 30_000;

    /** The name under which nodes that only publish wake those that deliver. */
    public static final String WAKEUP = "webhooks";

    private static final int SUBSCRIPTIONS = 200;

    /** An attempt that did not begin this long after its claim is left to others: its lease may end while it runs. */
    private static final long START_WITHIN = Duration.ofSeconds(30).toNanos();

    private static final int RESULTS = 1000;

    /** Up to so many attempts under way, each result is stored at once. */
    private static final int FEW = 8;

    private static final long GATHERING = 3 * MILLION;

    private final CallThreads threads;
    private final WebhookTables tables;
    private final DeliveryClaims claims;
    private final DeliveryResults results;
    private final SubscriptionStates states;
    private final SubscriptionCatalog catalog;
    private final DeliverySender sender;
    private final AdaptiveConcurrency learning = new AdaptiveConcurrency();
    private final int slots;
    private final String node = UUID.randomUUID().toString();
    private final Map<String, Long> readyAt = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger endedCount = new AtomicInteger();
    private final Set<Thread> working = ConcurrentHashMap.newKeySet();
    private final ListenerNotices notices;
    private final Wakeup wakeup;
    private final Object signal = new Object();
    private volatile int enough = 1;
    private boolean signalled;
    private volatile boolean closing;
    private volatile boolean abandoned;
    private long nextPoll;
    private long retryDatabaseAt;
    private int failures;
    private long leases;
    private int underWay;
    private int troubledUnderWay;
    private @Nullable Future<?> alarm;
    private @Nullable Thread thread;

    /**
     * Delivers by this sender.
     *
     * @param handlers the names of the handlers of this node
     * @param slots how many attempts may be under way at once; half of them for subscriptions that are failing
     */
    public DeliveryLoop(
            CallThreads threads,
            WebhookTables tables,
            SubscriptionCatalog catalog,
            EventPublisher publisher,
            DeliverySender sender,
            Set<String> handlers,
            List<WebhooksListener> listeners,
            int slots,
            Duration disableAfter) {
        this.threads = threads;
        this.tables = tables;
        this.catalog = catalog;
        this.states = new SubscriptionStates(tables);
        this.claims = new DeliveryClaims(tables, handlers);
        this.results = new DeliveryResults(tables, new AlertEvents(tables, publisher, catalog), states, disableAfter);
        this.sender = sender;
        this.notices = new ListenerNotices(listeners, threads);
        this.wakeup = tables.db().wakeup(WAKEUP);
        this.slots = slots;
    }

    /**
     * Starts to deliver.
     *
     * @param alone whether no other process delivers from this database, so that every lease in it is one of a process that
     *     ended
     */
    public void start(boolean alone) {
        if (alone) {
            tables.db().write(states::releaseAll).get();
        }
        thread = CallThreads.startThread("webhooks", this::run);
        listen();
    }

    /** Looks at once when another client or node says that it published. */
    private void listen() {
        wakeup.await(Duration.ofMinutes(10)).start().whenComplete((woken, failure) -> {
            if (closing) {
                return;
            }
            if (failure != null) {
                LOG.debug("no news of other nodes, which are found by polling", failure);
                threads.after(Duration.ofSeconds(10), this::listen);
                return;
            }
            poll();
            listen();
        });
    }

    /** Looks at these subscriptions at once. */
    public void wake(Set<String> subscriptions) {
        long now = millis();
        subscriptions.forEach(id -> readyAt.merge(id, now, Math::min));
        signal();
    }

    /** Looks for due deliveries of all subscriptions at once. */
    public void poll() {
        synchronized (signal) {
            nextPoll = 0;
        }
        signal();
    }

    private void signal() {
        synchronized (signal) {
            signalled = true;
            signal.notifyAll();
        }
    }

    private long millis() {
        return threads.nanos().getAsLong() / MILLION;
    }

    private void run() {
        try {
            nextPoll = millis();
            while (awaitWork()) {
                gatherResults();
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("the delivery of webhooks ended, open a new client", e);
            throw e;
        }
    }

    /** Waits until there is something to do; returns false when the client is closed and every result is stored. */
    private boolean awaitWork() throws InterruptedException {
        while (true) {
            if (closing && (abandoned || (underWay == 0 && ended.isEmpty()))) {
                return false;
            }
            long now = millis();
            long next = Math.max(retryDatabaseAt, nextWork(now));
            if (next <= now) {
                return true;
            }
            Future<?> before = alarm;
            if (before != null) {
                before.cancel(false);
            }
            alarm = next == Long.MAX_VALUE ? null : threads.onTimer(Duration.ofMillis(next - now), this::signal);
            if (next <= millis()) {
                return true; // a clock moved by hand may have passed the time before the alarm was set
            }
            synchronized (signal) {
                while (!signalled) {
                    signal.wait();
                }
                signalled = false;
            }
        }
    }

    /**
     * Waits a moment for more attempts to end when many are under way, since one commit for all of them costs as much as one
     * for a few.
     */
    private void gatherResults() throws InterruptedException {
        if (underWay <= FEW || closing) {
            return;
        }
        long until = System.nanoTime() + GATHERING;
        enough = underWay / 2;
        synchronized (signal) {
            for (long left = GATHERING; left > 0 && endedCount.get() < enough; left = until - System.nanoTime()) {
                signal.wait(left / MILLION, (int) (left % MILLION));
            }
        }
        enough = 1;
    }

    private long nextWork(long now) {
        if (!ended.isEmpty()) {
            return now;
        }
        if (closing) {
            return Long.MAX_VALUE;
        }
        synchronized (signal) {
            long next = nextPoll;
            if (underWay < slots) {
                for (long ready : readyAt.values()) {
                    next = Math.min(next, ready);
                }
            }
            return next;
        }
    }

    private void step() {
        List<Ended> done = new ArrayList<>();
        for (Ended each = ended.poll(); each != null; each = done.size() < RESULTS ? ended.poll() : null) {
            done.add(each);
        }
        endedCount.addAndGet(-done.size());
        int freed = done.size();
        int freedTroubled =
                (int) done.stream().filter(each -> each.claimed().laneFailed()).count();
        Map<String, Long> chosen = choose(slots - underWay + freed);
        boolean polls = !closing && millis() >= nextPoll;
        String lease = node + ":" + leases++;
        long startBy = threads.nanos().getAsLong() + START_WITHIN;
        var limits = new DeliveryClaims.Limits(
                closing ? 0 : slots - underWay + freed,
                closing ? 0 : Math.max(1, slots / 2) - troubledUnderWay + freedTroubled);
        Step step;
        try {
            Database db = tables.db();
            step = done.isEmpty() && chosen.isEmpty()
                    ? db.read(connection -> look(connection)).get()
                    : db.write(connection -> {
                                var present = catalog.present(connection);
                                long now = present.now();
                                Stored stored = results.store(connection, now, done);
                                return new Step(
                                        stored,
                                        claims.take(
                                                connection,
                                                stored.alerts.isEmpty() ? present : catalog.present(connection),
                                                List.copyOf(chosen.keySet()),
                                                limits,
                                                lease,
                                                learning::atOnce),
                                        polls ? claims.due(connection) : Set.of());
                            })
                            .get();
            failures = 0;
        } catch (RuntimeException e) {
            recover(e, done, chosen);
            return;
        }
        underWay -= freed;
        troubledUnderWay -= freedTroubled;
        long now = millis();
        if (polls) {
            synchronized (signal) {
                nextPoll = now + POLL;
            }
        }
        step.due.forEach(id -> readyAt.putIfAbsent(id, now));
        if (step.stored != null) {
            step.stored.touched.forEach(id -> readyAt.merge(id, now, Math::min));
            notices.add(step.stored);
        }
        if (step.claim != null) {
            step.claim.again().forEach((id, wait) -> readyAt.merge(id, now + Math.min(wait, LONGEST_REST), Math::min));
            step.claim.taken().forEach(claimed -> begin(claimed, startBy));
            step.claim.strays().forEach(this::sweep);
        }
    }

    private record Step(@Nullable Stored stored, DeliveryClaims.@Nullable Claim claim, Set<String> due) {}

    private Step look(Connection connection) throws SQLException {
        return new Step(null, null, claims.due(connection));
    }

    /** Takes the subscriptions that are ready out of the map: a publisher that comes during the claim puts them back. */
    private Map<String, Long> choose(int free) {
        Map<String, Long> chosen = new LinkedHashMap<>();
        if (free < 1 || closing) {
            return chosen;
        }
        long now = millis();
        List<Map.Entry<String, Long>> ready = new ArrayList<>();
        for (Map.Entry<String, Long> each : readyAt.entrySet()) {
            if (each.getValue() <= now) {
                ready.add(Map.entry(each.getKey(), each.getValue()));
            }
        }
        ready.sort(Map.Entry.comparingByValue());
        for (Map.Entry<String, Long> each : ready.subList(0, Math.min(SUBSCRIPTIONS, ready.size()))) {
            readyAt.remove(each.getKey());
            chosen.put(each.getKey(), each.getValue());
        }
        return chosen;
    }

    private void recover(RuntimeException e, List<Ended> done, Map<String, Long> chosen) {
        ended.addAll(done);
        endedCount.addAndGet(done.size());
        chosen.forEach((id, at) -> readyAt.merge(id, at, Math::min));
        failures = Math.min(failures + 1, 6);
        long wait = 100L << failures;
        retryDatabaseAt = millis() + wait;
        LOG.warn("the queue of webhooks cannot be reached, again in {} ms: {}", wait, e.toString());
    }

    private void begin(ClaimedDelivery claimed, long startBy) {
        underWay++;
        troubledUnderWay += claimed.laneFailed() ? 1 : 0;
        threads.execute(() -> attempt(claimed, startBy));
    }

    private void attempt(ClaimedDelivery claimed, long startBy) {
        working.add(Thread.currentThread());
        AttemptResult result;
        try {
            if (closing || threads.nanos().getAsLong() - startBy > 0) {
                result = sender.notSent(claimed); // a node that was paused must not send what another took over
            } else {
                result = sender.attempt(claimed);
                if (result.verdict() == AttemptResult.Verdict.INTERRUPTED && !closing) {
                    // A call that the handler made was cancelled. It counts, or it would come again at once and for
                    // ever.
                    result = new AttemptResult(result.log(), AttemptResult.Verdict.FAILED, null, false);
                }
            }
        } finally {
            working.remove(Thread.currentThread());
        }
        long nanos = threads.nanos().getAsLong();
        boolean often = false;
        switch (result.verdict()) {
            case DELIVERED -> learning.succeeded(claimed.subscription(), nanos);
            case INTERRUPTED -> {}
            default -> often = learning.failed(claimed.subscription(), nanos, result.overloaded());
        }
        ended.add(new Ended(claimed, result, often));
        if (endedCount.incrementAndGet() >= enough) {
            signal();
        }
    }

    /** Cancels queued deliveries of a subscription that gets nothing more. */
    private void sweep(String subscription) {
        learning.forget(subscription);
        sender.forget(subscription);
        try {
            if (cancelSome(subscription)) {
                readyAt.merge(subscription, millis(), Math::min);
            }
        } catch (RuntimeException e) {
            LOG.warn("deliveries of {} cannot be cancelled now: {}", subscription, e.toString());
            readyAt.merge(subscription, millis() + LONGEST_REST, Math::min);
        }
    }

    private boolean cancelSome(String subscription) {
        return tables.db()
                .write(connection -> {
                    SubscriptionCatalog.Present present = catalog.present(connection);
                    SubscriptionCatalog.Snapshot snapshot = present.snapshot();
                    StoredSubscription known = snapshot.byId().get(subscription);
                    boolean sends = known != null && known.state() != Subscription.State.DISABLED;
                    if (sends || snapshot.isDamaged(subscription)) {
                        return false;
                    }
                    String reason = known == null ? "the subscription was deleted" : "the subscription was disabled";
                    return states.cancelSome(connection, subscription, reason, present.now());
                })
                .get();
    }

    /** Claims nothing more, gives attempts that are under way five seconds, then ends them; their results are stored. */
    @Override
    public void close() {
        closing = true;
        wakeup.close();
        signal();
        Thread own = thread;
        if (own == null) {
            return;
        }
        boolean interrupted = join(own, 5000);
        Set<Thread> left = new HashSet<>(working);
        left.forEach(Thread::interrupt);
        interrupted |= join(own, 2000);
        abandoned = true; // the database is away, or a handler does not end
        signal();
        own.interrupt();
        notices.drain();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean join(Thread thread, long millis) {
        try {
            thread.join(millis);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
