// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.CallThreads;
import dev.bracketwire.supervisor.Ownership;
import dev.bracketwire.supervisor.ProcessInfo;
import dev.bracketwire.supervisor.RestartStrategy;
import dev.bracketwire.supervisor.SupervisorListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a builder was told. */
public final class SupervisorOptions {
    /** Where the state is kept. */
    public final Path directory;
    /** Who hears of what happens. */
    public final List<SupervisorListener> listeners = new ArrayList<>();
    /** Who is started again. */
    public RestartStrategy strategy = RestartStrategy.ONE_FOR_ONE;
    /** Which foreign holders of ports may be ended. */
    public @Nullable Predicate<ProcessInfo> evict;
    /** By which means owners are told. */
    public Set<Ownership> means = EnumSet.allOf(Ownership.class);
    /** Whether a hook closes it. */
    public boolean hook = true;
    /** Where it works. */
    public @Nullable Executor executor;
    /** The timer and the clocks. The timer must be there when no other thread can be made. */
    public final CallThreads.Builder threads = CallThreads.builder("supervisor").keepTimer();
    /** The clock that intervals are measured by. */
    public LongSupplier nanos = System::nanoTime;

    /** Begins with the defaults. */
    public SupervisorOptions(Path directory) {
        this.directory = directory;
    }
}
