// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lends a connection for one transaction, and keeps its end and its settings to ourselves. */
final class Guard implements AutoCloseable, InvocationHandler {
    private static final Set<String> ENDS = Set.of("commit", "abort", "beginRequest", "endRequest");

    private final Connection inner;
    private final Connection outer;
    private final Task<?> task;
    private final List<RowCursor> open = new ArrayList<>();
    private volatile boolean over;

    Guard(Connection inner, Task<?> task) {
        this.inner = inner;
        this.task = task;
        this.outer = (Connection)
                Proxy.newProxyInstance(Guard.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    /** Does something once what this connection writes is kept. */
    static void afterCommit(Connection connection, Runnable action) {
        of(connection).task.afterCommit(action);
    }

    /** Closes something when the work of this connection is over. */
    static void atEnd(Connection connection, RowCursor rows) {
        of(connection).open.add(rows);
    }

    private static Guard of(Connection connection) {
        if (Proxy.isProxyClass(connection.getClass())
                && Proxy.getInvocationHandler(connection) instanceof Guard guard
                && !guard.over) {
            return guard;
        }
        throw new IllegalArgumentException("connection must be the one that the work was given, while it runs");
    }

    Connection connection() {
        return outer;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        if (over && !name.equals("close") && !name.equals("isClosed") && method.getDeclaringClass() != Object.class) {
            throw new SQLException("the transaction of this connection is over: use it within the work only");
        }
        if (name.equals("equals")) {
            return arguments != null && proxy == arguments[0];
        }
        if (name.equals("close")) {
            return null;
        }
        if (name.equals("isClosed")) {
            return over || inner.isClosed();
        }
        if (name.equals("getAutoCommit")) {
            return false;
        }
        boolean sets = name.startsWith("set") && !name.equals("setSavepoint");
        if (sets || ENDS.contains(name) || (name.equals("rollback") && arguments == null)) {
            throw refused(name);
        }
        try {
            return method.invoke(inner, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static SQLException refused(String name) {
        return new SQLException(
                name + " is refused: the transaction is kept if the work returns and undone if it throws");
    }

    @Override
    public void close() throws SQLException {
        over = true;
        for (RowCursor rows : open) {
            rows.close();
        }
    }
}
