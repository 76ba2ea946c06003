// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.Call;
import dev.bracketwire.exchange.Table;
import dev.bracketwire.store.internal.DatabaseCalls;
import dev.bracketwire.store.internal.LeaseTable;
import dev.bracketwire.store.internal.MigrationRunner;
import dev.bracketwire.store.internal.MigrationSteps;
import dev.bracketwire.store.internal.SqlIdentifier;
import dev.bracketwire.store.internal.TableNames;
import dev.bracketwire.store.internal.TaskTable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes a SQLite file or a PostgreSQL database by plain JDBC, a transaction a call.
 *
 * <p>On SQLite the writes of all threads go through one thread, and those that come together share one commit; a write
 * that fails is undone alone. A call of a write gives its result when the commit is durable. On PostgreSQL each write is
 * a transaction of its own on a connection of the host's pool, which comes back with the settings it had.
 *
 * <p>A deadline or a cancel stops the statement that runs, and the transaction is rolled back. A call has 30 seconds
 * unless {@link Call#within} says otherwise. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * try (Database db = Database.open(Path.of("state/league.db"))) {
 *     db.migrate(league).get();
 *     db.write(connection -> insert(connection, ann)).get();
 *     List<Player> all = db.read(connection -> players(connection)).get();
 * }
 * }</pre>
 */
public final class Database implements AutoCloseable {
    private final DatabaseCalls databaseCalls;
    private final MigrationRunner migrationRunner;
    private final LeaseTable leaseTable;
    private final ExactTables exactTables;

    Database(DatabaseCalls databaseCalls, SchemaMode mode, List<Migrations> migrations) {
        this.databaseCalls = databaseCalls;
        this.migrationRunner = new MigrationRunner(databaseCalls, mode);
        this.leaseTable = new LeaseTable(databaseCalls);
        this.exactTables = new ExactTables(this);
        try {
            migrationRunner.apply(MigrationSteps.OWN).get();
            migrations.forEach(
                    each -> migrationRunner.apply(each.migrationSteps).get());
        } catch (RuntimeException | Error e) {
            databaseCalls.close();
            throw e;
        }
    }

    /** Opens a SQLite file, and makes it and its folder if they are not there. See {@link DatabaseBuilder#open}. */
    public static Database open(Path file) {
        return builder().open(file);
    }

    /** Uses a pool of the host's, to SQLite or PostgreSQL, which is never closed by us. See {@link DatabaseBuilder#of}. */
    public static Database of(DataSource pool) {
        return builder().of(pool);
    }

    /** Makes a SQLite database that is gone when it is closed, for tests and trials. */
    public static Database inMemory() {
        return builder().inMemory();
    }

    /** Starts to describe how a database is opened. */
    public static DatabaseBuilder builder() {
        return new DatabaseBuilder();
    }

    /**
     * Runs the work in one transaction, which is kept if it returns and undone if it throws.
     *
     * <p>The connection is the transaction's: it must not be kept, and it refuses to commit, to roll back as a whole and
     * to be set otherwise, by methods and by SQL. If a statement fails, the work catches that and the engine has undone the
     * transaction, the call fails, since nothing is kept: on PostgreSQL after every failure that the work does not undo to
     * a savepoint, on SQLite where a constraint or a trigger says ROLLBACK or the disk is full. On SQLite the work must not ask this database for anything else; and as several writes share
     * a transaction, it may be run again after another was stopped, so it should do nothing but SQL.
     */
    public <T extends @Nullable Object> Call<T> write(Work<T> work) {
        return databaseCalls.write(Objects.requireNonNull(work, "work"));
    }

    /** Runs the work in a transaction that sees one state of the database and cannot change it. */
    public <T extends @Nullable Object> Call<T> read(Work<T> work) {
        return databaseCalls.read(Objects.requireNonNull(work, "work"));
    }

    /**
     * Applies the steps that are missing and gives their names; under {@link SchemaMode#VALIDATE} it only looks whether
     * any is. Several nodes may do so at once: one works, the others wait.
     *
     * @see Migrations
     */
    public Call<List<String>> migrate(Migrations migrations) {
        return migrationRunner.apply(migrations.migrationSteps);
    }

