// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store.internal;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.internal.files.FilePermissions;
import dev.bracketwire.store.DatabaseEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;

/** Opens a store on SQLite. */
public final class SqliteStore {
    private SqliteStore() {}

    /** Opens a file. */
    public static DatabaseCalls file(Path file, StoreOptions storeOptions) {
        checkDriver();
        Path path = file.toAbsolutePath();
        if (path.toString().contains("?")) {
            throw new ConfigurationException(List.of(new Problem("file", "must not have a ? in its path: " + path)));
        }
        Path folder = path.getParent();
        try {
            if (folder != null) {
                FilePermissions.secretFolder(folder);
            }
            // The files that SQLite makes beside it get the same rights.
            FilePermissions.secretFile(path);
        } catch (IOException e) {
            throw new StoreException(
                    Reason.UNAVAILABLE, "the database " + path + " cannot be made: " + e.getMessage(), e);
        }
        String url = "jdbc:sqlite:" + path;
        String busy = "busy_timeout = " + storeOptions.busyTimeout().toMillis();
        // FULL: what is acknowledged outlives a loss of power too.
        List<String> writing = List.of(busy, "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON");
        SqliteConnections writer = new SqliteConnections(url, writing, 1);
        SqliteConnections readers = new SqliteConnections(url, List.of(busy), storeOptions.readers());
        return new DatabaseCalls(
                TableNames.of(DatabaseEngine.SQLITE, storeOptions.schema()),
                path.toString(),
                new SqliteBackend(writer, readers, String.valueOf(path.getFileName())),
                storeOptions);
    }

    /** Makes one that lives in one connection. */
    public static DatabaseCalls inMemory(StoreOptions storeOptions) {
        checkDriver();
        SqliteConnections writer = new SqliteConnections("jdbc:sqlite::memory:", List.of("foreign_keys = ON"), 1);
        return new DatabaseCalls(
                TableNames.of(DatabaseEngine.SQLITE, storeOptions.schema()),
                "in memory",
                new SqliteBackend(writer, null, "memory"),
                storeOptions);
    }

    private static void checkDriver() {
        if (DriverManager.drivers()
                .noneMatch(driver -> driver.getClass().getName().startsWith("org.sqlite."))) {
            throw new ConfigurationException(List.of(new Problem(
                    "store",
                    "needs org.xerial:sqlite-jdbc on the class path, or on the module path with --add-modules"
                            + " org.xerial.sqlitejdbc")));
        }
    }
}
