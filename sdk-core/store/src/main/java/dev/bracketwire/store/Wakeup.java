// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.Call;
import dev.bracketwire.internal.run.TimeSpans;
import dev.bracketwire.store.internal.WakeupWaiters;
import java.time.Duration;

/**
 * Waits until work was left under a name, so that a worker need not ask the database again and again. Work that comes
 * between two waits is not missed: the next wait ends at once.
 *
 * <p>Writers of this {@link Database} wake at once, with their commit. Those of other processes wake on PostgreSQL, if
 * {@link DatabaseBuilder#listening} was given a connection; without one, their work is found when the time is over.
 *
 * <pre>{@code
 * try (Wakeup jobs = db.wakeup("jobs")) {
 *     while (running()) {
 *         if (work(db) == 0) {
 *             jobs.await(Duration.ofSeconds(5)).get();
 *         }
 *     }
 * }
 * }</pre>
 */
public final class Wakeup implements AutoCloseable {
    private final WakeupWaiters.Sleeper sleeper;

    Wakeup(WakeupWaiters.Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    /** Makes a call that gives true as soon as there may be work, and false if the time is over. */
    public Call<Boolean> await(Duration most) {
        return sleeper.await(TimeSpans.notNegative("most", most));
    }

    /** Ends waits that are under way, as if there were work, and hears of nothing more. */
    @Override
    public void close() {
        sleeper.close();
    }
}
