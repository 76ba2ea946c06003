// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a least time between the requests of all processes that use a database, also over restarts. A turn is taken when the
 * request is about to be sent, in one transaction, and lasts until that time has passed since the reply: a request that was
 * slow on its way to the upstream is then not followed too soon. If the process ends before the reply, the turn lasts for up
 * to twice that time. A wait that a reply asks for by {@code Retry-After} holds for all processes too. If the database does not
 * answer, nothing is sent.
 */
public final class SharedSpacing implements Limiter {
    private static final Logger LOG = LoggerFactory.getLogger("dev.bracketwire.speedgaming");

    private final String host;
    private final Duration spacing;
    private final SpacingTable table;

    // Guarded by itself. The urgent come before those in the background.
    private final List<Waiter> waiters = new ArrayList<>();
    private boolean asking;
    private @Nullable CompletableFuture<@Nullable Void> timer;

    // The end of the last turn by the counter of this process, which no change of a date moves.
    private @Nullable Clock clock;
    private long free;

    /**
     * Makes the tables if they are not there.
     *
     * @param host the host that the turns are counted for
     * @param attempt how long a request may be under way
     * @param dates the clock of the host application; null for the database's on PostgreSQL and the system's on SQLite
     */
    public SharedSpacing(Database db, String host, Duration spacing, Duration attempt, @Nullable InstantSource dates) {
        this.host = host;
        this.spacing = spacing;
        Duration reserve = attempt.compareTo(spacing) < 0 ? attempt : spacing;
        this.table = new SpacingTable(db, host, spacing, reserve, dates);
    }

    @Override
    public CompletableFuture<Permit> acquire(Ask ask) {
        Waiter waiter = new Waiter(ask);
        synchronized (waiters) {
            if (clock == null) {
                clock = ask.clock();
                free = clock.nanos();
            }
            int place = waiters.size();
            while (!ask.request().isBackground()
                    && place > 0
                    && waiters.get(place - 1).ask.request().isBackground()) {
                place--;
            }
            waiters.add(place, waiter);
        }
        serve();
        return waiter;
    }

    /** Takes a turn for the first waiter, or waits for the next one. */
    private void serve() {
        Duration wait;
        synchronized (waiters) {
            waiters.removeIf(CompletableFuture::isDone);
            if (asking || waiters.isEmpty()) {
                return;
            }
            wait = left();
            asking = wait.isZero();
        }
        if (wait.isZero()) {
            table.take().whenComplete(this::answered);
        } else {
            waitFor(wait);
        }
    }

    private void answered(SpacingTable.@Nullable Turn turn, @Nullable Throwable failure) {
        List<Waiter> ended = new ArrayList<>();
        synchronized (waiters) {
            asking = false;
            waiters.removeIf(CompletableFuture::isDone);
            if (turn != null && turn.delay().isZero()) {
                pauseFor(spacing);
                if (!waiters.isEmpty()) {
                    ended.add(waiters.remove(0));
                }
            } else if (failure != null) {
                ended.addAll(waiters);
                waiters.clear();
            }
        }
        if (turn == null) {
            ended.forEach(waiter -> waiter.completeExceptionally(
                    failure == null ? new IllegalStateException("the table gave no turn") : failure));
        } else if (turn.delay().isZero()) {
            Turn taken = new Turn(turn.number(), ended.isEmpty() ? null : ended.get(0).ask);
            if (ended.isEmpty() || !ended.get(0).complete(taken)) {
                taken.unused();
            }
            serve();
        } else {
            waitFor(turn.delay());
        }
    }

    /** Refuses the waiters that cannot wait so long, and serves the others after it. */
    private void waitFor(Duration wait) {
        List<Waiter> refused = new ArrayList<>();
        List<Duration> delays = new ArrayList<>();
        synchronized (waiters) {
            Duration delay = wait;
            for (Waiter waiter : List.copyOf(waiters)) {
                if (waiter.isDone()) {
                    continue;
                }
                if (delay.compareTo(waiter.patience()) > 0) {
                    waiters.remove(waiter);
                    refused.add(waiter);
                    delays.add(delay);
                } else {
                    delay = delay.plus(spacing);
                }
            }
            if (timer != null) {
                timer.cancel(false);
                timer = null;
            }
            if (!waiters.isEmpty()) {
                timer = waiters.get(0).ask.clock().after(wait);
                timer.thenRun(this::serve);
            }
        }
        for (int i = 0; i < refused.size(); i++) {
            refused.get(i).complete(new Refused(delays.get(i), scope()));
        }
    }

    private Duration left() {
        long nanos = clock == null ? 0 : free - clock.nanos();
        return nanos > 0 ? Duration.ofNanos(nanos) : Duration.ZERO;
    }

    private void pauseFor(Duration time) {
        if (clock != null) {
            free = Math.max(free, clock.nanos() + time.toNanos());
        }
    }

    private String scope() {
        return "1 in " + spacing + " of " + host + ", shared by a database";
    }

    @Override
    public List<State> state() {
        synchronized (waiters) {
            Duration left = left();
            return List.of(new State(scope(), left.isZero() ? 1 : 0, left));
        }
    }

    /** Waits for a turn. */
    private static final class Waiter extends CompletableFuture<Permit> {
        private final Ask ask;
        private final long since;

        Waiter(Ask ask) {
            this.ask = ask;
            this.since = ask.clock().nanos();
        }

        Duration patience() {
            return ask.patience().minusNanos(ask.clock().nanos() - since);
        }
    }

    /** Allows the one request of a turn. */
    private final class Turn implements Permit {
        private final long number;
        private final @Nullable Ask ask;

        Turn(long number, @Nullable Ask ask) {
            this.number = number;
            this.ask = ask;
        }

        @Override
        public void answered(Reply reply) {
            finish(asked(reply));
        }

        @Override
        public void limited(Reply reply, @Nullable Duration delay) {
            finish(delay == null ? asked(reply) : delay);
        }

        @Override
        public void lost() {
            finish(Duration.ZERO);
        }

        // A limiter without limits waits only as long as the reply asks for.
        private Duration asked(Reply reply) {
            if (ask == null) {
                return Duration.ZERO;
            }
            Limiter hints = Limiter.adaptive();
            hints.acquire(ask).thenAccept(permit -> permit.answered(reply));
            return hints.state().stream()
                    .map(State::delay)
                    .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) > 0 ? one : other);
        }

        private void finish(Duration asked) {
            Duration pause = asked.compareTo(spacing) > 0 ? asked : spacing;
            synchronized (waiters) {
                pauseFor(pause);
            }
            table.finish(number, pause).whenComplete((done, failure) -> failed("ended", failure));
        }

        @Override
        public void unused() {
            table.giveBack(number).whenComplete((given, failure) -> {
                failed("given back", failure);
                synchronized (waiters) {
                    if (Boolean.TRUE.equals(given) && clock != null) {
                        free = clock.nanos();
                    }
                }
                serve();
            });
        }

        private void failed(String action, @Nullable Throwable failure) {
            if (failure != null) {
                LOG.warn("speedgaming: the turn of {} could not be {}", host, action, failure);
            }
        }
    }
}
