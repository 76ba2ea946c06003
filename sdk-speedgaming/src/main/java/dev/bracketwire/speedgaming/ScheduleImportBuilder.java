// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.CallThreads;
import dev.bracketwire.speedgaming.internal.ImportEngine;
import dev.bracketwire.speedgaming.internal.ImportOptions;
import dev.bracketwire.store.ClusterTaskBuilder;
import dev.bracketwire.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Collects the options of a {@link ScheduleImport}. */
public final class ScheduleImportBuilder {
    private final SpeedGaming speedGaming;
    private final ImportStore store;
    private final @Nullable Database db;
    private final CallThreads.Builder threads = CallThreads.builder("speedgaming-import");
    private final List<MatchListener> listeners = new ArrayList<>();
    private UserDirectory directory = UserDirectory.none();
    private @Nullable TournamentList tournaments;
    private Duration before = Duration.ofHours(6);
    private Duration after = Duration.ofDays(14);
    private @Nullable Duration period;
    private boolean linkByName;
    private UnaryOperator<ClusterTaskBuilder> taskClock = task -> task;

    ScheduleImportBuilder(SpeedGaming speedGaming, ImportStore store, @Nullable Database db) {
        this.speedGaming = Objects.requireNonNull(speedGaming, "speedGaming");
        this.store = Objects.requireNonNull(store, "store");
        this.db = db;
    }

    /** Takes the tournaments from the host; unless set, they are those of {@link ScheduleImport#enable}. */
    public ScheduleImportBuilder tournaments(TournamentList list) {
        this.tournaments = Objects.requireNonNull(list, "list");
        return this;
    }

    /** Sets the users of the host; there are none unless set. */
    public ScheduleImportBuilder directory(UserDirectory users) {
        this.directory = Objects.requireNonNull(users, "users");
        return this;
    }

    /** Adds a listener. */
    public ScheduleImportBuilder listener(MatchListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Takes a player for the person that has the same name on Discord or the same login on Twitch; unless set, that is only
     * suggested, because names can be used again by others.
     */
    public ScheduleImportBuilder linkByName() {
        this.linkByName = true;
        return this;
    }

    /** Sets the window of a request for one tournament, around the present; 6 hours before and 14 days after unless set. */
    public ScheduleImportBuilder window(Duration past, Duration coming) {
        if (past.isNegative()
                || coming.compareTo(Duration.ofHours(6)) < 0
                || past.plus(coming).compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException("window must reach 6 hours ahead and span a year at most");
        }
        this.before = past;
        this.after = coming;
        return this;
    }

    /**
     * Imports periodically on one of the nodes that share the database, at least a minute apart: {@link #everyMinute} suits most,
     * and {@code Duration.ofMinutes(5)} small tournaments.
     *
     * @throws IllegalStateException if the store is no {@link Database}
     */
    public ScheduleImportBuilder every(Duration time) {
        if (db == null) {
            throw new IllegalStateException(
                    "a periodic import needs a Database; call importNext from a timer of your own");
        }
        if (time.compareTo(Duration.ofMinutes(1)) < 0 || time.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("time must be between a minute and a day, not " + time);
        }
        this.period = time;
        return this;
    }

    /** Imports every minute, as often as SpeedGaming allows. */
    public ScheduleImportBuilder everyMinute() {
        return every(Duration.ofMinutes(1));
    }

    /** Runs started calls on the host's threads, which are not shut down by us; daemon threads unless set. */
    public ScheduleImportBuilder executor(Executor own) {
        threads.executor(own);
        return this;
    }

    /** Sets the clock, such as the testkit's; the system's unless set. All nodes that share a database must set one then. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> ScheduleImportBuilder clock(C clock) {
        threads.clock(Objects.requireNonNull(clock, "clock"));
        this.taskClock = task -> task.clock(clock);
        return this;
    }

    /** Opens it, and begins the periodic import if there is one. */
    public ScheduleImport open() {
        return new ScheduleImport(new ImportEngine(new ImportOptions(
                speedGaming.client,
                store,
                db,
                threads.build(),
                List.copyOf(listeners),
                directory,
                tournaments,
                linkByName,
                before,
                after,
                period,
                taskClock)));
    }
}
