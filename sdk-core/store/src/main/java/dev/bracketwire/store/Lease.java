// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.Call;
import dev.bracketwire.StoreException;
import dev.bracketwire.store.internal.LeaseTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Holds the right to do something alone among all nodes, until its time by the database's clock is over.
 *
 * <p>A holder may be paused for longer than that and not notice. So what it writes begins with {@link #fence}, which
 * refuses once somebody else was given the lease: each grant has a higher token than the one before.
 *
 * <pre>{@code
 * Optional<Lease> mine = db.lease("import", Duration.ofSeconds(30)).get();
 * if (mine.isPresent()) {
 *     try (Lease lease = mine.get()) {
 *         db.write(connection -> {
 *                     lease.fence(connection);
 *                     return insert(connection, ann);
 *                 })
 *                 .get();
 *     }
 * }
 * }</pre>
 */
public final class Lease implements AutoCloseable {
    private final LeaseTable leaseTable;
    private final String name;
    private final Duration time;
    private final long token;

    Lease(LeaseTable leaseTable, String name, Duration time, long token) {
        this.leaseTable = leaseTable;
        this.name = name;
        this.time = time;
        this.token = token;
    }

    /** What the lease is for. */
    public String name() {
        return name;
    }

    /** The number of this grant, higher than that of every grant before. */
    public long token() {
        return token;
    }

    /**
     * Takes as much time again, from now. A lease whose time is over can be renewed as long as nobody else took it. The
     * call fails with {@link StoreException.Reason#LEASE_LOST} if somebody did, or if it was released.
     */
    public Call<Lease> renew() {
        return leaseTable.renew(name, token, time).map(renewed -> this);
    }

    /**
     * Refuses to go on if the lease was given to somebody else or released; until the transaction ends, nobody is given
     * it.
     *
     * @throws StoreException of {@link StoreException.Reason#LEASE_LOST}
     */
    public void fence(Connection connection) throws SQLException {
        leaseTable.fence(connection, name, token);
    }

    /** Lets others have it at once; gives false if somebody else has it already. */
    public Call<Boolean> release() {
        return leaseTable.release(name, token);
    }

    /** Does {@link #release}, and waits for it. */
    @Override
    public void close() {
        release().get();
    }

    /** Shows the name and the token. */
    @Override
    public String toString() {
        return "Lease(" + name + ", token " + token + ")";
    }
}
