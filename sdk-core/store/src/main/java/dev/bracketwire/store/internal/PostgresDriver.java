// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What JDBC has no word for. By names, as a driver that may be absent must not be a module of ours. */
final class PostgresDriver {
    private static final String CONNECTION = "org.postgresql.PGConnection";

    private static final ClassValue<Optional<Method>> STATES = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
            try {
                return Optional.of(Class.forName("org.postgresql.core.BaseConnection", false, type.getClassLoader())
                        .getMethod("getTransactionState"));
            } catch (ReflectiveOperationException e) {
                return Optional.empty();
            }
        }
    };

    private PostgresDriver() {}

    /** Stops what runs on the connection, through whatever a pool put around it. */
    static StatementCanceller brake(Connection connection) {
        return () -> {
            Optional<Object> driver = unwrap(connection);
            if (driver.isPresent()) {
                call(driver.get(), "cancelQuery");
            }
        };
    }

    /** The driver's own connection, if it is the driver we know. */
    static Optional<Object> unwrap(Connection connection) throws SQLException {
        Class<?> type = type(connection);
        return type != null && connection.isWrapperFor(type) ? Optional.of(connection.unwrap(type)) : Optional.empty();
    }

    private static @Nullable Class<?> type(Connection connection) {
        ClassLoader loader = DriverManager.drivers()
                .map(Object::getClass)
                .filter(type -> type.getName().equals("org.postgresql.Driver"))
                .findFirst()
                .<Class<?>>map(type -> type)
                .orElse(connection.getClass())
                .getClassLoader();
        try {
            return Class.forName(CONNECTION, false, loader);
        } catch (ClassNotFoundException e) {
            return null; // a driver of another make
        }
    }

    /** Returns IDLE, OPEN or FAILED for the transaction of a connection; empty if the driver does not tell. */
    static String transactionState(Connection connection) throws SQLException {
        Optional<Object> driver = unwrap(connection);
        if (driver.isEmpty()) {
            return "";
        }
        Optional<Method> state = STATES.get(driver.get().getClass());
        try {
            return state.isEmpty() ? "" : String.valueOf(state.get().invoke(driver.get()));
        } catch (ReflectiveOperationException e) {
            return "";
        }
    }

    /** Says what the server said without the values: its texts repeat them, its names do not. */
    static String describe(SQLException failure) throws SQLException {
        if (!failure.getClass().getName().equals("org.postgresql.util.PSQLException")) {
            return "failed";
        }
        Object message = call(failure, "getServerErrorMessage");
        String state = failure.getSQLState();
        if (message == null) {
            return state != null && state.startsWith("08") ? "the connection failed" : "failed in the driver";
        }
        StringBuilder text = new StringBuilder("refused by the server");
        if (state != null && state.startsWith("42")) {
            text.append(", ").append(call(message, "getMessage")); // a wrong statement: names, and words of the SQL
        }
        for (String name : new String[] {"Constraint", "Table", "Column"}) {
            Object said = call(message, "get" + name);
            if (said != null) {
                text.append(", ")
                        .append(name.toLowerCase(Locale.ROOT))
                        .append(' ')
                        .append(said);
            }
        }
        return text.toString();
    }

    /** Waits for what others say on the channels a connection listens to; empty when the time is over. */
    static List<String> notifications(Object driver, Duration most) throws SQLException {
        try {
            ClassLoader loader = driver.getClass().getClassLoader();
            Object heard = Class.forName(CONNECTION, false, loader)
                    .getMethod("getNotifications", int.class)
                    .invoke(driver, (int) most.toMillis());
            Method text = Class.forName("org.postgresql.PGNotification", false, loader)
                    .getMethod("getParameter");
            List<String> texts = new ArrayList<>();
            for (int i = 0; heard != null && i < Array.getLength(heard); i++) {
                texts.add(String.valueOf(text.invoke(Array.get(heard, i))));
            }
            return texts;
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof SQLException failure ? failure : new SQLException("listening failed", e);
        } catch (ReflectiveOperationException e) {
            throw new SQLException("this PostgreSQL driver cannot listen; 42.2 and later can", e);
        }
    }

    private static @Nullable Object call(Object target, String method) throws SQLException {
        try {
            Class<?> type = target instanceof Exception || method.startsWith("get")
                    ? target.getClass()
                    : Class.forName(CONNECTION, false, target.getClass().getClassLoader());
            return type.getMethod(method).invoke(target);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof SQLException failure ? failure : new SQLException(method + " failed", e);
        } catch (ReflectiveOperationException e) {
            throw new SQLException("this PostgreSQL driver has no " + method + "; 42.2 and later have", e);
        }
    }
}
