// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.Call;
import dev.bracketwire.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Fails within a transaction, or right after its commit as where the connection breaks before the reply. */
final class FaultyStore implements ImportStore {
    private final ImportStore real;
    private final AtomicInteger callsLeft = new AtomicInteger();
    private final AtomicInteger commitsLeft = new AtomicInteger();
    private final AtomicBoolean faulted = new AtomicBoolean();

    FaultyStore(ImportStore real) {
        this.real = real;
    }

    /** Lets this call of the next transactions fail, counted from 1; 0 for none. */
    void failCall(int number) {
        callsLeft.set(number);
    }

    /** Lets the reply to this commit be lost, counted from 1; 0 for none. */
    void loseReply(int number) {
        commitsLeft.set(number);
    }

    /** Ends the faults, and returns whether there was one. */
    boolean recover() {
        callsLeft.set(0);
        commitsLeft.set(0);
        return faulted.getAndSet(false);
    }

    @Override
    public <T extends @Nullable Object> Call<T> write(Work<T> work) {
        return real.<T>write(session -> work.run(new FaultySession(session))).map(result -> {
            if (commitsLeft.getAndUpdate(left -> Math.max(0, left - 1)) == 1) {
                faulted.set(true);
                throw new StoreException(
                        StoreException.Reason.UNAVAILABLE, "the reply to a commit is lost", "08006", true, null);
            }
            return result;
        });
    }

    @Override
    public <T extends @Nullable Object> Call<T> read(Work<T> work) {
        return real.read(work);
    }

    private final class FaultySession implements StoreSession {
        private final StoreSession session;

        FaultySession(StoreSession session) {
            this.session = session;
        }

        @Override
        public MatchStore matches() {
            return faulty(MatchStore.class, session.matches());
        }

        @Override
        public PersonStore people() {
            return faulty(PersonStore.class, session.people());
        }

        @Override
        public RunStore runs() {
            return faulty(RunStore.class, session.runs());
        }

        @Override
        public Connection connection() {
            return session.connection();
        }

        private <S> S faulty(Class<S> type, S store) {
            return type.cast(Proxy.newProxyInstance(
                    FaultyStore.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        if (callsLeft.getAndUpdate(left -> Math.max(0, left - 1)) == 1) {
                            faulted.set(true);
                            throw new SQLException("the disk is full", "58030");
                        }
                        try {
                            return method.invoke(store, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }
}
