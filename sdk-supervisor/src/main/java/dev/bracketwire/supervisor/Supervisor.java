// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.supervisor.internal.run.SupervisorCore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts services of this machine, watches them, and really stops them.
 *
 * <p>It keeps what it knows in a state directory, which it has for itself. When it ends without a word, its services run
 * on, and the next supervisor of the same directory takes them over: hand it the same specs, and nothing is started
 * twice. Closing it stops them, but for those that are to outlive it.
 *
 * <p>A process is signalled only if it is known to belong to a service, by the time it was started and not by its number
 * alone. Who else holds a port is reported, and left alone.
 *
 * <p>It is safe for several threads. Its threads are daemons. A hook closes it when the JVM is shut down.
 *
 * <pre>{@code
 * try (Supervisor supervisor = Supervisor.open(stateDirectory)) {
 *     supervisor.start(api, web).get();
 *     StopReport report = supervisor.stop("web").get();
 *     System.out.println(report.clean() ? "nothing is left" : report);
 * }
 * }</pre>
 */
public final class Supervisor implements AutoCloseable {
    private final SupervisorCore supervisorCore;

    Supervisor(SupervisorCore supervisorCore) {
        this.supervisorCore = supervisorCore;
    }

    /**
     * Opens a state directory and takes over what an earlier supervisor left running there.
     *
     * @throws StateException if another supervisor has it, or it is not safe to use
     */
    public static Supervisor open(Path stateDirectory) {
        return builder(stateDirectory).open();
    }

    /** Collects options. */
    public static SupervisorBuilder builder(Path stateDirectory) {
        return new SupervisorBuilder(stateDirectory);
    }

    /** Starts services, as {@link #start(Collection)} does. */
    public Call<List<ServiceStatus>> start(ServiceSpec... specs) {
        return start(List.of(specs));
    }

    /**
     * Starts services, each when those it comes after are ready, and these too if they do not run. Services that do not
     * depend on each other start at the same time. What runs already is left running; what was taken over runs on if its
     * spec is the same, and is restarted if not. A one-shot that has completed does not run again unless its spec changed.
     *
     * <p>A service that fails blocks only those that come after it. The call ends when each service is ready or given up;
     * to leave it early stops nothing.
     *
     * @throws dev.bracketwire.ConfigurationException from the call, with all that is wrong in the specs
     * @throws StartException from the call, with each service that failed; the others are ready
     */
    public Call<List<ServiceStatus>> start(Collection<ServiceSpec> specs) {
        return supervisorCore.start(List.copyOf(specs));
    }

    /**
     * Stops services, all unless named, after those that come after them. A one-shot that has completed stays completed.
     * It throws nothing if a process is left: the report says so.
     */
    public Call<StopReport> stop(String... names) {
        return supervisorCore.stop(List.of(names));
    }

    /**
     * Stops services and starts them again, all unless named; those that come after them run on. A one-shot that has
     * completed runs again only if it is named.
     *
     * @throws StartException from the call, with each service that failed; the others are ready
     */
    public Call<List<ServiceStatus>> restart(String... names) {
        return supervisorCore.restart(List.of(names));
    }

    /**
     * Works out what would make these the services there are: which to start, to restart, to update and to stop. Applied,
     * it stops and starts these and no others, in the order of their dependencies and otherwise at the same time.
     *
     * <p>Dependents of a restarted service run on, except under {@link RestartStrategy#REST_FOR_ONE}, where the plan
     * restarts them too. A one-shot that has completed does not run again unless its spec changed. A change that fails
     * blocks only the starts of its dependents, whatever the plan's policy for failures is.
     */
    public Call<Plan<ServiceChange>> planReload(Collection<ServiceSpec> specs) {
        return supervisorCore.planReload(List.copyOf(specs));
    }

    /** Makes these the services there are, as {@link #planReload} plans it. */
    public Call<Report<ServiceChange>> reload(Collection<ServiceSpec> specs) {
        return planReload(specs).then(Plan::apply);
    }

    /** Returns the status of all services, ordered by name. */
    public List<ServiceStatus> statuses() {
        return supervisorCore.statuses();
    }

    /** Returns the status of one service. */
    public Optional<ServiceStatus> find(String name) {
        return supervisorCore.find(name);
    }

    /**
     * Names the processes of a service, first the one that holds its port, or else the last of its chain: behind
     * wrappers such as npm or a shell, the one that does the work.
     */
    public List<ProcessInfo> processes(String name) {
        return supervisorCore.processes(name);
    }

    /** Tells who listens on a TCP port of this machine; {@code OURS} if that is a service of this supervisor. */
    public PortState port(int number) {
        return supervisorCore.port(number);
    }

    /** Gives the last lines of a service's log. */
    public List<String> tail(String name, int lines) {
        return supervisorCore.tail(name, lines);
    }

    /**
     * Hands over the lines a service prints from now on, as they come, until the handle is closed. The consumer runs on
     * the supervisor's executor, one line at a time.
     */
    public Call.Registration follow(String name, Consumer<String> lines) {
        return supervisorCore.follow(name, lines);
    }

    /** Rotates a service's log now; false if that has to wait for its next start, as {@link #capabilities()} tells. */
    public boolean rotate(String name) {
        return supervisorCore.rotate(name);
    }

    /** Which guarantees hold on this system, and why others do not. */
    public Capabilities capabilities() {
        return supervisorCore.capabilities();
    }

    /**
     * Stops all services but those that outlive their supervisor, each after those that come after it, and lets the next
     * supervisor in. Closing it again does nothing.
     *
     * <p>Each service has its own stop timeout from the moment at which it is asked to end, and is not killed before. So
     * this takes at most the longest sum of stop timeouts along services that come after one another, and a second for
     * each of them.
     */
    @Override
    public void close() {
        supervisorCore.close();
    }
}
