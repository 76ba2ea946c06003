// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.supervisor.Capabilities;
import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.ProcessInfo;
import dev.bracketwire.supervisor.ServiceChange;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.StateException;
import dev.bracketwire.supervisor.StopReport;
import dev.bracketwire.supervisor.internal.log.LogFollower;
import dev.bracketwire.supervisor.internal.log.LogTail;
import dev.bracketwire.supervisor.internal.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands behind a supervisor: its engine, and the end of all it opened. */
public final class SupervisorCore {
    private static final Logger LOG = LoggerFactory.getLogger(SupervisorCore.class);

    private final ServiceRegistry serviceRegistry;
    private final SupervisorThreads supervisorThreads;
    private final StateDirectory state;
    private final OrphanGuard orphanGuard;
    private final HostDetection hostDetection;
    private final SupervisorCalls supervisorCalls;
    private final AtomicReference<@Nullable CompletableFuture<StopReport>> closing = new AtomicReference<>();
    private final @Nullable Thread hook;

    private SupervisorCore(SupervisorOptions supervisorOptions, StateDirectory state) {
        this.state = state;
        this.hostDetection = HostDetection.find(supervisorOptions.means, supervisorOptions.nanos);
        this.supervisorThreads = new SupervisorThreads(supervisorOptions.threads.build(), supervisorOptions.executor);
        this.orphanGuard = hostDetection.guard(state);
        this.serviceRegistry = new ServiceRegistry(
                hostDetection.host(),
                supervisorThreads,
                state,
                orphanGuard,
                new ListenerNotifier(List.copyOf(supervisorOptions.listeners)),
                supervisorOptions.strategy,
                supervisorOptions.evict);
        this.supervisorCalls = new SupervisorCalls(supervisorThreads, serviceRegistry::requireOpen);
        this.hook = supervisorOptions.hook ? new Thread(this::close, "bracketwire-supervisor-hook") : null;
    }

    /** Opens all of it. */
    public static SupervisorCore open(SupervisorOptions supervisorOptions) {
        StateDirectory state = StateDirectory.open(supervisorOptions.directory);
        SupervisorCore supervisorCore = null;
        try {
            supervisorCore = new SupervisorCore(supervisorOptions, state);
            supervisorCore.serviceRegistry.recover();
            // Not before: the hook of one that was never open would stop the services of the next.
            if (supervisorCore.hook != null) {
                Runtime.getRuntime().addShutdownHook(supervisorCore.hook);
            }
            return supervisorCore;
        } catch (RuntimeException e) {
            if (supervisorCore == null) {
                state.close();
            } else {
                supervisorCore.letGo();
            }
            throw e;
        }
    }

    private void letGo() {
        orphanGuard.close();
        serviceRegistry.rounds().close();
        supervisorThreads.close();
        state.close();
    }

    /** Starts services. */
    public Call<List<ServiceStatus>> start(List<ServiceSpec> specs) {
        return supervisorCalls.call("start", () -> serviceRegistry.start(specs));
    }

    /** Stops services, all if none is named. */
    public Call<StopReport> stop(List<String> names) {
        return supervisorCalls.call("stop", () -> serviceRegistry.stop(names.isEmpty() ? all() : names));
    }

    /** Restarts services, all if none is named. */
    public Call<List<ServiceStatus>> restart(List<String> names) {
        return supervisorCalls.call("restart", () -> serviceRegistry.restart(names));
    }

    private List<String> all() {
        return statuses().stream().map(ServiceStatus::name).toList();
    }

    /** Compares specs with what there is. */
    public Call<Plan<ServiceChange>> planReload(List<ServiceSpec> specs) {
        return supervisorCalls.call(
                "reload",
                () -> CompletableFuture.completedFuture(
                        new ReloadPlanner(serviceRegistry, supervisorCalls).plan(specs)));
    }

    /** All services. */
    public List<ServiceStatus> statuses() {
        return serviceRegistry.statuses();
    }

    /** One service. */
    public Optional<ServiceStatus> find(String name) {
        return serviceRegistry.find(name).map(ManagedService::status);
    }

    /** The processes of a service. */
    public List<ProcessInfo> processes(String name) {
        return new WorkerFinder(serviceRegistry).processes(unit(name));
    }

    /** Returns the state of a port and its owners. */
    public PortState port(int number) {
        return new WorkerFinder(serviceRegistry).port(number);
    }

    /** The last lines of a log. */
    public List<String> tail(String name, int lines) {
        if (lines < 1) {
            throw new IllegalArgumentException("lines must be at least 1, not " + lines);
        }
        return unit(name).latest(lines).orElseGet(() -> io(() -> LogTail.last(log(name), lines)));
    }

    /** Lines as they come. */
    public Call.Registration follow(String name, Consumer<String> lines) {
        return io(() -> new LogFollower(log(name), lines, (wait, task) -> supervisorThreads.after(wait, task)));
    }

    private Path log(String name) {
        return state.log(unit(name).name());
    }

    /** Rotates a log. */
    public boolean rotate(String name) {
        return serviceRegistry.rotate(unit(name));
    }

    /** Returns the capabilities on this system. */
    public Capabilities capabilities() {
        return hostDetection.capabilities(state.root());
    }

    private ManagedService unit(String name) {
        return serviceRegistry
                .find(name)
                .orElseThrow(() -> new IllegalArgumentException("no service " + name + "; there are " + all()));
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T io(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new StateException("the log cannot be read: " + e.getMessage(), e);
        }
    }

    /** Ends all of it, once; who comes second waits for the first. */
    public void close() {
        CompletableFuture<StopReport> mine = new CompletableFuture<>();
        CompletableFuture<StopReport> first = closing.compareAndExchange(null, mine);
        if (first != null) {
            first.join();
            return;
        }
        try {
            StopReport report = serviceRegistry.close().join();
            if (!report.clean()) {
                LOG.warn("not all is gone after the close: {}", report);
            }
        } finally {
            letGo();
            unhook();
            mine.complete(new StopReport(List.of()));
        }
    }

    private void unhook() {
        try {
            if (hook != null && Thread.currentThread() != hook) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IllegalStateException e) {
            LOG.debug("the JVM is going down already: {}", e.toString());
        }
    }
}
