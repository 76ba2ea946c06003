// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.ProcessInfo;
import dev.bracketwire.supervisor.RestartPolicy.Mode;
import dev.bracketwire.supervisor.ServiceEvent;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceSpec.Kind;
import dev.bracketwire.supervisor.ServiceState;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.StartException;
import dev.bracketwire.supervisor.StopReport.Stopped;
import dev.bracketwire.supervisor.internal.os.LaunchException;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** One service. All its steps run in its mailbox, so none overlaps another; its status may be read by anyone. */
final class Unit {
    private final Engine engine;
    private final String name;
    private final Mailbox mailbox;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final Waiters waiters;
    private final Probing probing;

    private final Object logLock = new Object();

    private volatile ServiceSpec spec;
    private volatile ServiceStatus status;
    private volatile @Nullable Run run;
    private volatile @Nullable Stopper stopper;
    private volatile boolean summoned;

    private ServiceState state = ServiceState.STOPPED;
    private Instant since;
    private long sinceNanos;
    private String why = "";
    private String exit = "";
    private boolean wanted;
    private boolean expected;
    private @Nullable String failure;
    private int number;
    private int starts;
    private boolean wasReady;
    private long readyAt;
    private @Nullable Future<?> timer;

    Unit(Engine engine, ServiceSpec spec) {
        this.engine = engine;
        this.spec = spec;
        this.name = spec.name();
        this.mailbox = new Mailbox(engine.clockwork());
        this.waiters = new Waiters(engine.host());
        this.probing = new Probing(engine, mailbox, this::probed);
        this.since = engine.clockwork().dates().instant();
        this.sinceNanos = engine.clockwork().nanos();
        this.status = snapshot();
    }

    String name() {
        return name;
    }

    ServiceSpec spec() {
        return spec;
    }

    ServiceStatus status() {
        return status;
    }

    /** Held while the log is rotated, so that it is not by two at once. */
    Object logLock() {
        return logLock;
    }

    @Nullable
    Run run() {
        return run;
    }

    /** Whether it will not become ready by itself. */
    boolean lost() {
        return !summoned && (status.state() == ServiceState.FAILED || status.state() == ServiceState.STOP_FAILED);
    }

    // ---- what is asked for

    CompletableFuture<ServiceStatus> start(ServiceSpec newSpec) {
        CompletableFuture<ServiceStatus> started = new CompletableFuture<>();
        summoned = true;
        mailbox.post(() -> {
            summoned = false;
            waiters.forReady(started);
            boolean changed = !runs(newSpec);
            spec = newSpec;
            wanted = true;
            switch (state) {
                case READY, UNHEALTHY, STARTING -> {
                    if (changed) {
                        again("its spec changed", null);
                    } else {
                        resume();
                    }
                }
                case STOP_FAILED -> again("is to be started, and processes of it are left", null);
                case STOPPING, EXITED -> {}
                default -> {
                    backoff.reset();
                    starts = 0;
                    cancelTimer();
                    begin();
                }
            }
        });
        return started;
    }

    /** Whether what runs is what this spec would start. */
    boolean runs(ServiceSpec newSpec) {
        Run current = run;
        return current != null && current.record().digest().equals(Digest.of(newSpec));
    }

    CompletableFuture<Stopped> stop() {
        CompletableFuture<Stopped> stopped = new CompletableFuture<>();
        mailbox.post(() -> {
            waiters.forEnd(stopped);
            wanted = false;
            expected = false;
            failure = null;
            switch (state) {
                case STARTING, READY, UNHEALTHY, STOP_FAILED -> end("was asked to stop");
                case STOPPING, EXITED -> {}
                default -> {
                    cancelTimer();
                    if (state != ServiceState.STOPPED) {
                        enter(ServiceState.STOPPED, "was asked to stop");
                    }
                    waiters.ended(spec, Stopper.NOTHING);
                }
            }
            waiters.neverReady(name, "was stopped before it was ready");
        });
        return stopped;
    }

