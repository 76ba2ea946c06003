// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.CallThreads;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.speedgaming.MatchListener;
import dev.bracketwire.speedgaming.TournamentList;
import dev.bracketwire.speedgaming.UserDirectory;
import dev.bracketwire.store.ClusterTaskBuilder;
import dev.bracketwire.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Holds the options of an import.
 *
 * @param client the client
 * @param store the store
 * @param db the database of the store; null if it has none
 * @param threads the threads and the clock
 * @param listeners the listeners
 * @param directory the users of the host
 * @param tournaments the tournaments of the host; null if the store has them
 * @param linkByName whether a name is enough to know a person again
 * @param before the part of the window before the present
 * @param after the part of the window after the present
 * @param period the time between periodic imports; null if there are none
 * @param taskClock sets the clock of the periodic task
 */
public record ImportOptions(
        ScheduleClient client,
        ImportStore store,
        @Nullable Database db,
        CallThreads threads,
        List<MatchListener> listeners,
        UserDirectory directory,
        @Nullable TournamentList tournaments,
        boolean linkByName,
        Duration before,
        Duration after,
        @Nullable Duration period,
        UnaryOperator<ClusterTaskBuilder> taskClock) {}
