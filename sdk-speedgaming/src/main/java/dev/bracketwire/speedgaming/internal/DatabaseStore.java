// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.Call;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.speedgaming.MatchStore;
import dev.bracketwire.speedgaming.PersonStore;
import dev.bracketwire.speedgaming.RunStore;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Keeps matches, persons and runs in tables of SQLite or PostgreSQL. */
public final class DatabaseStore implements ImportStore {
    private final Database db;
    private final ScheduleTables tables;
    private final MatchRows matchRows;
    private final PersonRows personRows;
    private final AtomicLong lastRun = new AtomicLong();

    private DatabaseStore(Database db) {
        this.db = db;
        this.tables = new ScheduleTables(db);
        this.matchRows = new MatchRows(tables);
        this.personRows = new PersonRows(tables);
    }

    /** Makes the tables if they are not there. */
    public static DatabaseStore open(Database db) {
        db.migrate(ScheduleTables.MIGRATIONS).get();
        return new DatabaseStore(db);
    }

    @Override
    public <T extends @Nullable Object> Call<T> write(Work<T> work) {
        Objects.requireNonNull(work, "work");
        return db.write(connection -> run(work, connection, true));
    }

    @Override
    public <T extends @Nullable Object> Call<T> read(Work<T> work) {
        Objects.requireNonNull(work, "work");
        return db.read(connection -> {
            if (tables.isPostgres()) {
                try (Statement statement = connection.createStatement()) {
                    // A match and its players are read by several statements, which must see one state.
                    statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
                }
            }
            return run(work, connection, false);
        });
    }

    private <T extends @Nullable Object> T run(Work<T> work, Connection connection, boolean writes)
            throws SQLException {
        if (tables.isPostgres()) {
            try (Statement statement = connection.createStatement()) {
                // A plan that was made while a table was small compares each row with each value of a list.
                statement.execute("SET LOCAL plan_cache_mode = force_custom_plan");
            }
        }
        Session session = new Session(connection, writes);
        try {
            return work.run(session);
        } finally {
            session.over = true;
        }
    }

    /** Gives the connection of a transaction to the tables until the work is over. */
    final class Session implements StoreSession {
        final ScheduleTables tables = DatabaseStore.this.tables;
        final boolean writes;
        private final Connection connection;
        private final DatabaseMatches matches;
        private final DatabasePeople people;
        private final DatabaseRuns runs;
        private boolean over;

        Session(Connection connection, boolean writes) {
            this.connection = connection;
            this.writes = writes;
            this.matches = new DatabaseMatches(this, matchRows);
            this.people = new DatabasePeople(this, personRows);
            this.runs = new DatabaseRuns(this, lastRun);
        }

        @Override
        public MatchStore matches() {
            return matches;
        }

        @Override
        public PersonStore people() {
            return people;
        }

        @Override
        public RunStore runs() {
            return runs;
        }

        @Override
        public Connection connection() {
            if (over) {
                throw new IllegalStateException("the session is over, since its work has returned");
            }
            return connection;
        }

        /** Returns the connection for a change. */
        Connection writing() {
            if (!writes) {
                throw new IllegalStateException("this session only reads; use write");
            }
            return connection();
        }
    }
}