    /** Stops it if it runs, and starts it once more. */
    CompletableFuture<ServiceStatus> restart(String reason) {
        CompletableFuture<ServiceStatus> started = new CompletableFuture<>();
        mailbox.post(() -> {
            waiters.forReady(started);
            wanted = true;
            backoff.reset();
            starts = 0;
            switch (state) {
                case STARTING, READY, UNHEALTHY, STOP_FAILED -> again(reason, null);
                case STOPPING, EXITED -> {}
                default -> {
                    cancelTimer();
                    begin();
                }
            }
        });
        return started;
    }

    /** Starts it anew because another service failed; that is no failure of this one. */
    void follow(String reason) {
        mailbox.post(() -> {
            if (state == ServiceState.STARTING || state == ServiceState.READY || state == ServiceState.UNHEALTHY) {
                again(reason, null);
            }
        });
    }

    /** Lets go of it without stopping it; its record stays, and the next supervisor adopts it. */
    CompletableFuture<@Nullable Void> release() {
        CompletableFuture<@Nullable Void> released = new CompletableFuture<>();
        mailbox.post(() -> {
            probing.end();
            cancelTimer();
            number++;
            wanted = false;
            waiters.neverReady(name, "was let go by its supervisor");
            released.complete(null);
        });
        return released;
    }

    /** Shortens the time for a stop under way. */
    void hurry(Duration left, Duration kill) {
        Stopper current = stopper;
        if (current != null) {
            current.hurry(left, kill);
        }
    }

    /** Looks again at what it waits for. */
    void dependencyChanged() {
        mailbox.post(() -> {
            if (state == ServiceState.WAITING) {
                begin();
            }
        });
    }

