// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.ProcessInfo;
import dev.bracketwire.supervisor.RestartStrategy;
import dev.bracketwire.supervisor.ServiceEvent;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceSpec.Kind;
import dev.bracketwire.supervisor.ServiceState;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.StartException;
import dev.bracketwire.supervisor.StateException;
import dev.bracketwire.supervisor.StopReport;
import dev.bracketwire.supervisor.internal.os.UnixSignal;
import dev.bracketwire.supervisor.internal.state.ServiceRecord;
import dev.bracketwire.supervisor.internal.state.StateDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows all units of a supervisor, and who comes after whom. */
public final class ServiceRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceRegistry.class);
    private static final Duration KILL = Duration.ofSeconds(5);
    private static final Duration KILL_AT_CLOSE = Duration.ofMillis(800);

    private final HostServices hostServices;
    private final SupervisorThreads supervisorThreads;
    private final HttpRounds rounds;
    private final StateDirectory state;
    private final RunLauncher runLauncher;
    private final ListenerNotifier listenerNotifier;
    private final RestartStrategy strategy;
    private final PortEvictions portEvictions;
    private final Map<String, ManagedService> units = new ConcurrentHashMap<>();
    private final LogRotation rotation;
    private volatile boolean closed;

    /** Puts the parts together. */
    public ServiceRegistry(
            HostServices hostServices,
            SupervisorThreads supervisorThreads,
            StateDirectory state,
            OrphanGuard orphanGuard,
            ListenerNotifier listenerNotifier,
            RestartStrategy strategy,
            @Nullable Predicate<ProcessInfo> evict) {
        this.hostServices = hostServices;
        this.supervisorThreads = supervisorThreads;
        this.rounds = new HttpRounds(supervisorThreads);
        this.state = state;
        this.runLauncher = new RunLauncher(hostServices, state, orphanGuard, supervisorThreads.dates());
        this.listenerNotifier = listenerNotifier;
        this.strategy = strategy;
        this.portEvictions = new PortEvictions(hostServices, evict);
        this.rotation = new LogRotation(this);
    }

    HostServices host() {
        return hostServices;
    }

    SupervisorThreads clockwork() {
        return supervisorThreads;
    }

    HttpRounds rounds() {
        return rounds;
    }

    RunLauncher launches() {
        return runLauncher;
    }

    ListenerNotifier listeners() {
        return listenerNotifier;
    }

    StateDirectory state() {
        return state;
    }

    /** Notes what became known of a run that is found again without it. */
    void saved(ServiceRecord record) {
        try {
            state.save(record);
        } catch (StateException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    /** Makes sure that nobody holds a port, as far as that is allowed, and says who does. */
    PortState freed(int port) {
        return portEvictions.freed(port);
    }

    ProcessTreeStopper stopper(ServiceRun serviceRun, ServiceSpec spec, Duration limit) {
        return new ProcessTreeStopper(
                hostServices,
                supervisorThreads,
                serviceRun.processTree(),
                UnixSignal.of(spec.stopSignal()),
                spec.signalsMainOnly() ? serviceRun.main() : null,
                limit,
                closed ? KILL_AT_CLOSE : KILL);
    }

    void finished(ServiceRun serviceRun) {
        if (serviceRun.processTree().cgroup() != null) {
            serviceRun.processTree().cgroup().remove();
        }
        runLauncher.forget(serviceRun.record().service(), serviceRun.record().mark());
    }

    /** All units, in the order of their names. */
    public List<ServiceStatus> statuses() {
        return units.values().stream()
                .map(ManagedService::status)
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    /** A service by its name. */
    public Optional<ManagedService> find(String name) {
        return Optional.ofNullable(units.get(name));
    }

    Collection<ManagedService> units() {
        return units.values();
    }

    RestartStrategy strategy() {
        return strategy;
    }

    Stream<ManagedService> dependencies(ServiceSpec spec) {
        return spec.after().stream().flatMap(name -> find(name).stream());
    }

    private Stream<ManagedService> dependents(String name) {
        return units.values().stream().filter(other -> other.spec().after().contains(name));
    }

    /** All services that come after a service, directly or not. */
    Collection<ManagedService> dependentsOf(ManagedService managedService) {
        return withDependents(dependents(managedService.name()).toList());
    }

    private Set<ManagedService> withDependents(Collection<ManagedService> some) {
        Set<ManagedService> all = new LinkedHashSet<>(some);
        List<ManagedService> todo = new ArrayList<>(some);
        while (!todo.isEmpty()) {
            dependents(todo.remove(todo.size() - 1).name()).filter(all::add).forEach(todo::add);
        }
        return all;
    }

    void changed(String name, ServiceEvent event) {
        listenerNotifier.changed(event);
        reconsider(name);
    }

    /** Lets the services that come after another look at it again. */
    void reconsider(String name) {
        dependents(name).forEach(ManagedService::dependencyChanged);
    }

    /** A unit failed on its own. */
    void failed(String name) {
        if (strategy == RestartStrategy.REST_FOR_ONE) {
            Set<ManagedService> rest = withDependents(dependents(name).toList());
            rest.stream()
                    .filter(ManagedService::knowsSpec)
                    .forEach(other -> other.follow("starts again after " + name));
        }
    }

    /** Adopts what earlier supervisors left running, ends what they left half done, forgets what is no more. */
    public void recover() {
        new RecordRecovery(this).run();
        rotation.begin();
    }

    void add(ManagedService managedService) {
        units.put(managedService.name(), managedService);
    }

    /** Returns the unit of a service, a new one if there is none. */
    ManagedService unit(ServiceSpec spec) {
        return units.computeIfAbsent(spec.name(), absent -> new ManagedService(this, spec));
    }

    /** Starts services, and those they come after, each as soon as its dependencies are ready. */
    public CompletableFuture<List<ServiceStatus>> start(List<ServiceSpec> specs) {
        requireOpen();
        Map<String, ServiceSpec> all = new LinkedHashMap<>();
        units.values().forEach(managedService -> all.put(managedService.name(), managedService.spec()));
        SpecRules.check(specs, all.values());
        specs.forEach(spec -> all.put(spec.name(), spec));
        Set<String> asked = new LinkedHashSet<>();
        specs.forEach(spec -> DependencyGraph.closure(spec.name(), all, asked));
        Set<String> named = specs.stream().map(ServiceSpec::name).collect(Collectors.toSet());
        ServiceSequence sequence = new ServiceSequence(this);
        Map<String, CompletableFuture<ServiceStatus>> started = new LinkedHashMap<>();
        for (String name : asked) {
            ServiceSpec spec = all.get(name);
            if (spec == null) {
                continue;
            }
            ManagedService managedService = unit(spec);
            if (managedService.status().state() == ServiceState.COMPLETED && !named.contains(name)) {
                started.put(name, CompletableFuture.completedFuture(managedService.status()));
            } else if (managedService.run() != null && managedService.spec() != spec && !managedService.runs(spec)) {
                started.put(name, sequence.restart(managedService, spec, "its spec changed"));
            } else {
                started.put(name, sequence.start(managedService, spec));
            }
        }
        sequence.run();
        return all(started);
    }

    /** Waits for all, and fails with all failures together. */
    private static CompletableFuture<List<ServiceStatus>> all(Map<String, CompletableFuture<ServiceStatus>> started) {
        CompletableFuture<?>[] ends = started.values().stream()
                .map(one -> one.handle((status, failure) -> ""))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ends).thenApply(nothing -> {
            List<ServiceStatus> statuses = new ArrayList<>();
            Map<String, String> failures = new LinkedHashMap<>();
            started.forEach((name, one) -> {
                try {
                    statuses.add(one.join());
                } catch (CompletionException e) {
                    failures.put(name, reason(name, e));
                }
            });
            if (!failures.isEmpty()) {
                throw new StartException(failures, started.size());
            }
            return List.copyOf(statuses);
        });
    }

    /** The reason for which a service was not started. */
    static String reason(String name, Throwable failure) {
        Throwable cause = SupervisorCalls.cause(failure);
        return cause instanceof StartException known
                ? known.failures().getOrDefault(name, String.valueOf(known.getMessage()))
                : cause.toString();
    }

    /** Stops services, after those that come after them. */
    public CompletableFuture<StopReport> stop(List<String> names) {
        requireOpen();
        return stopAll(withDependents(named(names)));
    }

    private CompletableFuture<StopReport> stopAll(Collection<ManagedService> some) {
        ServiceSequence sequence = new ServiceSequence(this);
        some.forEach(sequence::stop);
        return sequence.run();
    }

    /**
     * Stops services and starts them again; those that come after them run on. Without names these are all but the tasks
     * that completed.
     */
    public CompletableFuture<List<ServiceStatus>> restart(List<String> names) {
        requireOpen();
        Set<ManagedService> some = new HashSet<>(named(names));
        Map<String, ServiceSpec> all = new LinkedHashMap<>();
        for (ManagedService managedService : units.values()) {
            all.put(managedService.name(), managedService.spec());
            boolean done = managedService.status().state() == ServiceState.COMPLETED
                    && managedService.spec().kind() == Kind.ONE_SHOT;
            if (names.isEmpty() && !done) {
                some.add(managedService);
            }
        }
        Set<String> order = new LinkedHashSet<>();
        all.keySet().forEach(name -> DependencyGraph.closure(name, all, order));
        ServiceSequence sequence = new ServiceSequence(this);
        Map<String, CompletableFuture<ServiceStatus>> started = new LinkedHashMap<>();
        for (ManagedService managedService : order.stream()
                .flatMap(name -> find(name).stream())
                .filter(some::contains)
                .toList()) {
            started.put(
                    managedService.name(),
                    managedService.knowsSpec()
                            ? sequence.restart(managedService, managedService.spec(), "was asked to restart")
                            : CompletableFuture.failedFuture(new StartException(
                                    managedService.name(),
                                    "was taken over and runs on; hand its spec to start before a restart")));
        }
        sequence.run();
        return all(started);
    }

    /** Rotates a log; false if that has to wait. */
    boolean rotate(ManagedService managedService) {
        return rotation.rotate(managedService, true);
    }

    /** Forgets a service that has been stopped. */
    void remove(String name) {
        units.remove(name);
    }

    private List<ManagedService> named(List<String> names) {
        return names.stream()
                .map(name -> find(name)
                        .orElseThrow(() -> new IllegalArgumentException("no service " + name + "; there are "
                                + units.keySet().stream().sorted().toList())))
                .toList();
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the supervisor of " + state.root() + " is closed");
        }
    }

    /** Whether it was closed. */
    public boolean closed() {
        return closed;
    }

    /** Stops all that ends with this supervisor, each within its own stop timeout, and lets the others go. */
    public CompletableFuture<StopReport> close() {
        closed = true;
        rotation.end();
        List<CompletableFuture<?>> released = new ArrayList<>();
        List<ManagedService> ending = new ArrayList<>();
        for (ManagedService managedService : units.values()) {
            if (managedService.spec().lifetime() == Lifetime.INDEPENDENT) {
                released.add(managedService.release());
            } else {
                ending.add(managedService);
            }
        }
        return CompletableFuture.allOf(released.toArray(CompletableFuture<?>[]::new))
                .thenCompose(nothing -> stopAll(ending));
    }
}
