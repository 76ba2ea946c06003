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
import dev.bracketwire.supervisor.internal.os.Signal;
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
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration KILL = Duration.ofSeconds(5);
    private static final Duration KILL_AT_CLOSE = Duration.ofMillis(800);

    private final Host host;
    private final Clockwork clockwork;
    private final HttpRounds rounds;
    private final StateDirectory state;
    private final Launches launches;
    private final Listeners listeners;
    private final RestartStrategy strategy;
    private final Evictions evictions;
    private final Map<String, Unit> units = new ConcurrentHashMap<>();
    private final LogRotation rotation;
    private volatile boolean closed;

    /** Puts the parts together. */
    public Engine(
            Host host,
            Clockwork clockwork,
            StateDirectory state,
            Guard guard,
            Listeners listeners,
            RestartStrategy strategy,
            @Nullable Predicate<ProcessInfo> evict) {
        this.host = host;
        this.clockwork = clockwork;
        this.rounds = new HttpRounds(clockwork);
        this.state = state;
        this.launches = new Launches(host, state, guard, clockwork.dates());
        this.listeners = listeners;
        this.strategy = strategy;
        this.evictions = new Evictions(host, evict);
        this.rotation = new LogRotation(this);
    }

    Host host() {
        return host;
    }

    Clockwork clockwork() {
        return clockwork;
    }

    HttpRounds rounds() {
        return rounds;
    }

    Launches launches() {
        return launches;
    }

    Listeners listeners() {
        return listeners;
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
        return evictions.freed(port);
    }

    Stopper stopper(Run run, ServiceSpec spec, Duration limit) {
        return new Stopper(
                host,
                clockwork,
                run.tree(),
                Signal.of(spec.stopSignal()),
                spec.signalsMainOnly() ? run.main() : null,
                limit,
                closed ? KILL_AT_CLOSE : KILL);
    }

    void finished(Run run) {
        if (run.tree().cgroup() != null) {
            run.tree().cgroup().remove();
        }
        launches.forget(run.record().service(), run.record().mark());
    }

    /** All units, in the order of their names. */
    public List<ServiceStatus> statuses() {
        return units.values().stream()
                .map(Unit::status)
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
    }

    /** A service by its name. */
    public Optional<Unit> find(String name) {
        return Optional.ofNullable(units.get(name));
    }

    Collection<Unit> units() {
        return units.values();
    }

    RestartStrategy strategy() {
        return strategy;
    }

    Stream<Unit> dependencies(ServiceSpec spec) {
        return spec.after().stream().flatMap(name -> find(name).stream());
    }

    private Stream<Unit> dependents(String name) {
        return units.values().stream().filter(other -> other.spec().after().contains(name));
    }

    /** All services that come after a service, directly or not. */
    Collection<Unit> dependentsOf(Unit unit) {
        return withDependents(dependents(unit.name()).toList());
    }

    private Set<Unit> withDependents(Collection<Unit> some) {
        Set<Unit> all = new LinkedHashSet<>(some);
        List<Unit> todo = new ArrayList<>(some);
        while (!todo.isEmpty()) {
            dependents(todo.remove(todo.size() - 1).name()).filter(all::add).forEach(todo::add);
        }
        return all;
    }

    void changed(String name, ServiceEvent event) {
        listeners.changed(event);
        reconsider(name);
    }

    /** Lets the services that come after another look at it again. */
    void reconsider(String name) {
        dependents(name).forEach(Unit::dependencyChanged);
    }

    /** A unit failed on its own. */
    void failed(String name) {
        if (strategy == RestartStrategy.REST_FOR_ONE) {
            Set<Unit> rest = withDependents(dependents(name).toList());
            rest.stream().filter(Unit::knowsSpec).forEach(other -> other.follow("starts again after " + name));
        }
    }

    /** Adopts what earlier supervisors left running, ends what they left half done, forgets what is no more. */
    public void recover() {
        new Recovery(this).run();
        rotation.begin();
    }

    void add(Unit unit) {
        units.put(unit.name(), unit);
    }

    /** Returns the unit of a service, a new one if there is none. */
    Unit unit(ServiceSpec spec) {
        return units.computeIfAbsent(spec.name(), absent -> new Unit(this, spec));
    }

    /** Starts services, and those they come after, each as soon as its dependencies are ready. */
    public CompletableFuture<List<ServiceStatus>> start(List<ServiceSpec> specs) {
        requireOpen();
        Map<String, ServiceSpec> all = new LinkedHashMap<>();
        units.values().forEach(unit -> all.put(unit.name(), unit.spec()));
        SpecRules.check(specs, all.values());
        specs.forEach(spec -> all.put(spec.name(), spec));
        Set<String> asked = new LinkedHashSet<>();
        specs.forEach(spec -> Graph.closure(spec.name(), all, asked));
        Set<String> named = specs.stream().map(ServiceSpec::name).collect(Collectors.toSet());
        ServiceSequence sequence = new ServiceSequence(this);
        Map<String, CompletableFuture<ServiceStatus>> started = new LinkedHashMap<>();
        for (String name : asked) {
            ServiceSpec spec = all.get(name);
            if (spec == null) {
                continue;
            }
            Unit unit = unit(spec);
            if (unit.status().state() == ServiceState.COMPLETED && !named.contains(name)) {
                started.put(name, CompletableFuture.completedFuture(unit.status()));
            } else if (unit.run() != null && unit.spec() != spec && !unit.runs(spec)) {
                started.put(name, sequence.restart(unit, spec, "its spec changed"));
            } else {
                started.put(name, sequence.start(unit, spec));
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
        Throwable cause = Waits.cause(failure);
        return cause instanceof StartException known
                ? known.failures().getOrDefault(name, String.valueOf(known.getMessage()))
                : cause.toString();
    }

    /** Stops services, after those that come after them. */
    public CompletableFuture<StopReport> stop(List<String> names) {
        requireOpen();
        return stopAll(withDependents(named(names)));
    }

    private CompletableFuture<StopReport> stopAll(Collection<Unit> some) {
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
        Set<Unit> some = new HashSet<>(named(names));
        Map<String, ServiceSpec> all = new LinkedHashMap<>();
        for (Unit unit : units.values()) {
            all.put(unit.name(), unit.spec());
            boolean done = unit.status().state() == ServiceState.COMPLETED
                    && unit.spec().kind() == Kind.ONE_SHOT;
            if (names.isEmpty() && !done) {
                some.add(unit);
            }
        }
        Set<String> order = new LinkedHashSet<>();
        all.keySet().forEach(name -> Graph.closure(name, all, order));
        ServiceSequence sequence = new ServiceSequence(this);
        Map<String, CompletableFuture<ServiceStatus>> started = new LinkedHashMap<>();
        for (Unit unit : order.stream()
                .flatMap(name -> find(name).stream())
                .filter(some::contains)
                .toList()) {
            started.put(
                    unit.name(),
                    unit.knowsSpec()
                            ? sequence.restart(unit, unit.spec(), "was asked to restart")
                            : CompletableFuture.failedFuture(new StartException(
                                    unit.name(),
                                    "was taken over and runs on; hand its spec to start before a restart")));
        }
        sequence.run();
        return all(started);
    }

    /** Rotates a log; false if that has to wait. */
    boolean rotate(Unit unit) {
        return rotation.rotate(unit, true);
    }

    /** Forgets a service that has been stopped. */
    void remove(String name) {
        units.remove(name);
    }

    private List<Unit> named(List<String> names) {
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
        List<Unit> ending = new ArrayList<>();
        for (Unit unit : units.values()) {
            if (unit.spec().lifetime() == Lifetime.INDEPENDENT) {
                released.add(unit.release());
            } else {
                ending.add(unit);
            }
        }
        return CompletableFuture.allOf(released.toArray(CompletableFuture<?>[]::new))
                .thenCompose(nothing -> stopAll(ending));
    }
}
