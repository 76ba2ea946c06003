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
import dev.bracketwire.supervisor.internal.log.Following;
import dev.bracketwire.supervisor.internal.log.Tail;
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
public final class Control {
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    private final Engine engine;
    private final Clockwork clockwork;
    private final StateDirectory state;
    private final Guard guard;
    private final Machine machine;
    private final Waits waits;
    private final AtomicReference<@Nullable CompletableFuture<StopReport>> closing = new AtomicReference<>();
    private final @Nullable Thread hook;

    private Control(Options options, StateDirectory state) {
        this.state = state;
        this.machine = Machine.find(options.means, options.nanos);
        this.clockwork = new Clockwork(options.nanos, options.dates, options.scheduler, options.executor);
        this.guard = machine.guard(state.id());
        this.engine = new Engine(
                machine.host(),
                clockwork,
                state,
                guard,
                new Listeners(List.copyOf(options.listeners)),
                options.strategy,
                options.evict);
        this.waits = new Waits(clockwork, options.nanos);
        this.hook = options.hook ? new Thread(this::close, "bracketwire-supervisor-hook") : null;
    }

    /** Opens all of it. */
    public static Control open(Options options) {
        StateDirectory state = StateDirectory.open(options.directory);
        Control control = null;
        try {
            control = new Control(options, state);
            control.engine.recover();
            // Not before: the hook of one that was never open would stop the services of the next.
            if (control.hook != null) {
                Runtime.getRuntime().addShutdownHook(control.hook);
            }
            return control;
        } catch (RuntimeException e) {
            if (control == null) {
                state.close();
            } else {
                control.letGo();
            }
            throw e;
        }
    }

    private void letGo() {
        guard.close();
        engine.rounds().close();
        clockwork.close();
        state.close();
    }

    /** Starts services. */
    public Call<List<ServiceStatus>> start(List<ServiceSpec> specs) {
        return waits.call("start", () -> engine.start(specs));
    }

    /** Stops services, all if none is named. */
    public Call<StopReport> stop(List<String> names) {
        return waits.call("stop", () -> engine.stop(names.isEmpty() ? all() : names));
    }

    /** Restarts services, all if none is named. */
    public Call<List<ServiceStatus>> restart(List<String> names) {
        return waits.call("restart", () -> engine.restart(names));
    }

    private List<String> all() {
        return statuses().stream().map(ServiceStatus::name).toList();
    }

    /** Compares specs with what there is. */
    public Call<Plan<ServiceChange>> planReload(List<ServiceSpec> specs) {
        return waits.call(
                "reload", () -> CompletableFuture.completedFuture(new ReloadPlanner(engine, waits).plan(specs)));
    }

    /** All services. */
    public List<ServiceStatus> statuses() {
        return engine.statuses();
    }

    /** One service. */
    public Optional<ServiceStatus> find(String name) {
        return engine.find(name).map(Unit::status);
    }

    /** The processes of a service. */
    public List<ProcessInfo> processes(String name) {
        return new Chains(engine).processes(unit(name));
    }

    /** Who listens on a port. */
    public PortState port(int number) {
        return new Chains(engine).port(number);
    }

    /** The last lines of a log. */
    public List<String> tail(String name, int lines) {
        if (lines < 1) {
            throw new IllegalArgumentException("lines must be at least 1, not " + lines);
        }
        return unit(name).latest(lines).orElseGet(() -> io(() -> Tail.last(log(name), lines)));
    }

    /** Lines as they come. */
    public Call.Registration follow(String name, Consumer<String> lines) {
        return io(() -> new Following(log(name), lines, (wait, task) -> clockwork.after(wait, task)));
    }

    private Path log(String name) {
        return state.log(unit(name).name());
    }

    /** Rotates a log. */
    public boolean rotate(String name) {
        return engine.rotate(unit(name));
    }

    /** What holds here. */
    public Capabilities capabilities() {
        return machine.capabilities(state.root());
    }

    private Unit unit(String name) {
        return engine.find(name)
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
            StopReport report = engine.close().join();
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