    /** Takes over a run that an earlier supervisor began. */
    CompletableFuture<@Nullable Void> adopt(Run adopted, boolean alive) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        mailbox.post(() -> {
            run = adopted;
            number = adopted.number();
            wanted = alive;
            if (alive) {
                wasReady = adopted.record().ready();
                readyAt = engine.clockwork().nanos();
                poll();
                enter(wasReady ? ServiceState.READY : ServiceState.STARTING, "was running already, and is taken over");
            } else {
                end("was left behind by an earlier supervisor");
            }
            done.complete(null);
        });
        return done;
    }

    // ---- the life of a run

    private void begin() {
        Optional<Unit> lost = engine.dependencies(this).filter(Unit::lost).findFirst();
        if (lost.isPresent()) {
            fail("its dependency " + lost.get().name() + " has failed: "
                    + lost.get().status().why());
            return;
        }
        List<String> awaited = engine.dependencies(this)
                .filter(unit -> unit.status().state() != ServiceState.READY
                        && unit.status().state() != ServiceState.COMPLETED)
                .map(Unit::name)
                .toList();
        if (!awaited.isEmpty()) {
            if (state != ServiceState.WAITING || !why.endsWith(awaited.toString())) {
                enter(ServiceState.WAITING, "waits for " + awaited);
            }
            return;
        }
        attempt();
    }

    private void attempt() {
        number++;
        wasReady = false;
        expected = false;
        failure = null;
        enter(ServiceState.STARTING, "is being started");
        try {
            for (int port : spec.ports()) {
                PortState free = engine.freed(port);
                if (free.holder() != PortState.Holder.FREE) {
                    throw new LaunchException(free.toString());
                }
            }
            synchronized (logLock) {
                run = engine.launches().begin(spec, number, (which, code) -> mailbox.post(() -> exited(which, code)));
            }
        } catch (RuntimeException e) {
            String reason = e instanceof LaunchException || e instanceof dev.bracketwire.BracketwireException
                    ? String.valueOf(e.getMessage())
                    : "could not be started: " + e;
            if (starts == 0) {
                fail(reason);
            } else {
                retry(reason);
            }
            return;
        }
        status = snapshot();
        resume();
    }

    /** Asks the probes of a run that is there. */
    private void resume() {
        probing.end();
        Run current = run;
        if (current == null) {
            return;
        }
        if (state != ServiceState.STARTING) {
            waiters.ready(status);
            probing.serving(spec, current);
            return;
        }
        if (spec.startup().isPresent()) {
            probing.starting(spec, current, spec.startup().get());
            cancelTimer();
            int attempt = number;
            timer = engine.clockwork().after(spec.startTimeout(), () -> mailbox.post(() -> tooLate(attempt)));
        } else if (spec.kind() == Kind.SERVICE) {
            ready("was started");
        }
    }

    private void probed(Run asked, String purpose, Watch watch, Answer answer) {
        if (asked.number() != number) {
            return;
        }
        if (state == ServiceState.STARTING && purpose.equals("startup")) {
            if (answer.passed()) {
                ready(answer.detail());
            } else {
                why = "is not ready: " + answer.detail();
                status = snapshot();
            }
        } else if (purpose.equals("ready")) {
            if (state == ServiceState.READY && watch.failedTooOften()) {
                enter(ServiceState.UNHEALTHY, answer.detail());
            } else if (state == ServiceState.UNHEALTHY && answer.passed()) {
                enter(ServiceState.READY, answer.detail());
            }
        } else if (purpose.equals("live") && watch.failedTooOften()) {
            again("does not live", "its liveness probe failed " + watch.failures() + " times: " + answer.detail());
        }
    }

    private void ready(String how) {
        probing.end();
        cancelTimer();
        wasReady = true;
        readyAt = engine.clockwork().nanos();
        Run current = run;
        if (current != null) {
            run = current.with(current.record().foundReady());
            engine.saved(current.record().foundReady());
            enter(ServiceState.READY, how);
            waiters.ready(status);
            probing.serving(spec, current);
        }
    }

    private void tooLate(int attempt) {
        if (attempt == number && state == ServiceState.STARTING) {
            String seen = why;
            again("took too long to start", "was not ready within " + Words.span(spec.startTimeout()) + ": " + seen);
        }
    }

    /** Its first process, or one it was found by, has ended. */
    private void exited(int which, @Nullable Integer code) {
        Run current = run;
        if (which != number || current == null) {
            return;
        }
        exit = code == null ? "ended; its exit code is not known, as it was adopted" : Words.exit(code);
        if (state == ServiceState.STOPPING || state == ServiceState.STOP_FAILED || state == ServiceState.EXITED) {
            return;
        }
        if (spec.kind() == Kind.DAEMON && code != null && code == 0 && handOver(current)) {
            return;
        }
        boolean success = code != null && spec.successCodes().contains(code);
        boolean early = spec.kind() != Kind.ONE_SHOT && !wasReady;
        expected = success && !early;
        failure = expected ? null : exit + (early ? " before it was ready" : "");
        probing.end();
        cancelTimer();
        enter(ServiceState.EXITED, exit);
        if (!expected) {
            engine.failed(this);
        }
        sweep(current, spec.stopTimeout());
    }

    /** Goes on with the oldest of the processes that a daemon's first one left. */
    private boolean handOver(Run current) {
        Optional<ProcessId> heir = current.tree().members(engine.host().census().take()).stream()
                .map(row -> row.id())
                .filter(id -> !id.equals(current.main()))
                .min((a, b) -> Long.compare(a.start(), b.start()));
        heir.ifPresent(id -> {
            run = current.with(current.record().main(id));
            engine.saved(current.record().main(id));
            poll();
            why = "goes on as pid " + id.pid();
            status = snapshot();
            if (state == ServiceState.STARTING && spec.startup().isEmpty()) {
                ready(why);
            }
        });
        return heir.isPresent();
    }

    /** Looks at a main process that is no child of this JVM, ten times a second; the JDK would take up to five seconds. */
    private void poll() {
        int which = number;
        engine.clockwork()
                .after(
                        Duration.ofMillis(100),
                        () -> mailbox.post(() -> {
                            Run current = run;
                            ProcessId main = current == null ? null : current.main();
                            if (which != number || main == null) {
                                return;
                            }
                            if (engine.host().table().alive(main)) {
                                poll();
                            } else {
                                exited(which, null);
                            }
                        }));
    }

    // ---- its end

    /** Ends it because somebody wants that. */
    private void end(String reason) {
        probing.end();
        cancelTimer();
        enter(ServiceState.STOPPING, reason);
        Run current = run;
        if (current == null) {
            over(Stopper.NOTHING);
            return;
        }
        Duration limit = spec.stopTimeout();
        if (spec.stopCommand().isEmpty()) {
            sweep(current, limit);
            return;
        }
        Duration half = limit.dividedBy(2);
        command(current, half).whenComplete((code, failed) -> mailbox.post(() -> sweep(current, half)));
    }

    private CompletableFuture<OptionalInt> command(Run current, Duration limit) {
        try {
            return new Commands(engine.host(), engine.clockwork())
                    .run(
                            spec.stopCommand(),
                            spec.directory().orElse(null),
                            Launches.environment(spec),
                            current.record().mark() + "/stop",
                            limit);
        } catch (RuntimeException e) {
            why = "its stop command could not be run: " + e.getMessage();
            status = snapshot();
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Ends it, and then starts it once more: at once, or as the policy says if it failed. */
    private void again(String reason, @Nullable String failed) {
        failure = failed;
        expected = failed == null;
        if (failed != null) {
            engine.failed(this);
        }
        end(reason);
    }

    private void sweep(Run current, Duration limit) {
        Stopper sweeper = engine.stopper(current, spec, limit);
        stopper = sweeper;
        sweeper.result()
                .whenComplete((result, broken) -> mailbox.post(() -> {
                    stopper = null;
                    over(
                            broken == null
                                    ? result
                                    : new Stopper.Result(
                                            List.of(new ProcessInfo(0, "?", "", "the stop itself failed: " + broken)),
                                            0,
                                            Duration.ZERO));
                }));
        engine.clockwork().execute(sweeper::begin);
    }

    private void over(Stopper.Result result) {
        Run current = run;
        if (!result.survivors().isEmpty()) {
            enter(ServiceState.STOP_FAILED, "processes are left: " + result.survivors());
            waiters.ended(spec, result);
            waiters.neverReady(name, "cannot be started while processes of it are left: " + result.survivors());
            return;
        }
        if (current != null) {
            engine.finished(current);
            run = null;
        }
        number++;
        boolean byItself = state == ServiceState.EXITED;
        if (!wanted) {
            enter(ServiceState.STOPPED, why);
        }
        waiters.ended(spec, result);
        if (wanted && byItself && expected) {
            completed();
        } else if (wanted && failure != null) {
            retry(failure);
        } else if (wanted) {
            begin();
        }
    }

    private void completed() {
        if (spec.restart().mode() == Mode.ALWAYS) {
            retry(exit);
            return;
        }
        wanted = false;
        enter(ServiceState.COMPLETED, exit);
        waiters.ready(status);
    }

    private void retry(String reason) {
        if (spec.restart().mode() == Mode.NEVER) {
            fail(reason);
            return;
        }
        long now = engine.clockwork().nanos();
        boolean stable =
                wasReady && now - readyAt >= spec.restart().stableAfter().toNanos();
        Optional<Duration> wait = backoff.next(spec.restart(), now, stable);
        if (wait.isEmpty()) {
            fail("was started " + backoff.counted() + " times within "
                    + Words.span(spec.restart().window()) + " and failed again: " + reason);
            return;
        }
        starts++;
        enter(ServiceState.BACKOFF, reason + "; starts again in " + wait.get().toMillis() + " ms");
        if (wait.get().isZero()) {
            begin();
            return;
        }
        int attempt = number;
        timer = engine.clockwork()
                .after(
                        wait.get(),
                        () -> mailbox.post(() -> {
                            if (attempt == number && state == ServiceState.BACKOFF) {
                                begin();
                            }
                        }));
    }

    private void fail(String reason) {
        wanted = false;
        enter(ServiceState.FAILED, reason);
        waiters.neverReady(name, reason);
    }

    // ---- small things

    private void enter(ServiceState next, String reason) {
        ServiceState before = state;
        long now = engine.clockwork().nanos();
        Duration stayed = Duration.ofNanos(now - sinceNanos);
        state = next;
        why = reason;
        since = engine.clockwork().dates().instant();
        sinceNanos = now;
        status = snapshot();
        engine.changed(this, new ServiceEvent(before, status, stayed));
    }

    private ServiceStatus snapshot() {
        Run current = run;
        ProcessId main = current == null ? null : current.main();
        return new ServiceStatus(
                name,
                state,
                since,
                why,
                current != null && current.adopted(),
                main == null ? OptionalLong.empty() : OptionalLong.of(main.pid()),
                starts,
                exit,
                spec.data());
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
