// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.CallThreads;
import dev.bracketwire.StoreException;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.store.Lease;
import dev.bracketwire.store.Wakeup;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats one kind of work on one node at a time: only the node that holds the lease has a turn, and a turn ends before
 * the next begins. A failure never ends the loop: the loop waits longer after each, and stores the reason as a {@link
 * WorkProblem}.
 */
final class WorkLoop implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkLoop.class);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(5);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RENEWAL = Duration.ofSeconds(4);
    private static final Duration END = Duration.ofSeconds(2);

    private final TournamentApp app;
    private final CallThreads threads;
    private final String name;
    private final Duration wait;
    private final Task task;
    private final Wakeup wakeup;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Lease lease;

    // Used by the thread of the loop only.
    private long askedAt = System.nanoTime() - LEASE.toNanos();
    private Instant notBefore = Instant.MIN;
    private int failures;
    private @Nullable WorkProblem problem;
    private boolean kept = true;

    /** Does the work that is there. */
    interface Task {
        /** Has one turn. */
        void run(WorkTurn turn) throws Exception;
    }

    /**
     * Starts a loop.
     *
     * @param name the kind of work, which names the lease too
     * @param wakeName the name under which its work is announced
     * @param wait the longest time between two turns
     */
    WorkLoop(TournamentApp app, CallThreads threads, String name, String wakeName, Duration wait, Task task) {
        this.app = app;
        this.threads = threads;
        this.name = name;
        this.wait = wait;
        this.task = task;
        this.wakeup = app.database().wakeup(wakeName);
        this.thread = CallThreads.startThread("tournament-" + name, this::loop);
    }

    private void loop() {
        try {
            while (!isClosing()) {
                if (isDue(app.clock().instant())) {
                    turn();
                }
                pause();
            }
        } finally {
            Thread.interrupted(); // that of close()
            release();
            ended.countDown();
        }
    }

    /** Whether the next turn may begin; a time that is too far away is one of a clock that was set back since. */
    private boolean isDue(Instant now) {
        return !now.isBefore(notBefore) || notBefore.isAfter(now.plus(LONGEST_DELAY));
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void turn() {
        try {
            Lease mine = lease();
            if (mine != null) {
                task.run(new WorkTurn(app, mine, () -> !isClosing() && lease == mine));
                succeeded();
            }
        } catch (Exception | Error e) {
            if (e instanceof StoreException store && store.reason() == StoreException.Reason.LEASE_LOST) {
                lease = null;
                log.info("another node goes on with the work {}", name);
            } else if (!isClosing()) {
                failed(e);
            }
        }
    }

    private @Nullable Lease lease() {
        Lease mine = lease;
        if (mine != null) {
            return mine;
        }
        long now = System.nanoTime();
        if (now - askedAt < RENEWAL.toNanos() / 2) {
            return null;
        }
        askedAt = now;
        Lease given = app.database().lease("work " + name, LEASE).get().orElse(null);
        lease = given;
        if (given != null) {
            threads.after(RENEWAL, () -> renew(given));
        }
        return given;
    }

    /** Renews the lease while it is held, also during a long turn. */
    private void renew(Lease held) {
        if (lease != held) {
            return;
        }
        try {
            held.renew().get();
        } catch (StoreException e) {
            if (e.reason() == StoreException.Reason.LEASE_LOST) {
                lease = null;
                return;
            }
            log.debug("the lease of the work {} could not be renewed; that is tried again", name, e);
        } catch (RuntimeException e) {
            log.debug("the lease of the work {} could not be renewed; that is tried again", name, e);
        }
        threads.after(RENEWAL, () -> renew(held));
    }

    private void succeeded() {
        if (problem != null) {
            log.info("the work {} succeeds again after {} failures", name, failures);
            problem = null;
            kept = false;
        }
        failures = 0;
        keep();
    }

    private void failed(Throwable failure) {
        failures++;
        Instant now = app.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        notBefore = now.plus(RetryDelay.after(failures, FIRST_DELAY, LONGEST_DELAY));
        String reason = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (problem == null || !problem.problem().equals(reason)) {
            log.warn("the work {} failed and is tried again at {}", name, notBefore, failure);
        }
        problem = new WorkProblem(name, reason, problem == null ? now : problem.since(), notBefore);
        kept = false;
        keep();
        release(); // another node may be able to do it
    }

    /** Stores the problem. If the database is the problem, that is tried again after the next turn. */
    private void keep() {
        if (kept) {
            return;
        }
        try {
            app.database()
                    .write(connection -> {
                        Instant now = app.clock().instant().truncatedTo(ChronoUnit.MILLIS);
                        StateTransaction state = new StateTransaction(
                                new SqlSession(app.database(), connection), now, WorkTurn.WORK, WorkTurn.SCHEDULE);
                        WorkProblem.keep(state, name, problem);
                        return true;
                    })
                    .get();
            kept = true;
        } catch (RuntimeException e) {
            log.debug("the problem of the work {} could not be kept; that is tried again", name, e);
        }
    }

    private void pause() {
        try {
            wakeup.await(wait).get();
        } catch (RuntimeException e) {
            // The database is closed, or the thread was interrupted by close().
            pauseAlone();
        }
    }

    private void pauseAlone() {
        try {
            closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            log.debug("the work {} was interrupted", name);
        }
    }

    private void release() {
        Lease mine = lease;
        lease = null;
        if (mine != null) {
            try {
                mine.release().get();
            } catch (RuntimeException e) {
                log.debug("the lease of the work {} ends by itself", name, e);
            }
        }
    }

    /** Lets the turn that is under way be the last one. Does not wait for its end. */
    void stop() {
        closing.countDown();
        wakeup.close();
    }

    /** Waits for the end of the turn that is under way for two seconds, then interrupts it. */
    @Override
    public void close() {
        stop();
        try {
            if (!ended.await(END.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.interrupt();
                if (!ended.await(END.toMillis(), TimeUnit.MILLISECONDS)) {
                    log.warn("the work {} does not end; it holds no lease any more soon", name);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
