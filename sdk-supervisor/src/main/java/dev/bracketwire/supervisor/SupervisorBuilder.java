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

    /** Sets who is started again when a service failed, {@link RestartStrategy#ONE_FOR_ONE} unless set. */
    public SupervisorBuilder strategy(RestartStrategy strategy) {
        supervisorOptions.strategy = Objects.requireNonNull(strategy, "strategy");
        return this;
    }

    /**
     * Allows to end a foreign process that holds the port of a service to be started, if this says yes to it. It is asked
     * to, and never killed. What holds ports for others, such as docker-proxy, is left alone whatever this says. Unless
     * set, every foreign process is left alone, and the start fails and names it.
     */
    public SupervisorBuilder endForeign(Predicate<ProcessInfo> allowed) {
        supervisorOptions.evict = Objects.requireNonNull(allowed, "allowed");
        return this;
    }

    /** Limits the ways in which owners are told, all that the system has unless set; for tests, and to leave cgroups alone. */
    public SupervisorBuilder ownership(Ownership... means) {
        EnumSet<Ownership> set = EnumSet.noneOf(Ownership.class);
        set.addAll(List.of(means));
        supervisorOptions.means = set;
        return this;
    }

    /** Sets whether a hook closes the supervisor when the JVM is shut down, yes unless set. */
    public SupervisorBuilder shutdownHook(boolean wanted) {
        supervisorOptions.hook = wanted;
        return this;
    }

    /**
     * Runs its work and its listeners here, instead of on daemon threads of its own. It must not run them at once. The
     * deadline of a call does not depend on it.
     */
    public SupervisorBuilder executor(Executor executor) {
        supervisorOptions.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /** Measures and waits by this clock, such as the testkit's {@code ManualClock}. It is not shut down with us. */
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
