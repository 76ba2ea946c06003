// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Keeps a few connections to PostgreSQL open for the next transaction. A connection that has failed or idled for long
 * is checked before it is used again. If you need more, use another pool here.
 */
final class PostgresPool implements DataSource, AutoCloseable {
    private static final int KEPT = 8;
    private static final long FRESH_NANOS = 10_000_000_000L;
    private static final int CHECK_SECONDS = 2;

    private final PGSimpleDataSource source;
    private final Deque<Idle> idle = new ArrayDeque<>(); // guarded by this
    private boolean closed; // guarded by this

    PostgresPool(PGSimpleDataSource source) {
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        for (Idle next = poll(); next != null; next = poll()) {
            if (System.nanoTime() - next.since < FRESH_NANOS || next.connection.isValid(CHECK_SECONDS)) {
                return lent(next.connection);
            }
            next.connection.close();
        }
        return lent(source.getConnection());
    }

    private synchronized @Nullable Idle poll() {
        return idle.poll();
    }

    private Connection lent(Connection real) {
        return (Connection) Proxy.newProxyInstance(
                PostgresPool.class.getClassLoader(), new Class<?>[] {Connection.class}, new Lending(real));
    }

    private void takeBack(Connection real) throws SQLException {
        boolean reusable = !real.isClosed();
        if (reusable && !real.getAutoCommit()) {
            real.rollback();
            real.setAutoCommit(true);
        }
        synchronized (this) {
            if (reusable && !closed && idle.size() < KEPT) {
                idle.push(new Idle(real, System.nanoTime()));
                return;
            }
        }
        real.close();
    }

    private record Idle(Connection connection, long since) {}

    /** Passes calls on to a connection, and closing gives it back once. */
    private final class Lending implements java.lang.reflect.InvocationHandler {
        private final Connection real;
        private boolean returned;
        private boolean failed;

        Lending(Connection real) {
            this.real = real;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            switch (method.getName()) {
                case "close" -> {
                    if (!returned) {
                        returned = true;
                        if (failed) {
                            real.close();
                        } else {
                            takeBack(real);
                        }
                    }
                    return null;
                }
                case "isClosed" -> {
                    return returned || real.isClosed();
                }
                default -> {
                    if (returned && !method.getName().equals("toString")) {
                        throw new SQLException("this connection was given back");
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        failed = failed || isLost(e.getCause());
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }
            }
        }

        private boolean isLost(@Nullable Throwable failure) {
            return failure instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith("08");
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is that of the settings");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return source.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException("nothing is wrapped");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    @Override
    public void close() throws SQLException {
        Deque<Idle> last;
        synchronized (this) {
            closed = true;
            last = new ArrayDeque<>(idle);
            idle.clear();
        }
        for (Idle each : last) {
            each.connection.close();
        }
    }
}
