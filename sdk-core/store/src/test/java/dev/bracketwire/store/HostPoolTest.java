// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we do with connections that are the host's. */
class HostPoolTest {
    @TempDir
    Path folder;

    private final List<Connection> given = Collections.synchronizedList(new ArrayList<>());
    private final List<String> left = Collections.synchronizedList(new ArrayList<>());

    /** Hands out real connections with auto-commit as given, and notes how each comes back, before it is closed. */
    private DataSource pool(DataSource real, boolean autoCommit) {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class, AutoCloseable.class},
                (proxy, method, args) -> {
                    if (!method.getName().equals("getConnection")) {
                        throw new AssertionError(method.getName() + " is the host's");
                    }
                    Connection connection = real.getConnection();
                    connection.setAutoCommit(autoCommit);
                    given.add(connection);
                    return watched(connection);
                });
    }

    private Connection watched(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    if (method.getName().equals("close")) {
                        left.add(connection.getAutoCommit() + " " + connection.isReadOnly() + " "
                                + connection.getTransactionIsolation());
                    }
                    try {
                        return method.invoke(connection, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void uses(DataSource real, boolean autoCommit) throws SQLException {
        int isolation;
        try (Connection connection = real.getConnection()) {
            isolation = connection.getTransactionIsolation();
        }
        try (Database db = Database.builder()
                .schema(Postgres.schema())
                .migrations(DatabaseContract.LEAGUE)
                .of(pool(real, autoCommit))) {
            db.write(connection -> connection
                            .createStatement()
                            .executeUpdate("INSERT INTO " + db.table("players") + " VALUES (1, 'Ann')"))
                    .get();
            assertThatThrownBy(() -> db.write(
                                    connection -> connection.createStatement().execute("NONSENSE"))
                            .get())
                    .isInstanceOf(StoreException.class);
            db.read(connection -> connection.createStatement().execute("SELECT 1"))
                    .get();
            db.write(connection -> connection.setSavepoint("mine").getSavepointName())
                    .get();
        }
        assertThat(given)
                .isNotEmpty()
                .allSatisfy(connection -> assertThat(connection.isClosed()).isTrue());
        assertThat(left).hasSameSizeAs(given).containsOnly(autoCommit + " false " + isolation);
    }

    private DataSource sqlite() {
        return Pools.of("jdbc:sqlite:" + folder.resolve("host.db"));
    }

    @Test
    void connections_ofPostgres_comeBackAsTheyWere() throws SQLException {
        uses(Postgres.pool(), true);
    }

    @Test
    void connections_ofPostgresWithoutAutoCommit_comeBackAsTheyWere() throws SQLException {
        uses(Postgres.pool(), false);
    }

    @Test
    void connections_ofSqlite_comeBackAsTheyWere() throws SQLException {
        uses(sqlite(), true);
    }

    @Test
    void connections_ofSqliteWithoutAutoCommit_comeBackAsTheyWere() throws SQLException {
        uses(sqlite(), false);
    }

    @Test
    void pool_ofAnUnsupportedDatabase_isRefusedByName() {
        DataSource oracle = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, args) -> named("Oracle"));
        assertThatThrownBy(() -> Database.of(oracle))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("leads to Oracle");
    }

    private Object named(String product) {
        return Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class, DatabaseMetaData.class},
                (proxy, method, args) -> method.getName().equals("getMetaData")
                        ? proxy
                        : method.getName().equals("getDatabaseProductName") ? product : null);
    }

    @Test
    void pool_withoutAServer_isUnavailable() {
        DataSource nowhere = Pools.of("jdbc:postgresql://127.0.0.1:1/none?user=ann&password=canary");
        assertThatThrownBy(() -> Database.of(nowhere))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE))
                .hasMessageNotContaining("canary");
    }
}
