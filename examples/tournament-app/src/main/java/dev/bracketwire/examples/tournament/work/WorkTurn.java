// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.store.Lease;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;

/** Gives one turn of a {@link WorkLoop} access to the state. Its writes fail once another node has the lease. */
final class WorkTurn {
    private final TournamentApp app;
    private final Lease lease;
    private final BooleanSupplier active;

    WorkTurn(TournamentApp app, Lease lease, BooleanSupplier active) {
        this.app = app;
        this.lease = lease;
        this.active = active;
    }

    /** Whether the work should go on: the loop is not closed, and this node has the lease as far as it knows. */
    boolean isActive() {
        return active.getAsBoolean() && !Thread.currentThread().isInterrupted();
    }

    TournamentApp app() {
        return app;
    }

    /** Returns the time, to the millisecond. */
    Instant now() {
        return app.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    <T> T read(CommandRun.Reading<T> reading) {
        return app.read(reading).get();
    }

    /**
     * Writes in one transaction, which fails if another node has the lease by now.
     *
     * @param id the id of the answer, by which the audit and messages know the transaction
     */
    <T> T write(String id, StateWork<T> work) {
        return app.database()
                .write(connection -> {
                    lease.fence(connection);
                    return work.write(app.transaction(connection, now(), id, SCHEDULE));
                })
                .get();
    }

    /** Writes in one transaction, even if another node has the lease by now. */
    <T> T writeAnyway(StateWork<T> work) {
        return app.database()
                .write(connection -> work.write(app.transaction(connection, now(), WORK, SCHEDULE)))
                .get();
    }

    /** The author of changes that the application makes by itself. */
    static final String SCHEDULE = "schedule";

    /** The id of transactions that send no message and keep no line of the audit. */
    static final String WORK = "work";

    /** Changes the state in a transaction. */
    interface StateWork<T> {
        /** Makes the changes. */
        T write(StateTransaction state) throws SQLException;
    }
}
