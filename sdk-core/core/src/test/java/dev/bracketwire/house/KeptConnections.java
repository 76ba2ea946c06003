// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.house;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Keeps the connections of a server open between tests, since PostgreSQL starts a process for each. */
public final class KeptConnections {
    private final DataSource server;
    private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();

    private KeptConnections(DataSource server) {
        this.server = server;
    }

    /** Makes a pool. */
    public static DataSource of(DataSource server) {
        KeptConnections kept = new KeptConnections(server);
        return (DataSource) Proxy.newProxyInstance(
                KeptConnections.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection")) {
                        return kept.borrow();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private Connection borrow() throws SQLException {
        @Nullable Connection found = idle.poll();
        Connection connection = found != null ? found : server.getConnection();
        AtomicBoolean back = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                KeptConnections.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        if (back.compareAndSet(false, true) && !connection.isClosed()) {
                            idle.add(connection);
                        }
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