    /**
     * Takes the lease of this name for so long by the database's clock, unless somebody else holds it.
     *
     * @see Lease
     */
    public Call<Optional<Lease>> lease(String name, Duration time) {
        Objects.requireNonNull(name, "name");
        return leaseTable.take(name, time).map(token -> token.map(number -> new Lease(leaseTable, name, time, number)));
    }

    /**
     * A table of the database's as an exchange takes it: compared and made the same as another by a
     * {@link dev.bracketwire.exchange.Sync}, kept in a backup. Its rows are those of one state, by a temporary file; changes
     * are carried out where what they saw is still there, up to 500 in a transaction, and one that is refused spoils no
     * other.
     *
     * @param table the table without its schema or prefix, as the database spells it
     * @param key the columns that tell its rows apart, as the database spells them; case does not matter if only one fits
     */
    public Table rows(String table, String... key) {
        if (key.length == 0) {
            throw new IllegalArgumentException("key must name at least one column");
        }
        if (table.isEmpty() || table.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("table must be the name of a table");
        }
        return new StoreTable(this, table, List.of(key));
    }

    /**
     * Begins to hear when work is left under this name.
     *
     * @see Wakeup
     */
    public Wakeup wakeup(String name) {
        return new Wakeup(databaseCalls.wakeups().sleeper(TableNames.checked("name", name)));
    }

    /**
     * Wakes those who wait under this name, when what the connection's transaction wrote is kept.
     *
     * @param connection the one that the work of {@link #write} was given
     */
    public void wake(Connection connection, String name) throws SQLException {
        databaseCalls.wake(connection, TableNames.checked("name", name));
    }

    /**
     * Runs an action once what the connection's transaction wrote is committed, on the thread that committed it and before
     * the call of the write gives its result. The action does not run if the transaction is rolled back or its commit is in
     * doubt. On SQLite the thread is the one that writes, so the action must be short, must not block and must not call this
     * database. If the action throws, that is logged and the write stays as it is.
     *
     * @param connection the one that the work of {@link #write} was given
     * @return false if the connection did not come from {@link #write} of this database or its work is over; the action then
     *     never runs
     */
    public boolean afterCommit(Connection connection, Runnable action) {
        Objects.requireNonNull(connection, "connection");
        return databaseCalls.afterCommit(connection, Objects.requireNonNull(action, "action"));
    }

    /** What stands behind it. */
    public DatabaseEngine engine() {
        return databaseCalls.engine();
    }

    /**
     * The name under which SQL finds a table of ours: {@code bracketwire.players} on PostgreSQL, {@code bw_players} on
     * SQLite, unless the builder set another schema.
     */
    public String table(String name) {
        return databaseCalls.names().table(TableNames.checked("name", name));
    }

    /** Names a table of ours in a statement. */
    SqlIdentifier identifier(String name) {
        return databaseCalls.names().identifier(TableNames.checked("name", name));
    }

    /** Names a table by exactly this name, whatever characters it has. */
    SqlIdentifier exactIdentifier(String name) {
        return databaseCalls.names().identifier(name);
    }

    /** Returns the one group of this database's tables. */
    ExactTables exactTables() {
        return exactTables;
    }

    /** Returns what makes its calls. */
    DatabaseCalls calls() {
        return databaseCalls;
    }

    /** Returns the rows of a periodic task, whose dates are the database's if there is no clock. */
    TaskTable tasks(String name, @Nullable InstantSource clock) {
        return new TaskTable(databaseCalls, leaseTable, name, clock);
    }

    /** The milliseconds since 1970 by its clock, as SQL. */
    String now() {
        return databaseCalls.names().now();
    }

    /** Lets what is under way come to its end, brings a SQLite file's log into it, and closes what it opened itself. */
    @Override
    public void close() {
        databaseCalls.close();
    }

    /** Names the engine and the file or the address, without credentials. */
    @Override
    public String toString() {
        return "Database(" + databaseCalls.where() + ")";
    }

    /**
     * Does something with a connection.
     *
     * @param <T> what it gives
     */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /** Does it, within the transaction of the connection. */
        T run(Connection connection) throws SQLException;
    }
}
