// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.store.DatabaseEngine;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lends a connection and its statements for one transaction, keeps the transaction's end and the connection's settings to
 * ourselves, and notices when the engine undoes the transaction because a statement failed.
 */
final class GuardedConnection implements AutoCloseable {
    private static final Set<String> ENDS = Set.of("commit", "abort", "beginRequest", "endRequest");

    private final Connection inner;
    private final Connection outer;
    private final DatabaseTask<?> databaseTask;
    private final List<RowCursor> open = new ArrayList<>();
    private @Nullable SQLException failure;
    private boolean executed;
    private boolean lost;
    private volatile boolean over;

    GuardedConnection(Connection inner, DatabaseTask<?> databaseTask) {
        this.inner = inner;
        this.databaseTask = databaseTask;
        this.outer = proxy(Connection.class, new Lent(this));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(GuardedConnection.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** Does something once what this connection writes is kept. */
    static void afterCommit(Connection connection, Runnable action) {
        of(connection).databaseTask.afterCommit(action);
    }

    /** Does something once what this connection writes is kept, unless it is not one of a write of this database. */
    static boolean afterCommit(Connection connection, StoreThreads storeThreads, Runnable action) {
        GuardedConnection guardedConnection = find(connection);
        if (guardedConnection == null || !guardedConnection.databaseTask.isWriteOf(storeThreads)) {
            return false;
        }
        guardedConnection.databaseTask.afterCommit(action);
        return true;
    }

    /** Closes something when the work of this connection is over. */
    static void atEnd(Connection connection, RowCursor rows) {
        of(connection).open.add(rows);
    }

    private static GuardedConnection of(Connection connection) {
        GuardedConnection found = find(connection);
        if (found == null) {
            throw new IllegalArgumentException("connection must be the one that the work was given, while it runs");
        }
        return found;
    }

    private static @Nullable GuardedConnection find(Connection connection) {
        return Proxy.isProxyClass(connection.getClass())
                        && Proxy.getInvocationHandler(connection) instanceof Lent lent
                        && !lent.guardedConnection().over
                ? lent.guardedConnection()
                : null;
    }

    Connection connection() {
        return outer;
    }

    /** Whether SQLite undid the transaction, which then is no more. */
    boolean lost() {
        return lost;
    }

    /**
     * Fails if the work returned and its transaction keeps nothing. PostgreSQL undoes a transaction in which a statement
     * failed, unless it went back to a savepoint, and its answer to COMMIT then is ROLLBACK; its driver does not tell, so
     * the state is looked at before.
     */
    void check() throws SQLException {
        if (databaseTask.engine() == DatabaseEngine.SQLITE) {
            if (lost) {
                throw undone("let the failure out of the work");
            }
            return;
        }
        String state = PostgresDriver.transactionState(inner);
        if (state.equals("FAILED") || (state.isEmpty() && failure != null && !answers())) {
            throw undone("let the failure out of the work, or set a savepoint before a statement that may fail and roll"
                    + " back to it");
        }
        if (state.equals("IDLE") && executed) {
            throw databaseTask.failure(
                    Reason.SQL, "the work ended its transaction past the connection it was given", null, true);
        }
    }

    /** Whether the transaction takes another statement, for a driver that does not say. */
    private boolean answers() {
        try (Statement statement = inner.createStatement()) {
            statement.execute("SELECT 1");
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private StoreException undone(String advice) {
        SQLException first = failure;
        return databaseTask.failure(
                first == null ? Reason.SQL : SqlFailures.reason(first),
                "a statement failed" + (first == null ? "" : " (" + SqlFailures.describe(first) + ")")
                        + " and the work returned all the same, but "
                        + databaseTask.engine().id()
                        + " had undone the whole transaction: nothing was kept; " + advice,
                first,
                false);
    }

    private SQLException ended() {
        return new SQLException("the transaction of this connection is over: use it within the work only");
    }

    /** Calls the driver, and looks after a failed statement whether the transaction is still there. */
    private @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException thrown && method.getName().startsWith("execute")) {
                failure = thrown;
                lost = lost || (databaseTask.engine() == DatabaseEngine.SQLITE && SqliteTransactions.isOver(inner));
            }
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private static void refuseControl(Object @Nullable [] arguments) throws SQLException {
        if (arguments != null
                && arguments.length > 0
                && arguments[0] instanceof String sql
                && TransactionStatements.isIn(sql)) {
            throw refused("SQL that begins or ends a transaction");
        }
    }

    private static SQLException refused(String what) {
        return new SQLException(
                what + " is refused: the transaction is kept if the work returns and undone if it throws");
    }

    @Override
    public void close() throws SQLException {
        over = true;
        for (RowCursor rows : open) {
            rows.close();
        }
    }

    /** Stands for the connection. */
    private record Lent(GuardedConnection guardedConnection) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            String name = method.getName();
            if (guardedConnection.over
                    && !name.equals("close")
                    && !name.equals("isClosed")
                    && method.getDeclaringClass() != Object.class) {
                throw guardedConnection.ended();
            }
            if (name.equals("equals")) {
                return arguments != null && proxy == arguments[0];
            }
            if (name.equals("close")) {
                return null;
            }
            if (name.equals("isClosed")) {
                return guardedConnection.over || guardedConnection.inner.isClosed();
            }
            if (name.equals("getAutoCommit")) {
                return false;
            }
            boolean sets = name.startsWith("set") && !name.equals("setSavepoint");
            if (sets || ENDS.contains(name) || (name.equals("rollback") && arguments == null)) {
                throw refused(name);
            }
            if (name.equals("getMetaData")) {
                return proxy(
                        DatabaseMetaData.class,
                        new LentMetaData(guardedConnection, guardedConnection.inner.getMetaData()));
            }
            if (name.startsWith("prepare") || name.equals("nativeSQL")) {
                refuseControl(arguments);
            }
            Object given = guardedConnection.call(guardedConnection.inner, method, arguments);
            if (given instanceof CallableStatement call) {
                return proxy(CallableStatement.class, new LentStatement(guardedConnection, call));
            }
            if (given instanceof PreparedStatement prepared) {
                return proxy(PreparedStatement.class, new LentStatement(guardedConnection, prepared));
            }
            return given instanceof Statement statement
                    ? proxy(Statement.class, new LentStatement(guardedConnection, statement))
                    : given;
        }
    }

    /** Stands for the metadata, whose connection is the one that was lent. */
    private record LentMetaData(GuardedConnection guardedConnection, DatabaseMetaData inner)
            implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            return method.getName().equals("getConnection")
                    ? guardedConnection.outer
                    : guardedConnection.call(inner, method, arguments);
        }
    }

    /** Stands for a statement. */
    private record LentStatement(GuardedConnection guardedConnection, Statement inner) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            String name = method.getName();
            if (name.equals("getConnection")) {
                return guardedConnection.outer;
            }
            if (name.equals("equals")) {
                return arguments != null && proxy == arguments[0];
            }
            boolean executes = name.startsWith("execute");
            if (executes || name.equals("addBatch")) {
                refuseControl(arguments);
                if (guardedConnection.lost) {
                    // SQLite would keep it at once, in a transaction of its own.
                    throw new SQLException("the transaction is undone since a statement failed: nothing more is done");
                }
                if (guardedConnection.over) {
                    throw guardedConnection.ended();
                }
            }
            Object given = guardedConnection.call(inner, method, arguments);
            guardedConnection.executed |=
                    executes && !(given != null && given.getClass().isArray() && Array.getLength(given) == 0);
            return given;
        }
    }
}
