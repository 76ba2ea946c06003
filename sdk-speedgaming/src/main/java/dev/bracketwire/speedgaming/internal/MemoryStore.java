// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.Call;
import dev.bracketwire.StoreException;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.speedgaming.MatchStore;
import dev.bracketwire.speedgaming.PersonStore;
import dev.bracketwire.speedgaming.RunStore;
import dev.bracketwire.speedgaming.StoreSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps matches, persons and runs in memory. A write works on a copy under one lock, and the copy becomes the state if the
 * work returns; a read works on the state of its beginning. The work of a write runs once.
 */
public final class MemoryStore implements ImportStore {
    private final ReentrantLock lock = new ReentrantLock();
    private final RunNumbers numbers = new RunNumbers();
    private volatile MemoryState state = new MemoryState();

    @Override
    public <T extends @Nullable Object> Call<T> write(Work<T> work) {
        Objects.requireNonNull(work, "work");
        return Call.of(context -> {
            if (lock.isHeldByCurrentThread()) {
                throw new IllegalStateException("a work must not ask its store for another transaction");
            }
            lock.lock();
            try {
                MemoryState copy = state.copy();
                T result = run(work, copy, true);
                state = copy;
                return CompletableFuture.completedFuture(result);
            } finally {
                lock.unlock();
            }
        });
    }

    @Override
    public <T extends @Nullable Object> Call<T> read(Work<T> work) {
        Objects.requireNonNull(work, "work");
        return Call.of(context -> CompletableFuture.completedFuture(run(work, state, false)));
    }

    private <T extends @Nullable Object> T run(Work<T> work, MemoryState state, boolean writes) {
        Session session = new Session(state, numbers, writes);
        try {
            return work.run(session);
        } catch (SQLIntegrityConstraintViolationException e) {
            throw new StoreException(
                    StoreException.Reason.CONSTRAINT, "write to memory: " + e.getMessage(), e.getSQLState(), false, e);
        } catch (SQLException e) {
            throw new StoreException(StoreException.Reason.SQL, "the work failed; nothing was kept", e);
        } finally {
            session.over = true;
        }
    }

    /** Gives numbers to runs, also to those that are not kept. */
    static final class RunNumbers {
        private long last;

        /** Returns the next number. The caller has the lock of the store. */
        long next() {
            return ++last;
        }
    }

    /** Gives access to a state until the work is over. */
    static final class Session implements StoreSession {
        private final MemoryState state;
        private final boolean writes;
        private final MemoryMatches matches;
        private final MemoryPeople people;
        private final MemoryRuns runs;
        private volatile boolean over;

        private Session(MemoryState state, RunNumbers numbers, boolean writes) {
            this.state = state;
            this.writes = writes;
            this.matches = new MemoryMatches(this);
            this.people = new MemoryPeople(this);
            this.runs = new MemoryRuns(this, numbers);
        }

        /** Returns the state for a look. */
        MemoryState state() {
            if (over) {
                throw new IllegalStateException("the session is over, since its work has returned");
            }
            return state;
        }

        /** Returns the state for a change. */
        MemoryState writing() {
            if (!writes) {
                throw new IllegalStateException("this session only reads; use write");
            }
            return state();
        }

        @Override
        public MatchStore matches() {
            return matches;
        }

        @Override
        public PersonStore people() {
            return people;
        }

        @Override
        public RunStore runs() {
            return runs;
        }

        @Override
        public Connection connection() {
            throw new IllegalStateException("a store in memory has no connection");
        }
    }
}
