// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.ProcessInfo;
import dev.bracketwire.supervisor.RestartStrategy;
import dev.bracketwire.supervisor.ServiceEvent;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceState;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.StateException;
import dev.bracketwire.supervisor.StopReport;
import dev.bracketwire.supervisor.StopReport.Stopped;
import dev.bracketwire.supervisor.internal.os.Signal;
import dev.bracketwire.supervisor.internal.state.ServiceRecord;
import dev.bracketwire.supervisor.internal.state.StateDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows all units of a supervisor, and who comes after whom. */
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration KILL = Duration.ofSeconds(5);
    private static final Duration KILL_AT_CLOSE = Duration.ofMillis(800);
    private static final Duration GLANCE = Duration.ofMillis(20);

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

    Stream<Unit> dependencies(ServiceSpec spec) {
        return spec.after().stream().flatMap(name -> find(name).stream());
    }

    private Stream<Unit> dependents(String name) {
        return units.values().stream().filter(other -> other.spec().after().contains(name));
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
        dependents(name).forEach(Unit::dependencyChanged);
    }

    /** A unit failed on its own. */
    void failed(String name) {
        if (strategy == RestartStrategy.REST_FOR_ONE) {
            Set<Unit> rest = withDependents(dependents(name).toList());
            rest.forEach(other -> other.follow("starts again after " + name));
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

    /** Starts services, and those they come after, in their order. */
    public CompletableFuture<List<ServiceStatus>> start(List<ServiceSpec> specs) {
        return start(specs, specs);
    }

    /** The same, with specs that are about to replace those of other services. */
    CompletableFuture<List<ServiceStatus>> start(List<ServiceSpec> specs, List<ServiceSpec> known) {
        open();
        Map<String, ServiceSpec> all = new LinkedHashMap<>();
        units.values().forEach(unit -> all.put(unit.name(), unit.spec()));
        known.forEach(spec -> all.put(spec.name(), spec));
        SpecRules.check(specs, all.values());
        specs.forEach(spec -> all.put(spec.name(), spec));
        Set<String> asked = new LinkedHashSet<>();
        specs.forEach(spec -> Graph.closure(spec.name(), all, asked));
        List<CompletableFuture<ServiceStatus>> started = new ArrayList<>();
        for (String name : asked) {
            ServiceSpec spec = all.get(name);
            if (spec != null) {
                units.computeIfAbsent(name, absent -> new Unit(this, spec));
            }
        }
        for (String name : asked) {
            Unit unit = units.get(name);
            ServiceSpec spec = all.get(name);
            if (unit != null && spec != null) {
                started.add(unit.start(spec));
            }
        }
        return firstFailureOf(started);
    }

    private static CompletableFuture<List<ServiceStatus>> firstFailureOf(List<CompletableFuture<ServiceStatus>> some) {
        CompletableFuture<List<ServiceStatus>> all = new CompletableFuture<>();
        CompletableFuture.allOf(some.toArray(CompletableFuture<?>[]::new))
                .thenRun(() ->
                        all.complete(some.stream().map(CompletableFuture::join).toList()));
        some.forEach(one -> one.whenComplete((status, failure) -> {
            if (failure != null) {
                all.completeExceptionally(failure);
            }
        }));
        return all;
    }

    /** Stops services, after those that come after them. */
    public CompletableFuture<StopReport> stop(List<String> names) {
        open();
        return stopUnits(named(names), Unit::stop);
    }

    /** Stops services and starts them again; those that come after them run on. */
    public CompletableFuture<List<ServiceStatus>> restart(List<String> names) {
        open();
        return firstFailureOf(named(names).stream()
                .map(unit -> unit.restart("was asked to restart"))
                .toList());
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

    /** Each unit after its dependents. */
    private CompletableFuture<StopReport> stopUnits(List<Unit> some, Function<Unit, CompletableFuture<Stopped>> stop) {
        Set<Unit> all = withDependents(some);
        ConcurrentLinkedQueue<Stopped> reports = new ConcurrentLinkedQueue<>();
        Map<Unit, CompletableFuture<?>> stopping = new ConcurrentHashMap<>();
        all.forEach(unit -> stopped(unit, all, stopping, reports, stop));
        return CompletableFuture.allOf(stopping.values().toArray(CompletableFuture<?>[]::new))
                .thenApply(nothing -> new StopReport(List.copyOf(reports)));
    }

    private CompletableFuture<?> stopped(
            Unit unit,
            Set<Unit> all,
            Map<Unit, CompletableFuture<?>> stopping,
            Collection<Stopped> reports,
            Function<Unit, CompletableFuture<Stopped>> stop) {
        CompletableFuture<?> known = stopping.get(unit);
        if (known != null) {
            return known;
        }
        CompletableFuture<?>[] before = dependents(unit.name())
                .filter(all::contains)
                .map(other -> stopped(other, all, stopping, reports, stop))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture<?> ended = CompletableFuture.allOf(before)
                .thenCompose(nothing -> stop.apply(unit))
                .thenAccept(reports::add);
        stopping.put(unit, ended);
        return ended;
    }

    private void open() {
        if (closed) {
            throw new IllegalStateException("the supervisor of " + state.root() + " is closed");
        }
    }

    /** Whether it was closed. */
    public boolean closed() {
        return closed;
    }

    /** Stops all that ends with this supervisor within the longest stop timeout, and lets the others go. */
    public CompletableFuture<StopReport> close() {
        closed = true;
        rotation.end();
        List<Unit> leaving = units.values().stream()
                .filter(unit -> unit.spec().lifetime() == Lifetime.INDEPENDENT)
                .toList();
        List<Unit> ending =
                units.values().stream().filter(unit -> !leaving.contains(unit)).toList();
        Duration longest = ending.stream()
                .map(unit -> unit.spec().stopTimeout())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        long until = clockwork.nanos() + longest.toNanos();
        CompletableFuture<?>[] released = leaving.stream().map(Unit::release).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(released)
                .thenCompose(nothing -> stopUnits(ending, unit -> {
                    if (leaving.contains(unit)) {
                        return CompletableFuture.completedFuture(
                                new Stopped(unit.name(), List.of(), List.of(), 0, Duration.ZERO));
                    }
                    CompletableFuture<Stopped> stopped = unit.stop();
                    hurry(unit, stopped, until);
                    return stopped;
                }));
    }

    /** Holds a stop to the end that all have together, one that began before too; its stopper may not be there yet. */
    private void hurry(Unit unit, CompletableFuture<Stopped> stopped, long until) {
        if (!stopped.isDone()) {
            Duration left = Duration.ofNanos(Math.max(0, until - clockwork.nanos()));
            unit.hurry(left, KILL_AT_CLOSE);
            Duration again = left.compareTo(GLANCE) < 0 ? GLANCE : left.dividedBy(2);
            clockwork.after(again, () -> hurry(unit, stopped, until));
        }
    }

    /** Whether a service is meant to be running or about to. */
    static boolean active(ServiceState state) {
        return state.running() || state == ServiceState.WAITING || state == ServiceState.BACKOFF;
    }
}
