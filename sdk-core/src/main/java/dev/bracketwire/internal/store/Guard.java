// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lends a connection for one transaction, and keeps its end and its settings to ourselves. */
final class Guard implements AutoCloseable {
    private static final Set<String> ENDS = Set.of("commit", "abort", "beginRequest", "endRequest");

    private final Connection inner;
    private final Connection outer;
    private volatile boolean over;

    Guard(Connection inner) {
        this.inner = inner;
        this.outer = (Connection)
                Proxy.newProxyInstance(Guard.class.getClassLoader(), new Class<?>[] {Connection.class}, this::invoke);
    }

    Connection connection() {
        return outer;
    }

    private @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
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
    public void close() {
        over = true;
    }
}
