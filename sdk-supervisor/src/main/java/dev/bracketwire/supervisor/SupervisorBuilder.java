// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.supervisor.internal.run.SupervisorCore;
import dev.bracketwire.supervisor.internal.run.SupervisorOptions;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Collects the options of a {@link Supervisor}. It is used by one thread. */
public final class SupervisorBuilder {
    private final SupervisorOptions supervisorOptions;

    SupervisorBuilder(Path stateDirectory) {
        this.supervisorOptions = new SupervisorOptions(Objects.requireNonNull(stateDirectory, "stateDirectory"));
    }

    /** Adds a listener. */
    public SupervisorBuilder listener(SupervisorListener listener) {
        supervisorOptions.listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /** Sets which services are restarted when one has failed. Default: {@link RestartStrategy#ONE_FOR_ONE}. */
    public SupervisorBuilder strategy(RestartStrategy strategy) {
        supervisorOptions.strategy = Objects.requireNonNull(strategy, "strategy");
        return this;
    }

    /**
     * Allows the supervisor to stop a foreign process that holds the port of a service, if this predicate accepts the
     * process. It sends the process a request to end, and never kills it. A process that holds ports for other processes,
     * such as docker-proxy, is never stopped. Unless set, no foreign process is stopped: the start fails, and its message
     * names the process.
     */
    public SupervisorBuilder endForeign(Predicate<ProcessInfo> allowed) {
        supervisorOptions.evict = Objects.requireNonNull(allowed, "allowed");
        return this;
    }

    /** Limits the ways to find the processes of a service, for tests or to use no cgroups. Default: all that the system has. */
    public SupervisorBuilder ownership(Ownership... means) {
        EnumSet<Ownership> set = EnumSet.noneOf(Ownership.class);
        set.addAll(List.of(means));
        supervisorOptions.means = set;
        return this;
    }

    /** Sets whether a shutdown hook of the JVM closes the supervisor. Default: yes. */
    public SupervisorBuilder shutdownHook(boolean wanted) {
        supervisorOptions.hook = wanted;
        return this;
    }

    /**
     * Sets the executor for the work of the supervisor and for its listeners. Default: daemon threads of its own. The
     * executor must not run tasks on the submitting thread. Deadlines of calls do not depend on it.
     */
    public SupervisorBuilder executor(Executor executor) {
        supervisorOptions.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /** Sets the clock for times and waits, such as the testkit's {@code ManualClock}. The supervisor does not shut it down. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> SupervisorBuilder clock(C clock) {
        Objects.requireNonNull(clock, "clock");
        supervisorOptions.nanos = clock;
        supervisorOptions.threads.clock(clock);
        return this;
    }

    /**
     * Opens the state directory and takes over what an earlier supervisor left running there.
     *
     * @throws StateException if another supervisor has it, or it is not safe to use
     */
    public Supervisor open() {
        return new Supervisor(SupervisorCore.open(supervisorOptions));
    }
}
