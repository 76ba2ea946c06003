// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.RestartPolicy.Mode;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceSpec.Kind;
import dev.bracketwire.supervisor.ServiceState;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.StopReport.Stopped;
import dev.bracketwire.supervisor.internal.os.LaunchException;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The states of a service and the steps between them; every step runs in its mailbox, so none overlaps another. */
final class Life {
    private final Engine engine;
    private final String name;
    private final Mailbox mailbox;
    private final Story story;
    private final Object logLock;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final Waiters waiters;
    private final Probing probing;
    private final Ending ending;

    private boolean wanted;
    private boolean expected;
    private @Nullable String failure;
    private int number;
    private boolean wasReady;
    private long readyAt;
    private @Nullable Future<?> timer;

    Life(Engine engine, Mailbox mailbox, Story story, Ending ending, Object logLock) {
        this.engine = engine;
        this.name = story.spec().name();
        this.mailbox = mailbox;
        this.story = story;
        this.ending = ending;
        this.logLock = logLock;
        this.waiters = new Waiters(engine.host());
        this.probing = new Probing(engine, mailbox, this::probed);
    }

    void start(ServiceSpec newSpec, CompletableFuture<ServiceStatus> started) {
        waiters.forReady(started);
        boolean changed = !runs(newSpec);
        story.spec(newSpec);
        wanted = true;
        switch (story.state()) {
            case READY, UNHEALTHY, STARTING -> {
                if (changed) {
                    again("its spec changed", null);
                } else {
                    resume();
                }
            }
            case STOP_FAILED -> again("is to be started, and processes of it are left", null);
            case STOPPING, EXITED -> {}
            default -> afresh();
        }
    }

    /** Begins with a clean record, as somebody asked for it. */
    private void afresh() {
        backoff.reset();
        story.starts(0);
        cancelTimer();
        begin();
    }

    /** Whether what runs is what this spec would start. */
    boolean runs(ServiceSpec newSpec) {
        Run current = story.run();
        return current != null && current.record().digest().equals(Digest.of(newSpec));
    }

    void stop(CompletableFuture<Stopped> stopped) {
        waiters.neverReady(name, "was stopped before it was ready");
        waiters.forEnd(stopped);
        wanted = false;
        expected = false;
        failure = null;
        switch (story.state()) {
            case STARTING, READY, UNHEALTHY, STOP_FAILED -> end("was asked to stop");
            case STOPPING, EXITED -> {}
            default -> {
                cancelTimer();
                if (story.state() != ServiceState.STOPPED) {
                    story.enter(ServiceState.STOPPED, "was asked to stop");
                }
                waiters.ended(story.spec(), Stopper.NOTHING);
            }
        }
    }

    void restart(String reason, CompletableFuture<ServiceStatus> started) {
        waiters.forReady(started);
        wanted = true;
        switch (story.state()) {
            case STARTING, READY, UNHEALTHY, STOP_FAILED -> {
                backoff.reset();
                story.starts(0);
                again(reason, null);
            }
            case STOPPING, EXITED -> {}
            default -> afresh();
        }
    }

    void follow(String reason) {
        if (story.state() == ServiceState.STARTING
                || story.state() == ServiceState.READY
                || story.state() == ServiceState.UNHEALTHY) {
            again(reason, null);
        }
    }

    void release() {
        probing.end();
        cancelTimer();
        number++;
        wanted = false;
        waiters.neverReady(name, "was let go by its supervisor");
    }

    void dependencyChanged() {
        if (story.state() == ServiceState.WAITING) {
            begin();
        }
    }

    void adopt(Run adopted, boolean alive) {
        story.run(adopted);
        number = adopted.number();
        wanted = alive;
        if (!alive) {
            end("was left behind by an earlier supervisor");
            return;
        }
        wasReady = adopted.record().ready();
        readyAt = engine.clockwork().nanos();
        poll();
        story.enter(wasReady ? ServiceState.READY : ServiceState.STARTING, "was running already, and is taken over");
    }

    private void begin() {
        Optional<Unit> lost =
                engine.dependencies(story.spec()).filter(Unit::lost).findFirst();
        if (lost.isPresent()) {
            fail("its dependency " + lost.get().name() + " has failed: "
                    + lost.get().status().why());
            return;
        }
        List<String> awaited = engine.dependencies(story.spec())
                .filter(unit -> unit.status().state() != ServiceState.READY
                        && unit.status().state() != ServiceState.COMPLETED)
                .map(Unit::name)
                .toList();
        if (!awaited.isEmpty()) {
            if (story.state() != ServiceState.WAITING || !story.why().endsWith(awaited.toString())) {
                story.enter(ServiceState.WAITING, "waits for " + awaited);
            }
            return;
        }
        attempt();
    }

    private void attempt() {
        if (engine.closed()) {
            fail("its supervisor is closed");
            return;
        }
        number++;
        wasReady = false;
        expected = false;
        failure = null;
        story.enter(ServiceState.STARTING, "is being started");
        try {
            for (int port : story.spec().ports()) {
                PortState free = engine.freed(port);
                if (free.holder() != PortState.Holder.FREE) {
                    throw new LaunchException(free.toString());
                }
            }
            synchronized (logLock) {
                story.run(engine.launches()
                        .begin(story.spec(), number, (which, code) -> mailbox.post(() -> exited(which, code))));
            }
        } catch (RuntimeException e) {
            String reason = e instanceof LaunchException || e instanceof dev.bracketwire.BracketwireException
                    ? String.valueOf(e.getMessage())
                    : "could not be started: " + e;
            if (story.starts() == 0) {
                fail(reason);
            } else {
                retry(reason);
            }
            return;
        }
        resume();
    }

    /** Asks the probes of a run that is there. */
    private void resume() {
        probing.end();
        Run current = story.run();
        if (current == null) {
            return;
        }
        if (story.state() != ServiceState.STARTING) {
            waiters.ready(story.status());
            probing.serving(story.spec(), current);
            return;
        }
        if (story.spec().startup().isPresent()) {
            probing.starting(story.spec(), current, story.spec().startup().get());
            cancelTimer();
            int attempt = number;
            timer = engine.clockwork().after(story.spec().startTimeout(), () -> mailbox.post(() -> tooLate(attempt)));
        } else if (story.spec().kind() == Kind.SERVICE) {
            ready("was started");
        }
    }

    private void probed(Run asked, String purpose, Watch watch, Answer answer) {
        if (asked.number() != number) {
            return;
        }
        if (story.state() == ServiceState.STARTING && purpose.equals("startup")) {
            if (answer.passed()) {
                ready(answer.detail());
            } else {
                story.why("is not ready: " + answer.detail());
            }
        } else if (purpose.equals("ready")) {
            if (story.state() == ServiceState.READY && watch.failedTooOften()) {
                story.enter(ServiceState.UNHEALTHY, answer.detail());
            } else if (story.state() == ServiceState.UNHEALTHY && answer.passed()) {
                story.enter(ServiceState.READY, answer.detail());
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
        Run current = story.run();
        if (current != null) {
            story.run(current.with(current.record().foundReady()));
            engine.saved(current.record().foundReady());
            story.enter(ServiceState.READY, how);
            waiters.ready(story.status());
            probing.serving(story.spec(), current);
        }
    }

    private void tooLate(int attempt) {
        if (attempt == number && story.state() == ServiceState.STARTING) {
            String seen = story.why();
            again(
                    "took too long to start",
                    "was not ready within " + Words.span(story.spec().startTimeout()) + ": " + seen);
        }
    }

    /** Its first process, or one it was found by, has ended. */
    private void exited(int which, @Nullable Integer code) {
        Run current = story.run();
        if (which != number || current == null) {
            return;
        }
        story.exit(code == null ? "ended; its exit code is not known, as it was adopted" : Words.exit(code));
        if (story.state() == ServiceState.STOPPING
                || story.state() == ServiceState.STOP_FAILED
                || story.state() == ServiceState.EXITED) {
            return;
        }
        if (story.spec().kind() == Kind.DAEMON && code != null && code == 0 && handOver(current)) {
            return;
        }
        boolean success = code != null && story.spec().successCodes().contains(code);
        boolean early = story.spec().kind() != Kind.ONE_SHOT && !wasReady;
        expected = success && !early;
        failure = expected ? null : story.exit() + (early ? " before it was ready" : "");
        probing.end();
        cancelTimer();
        story.enter(ServiceState.EXITED, story.exit());
        if (!expected) {
            engine.failed(name);
        }
        ending.sweep(story.spec(), current, story.spec().stopTimeout())
                .thenAccept(result -> mailbox.post(() -> over(result)));
    }

    /** Goes on with the oldest of the processes that a daemon's first one left. */
    private boolean handOver(Run current) {
        Optional<ProcessId> heir = current.tree().members(engine.host().census().take()).stream()
                .map(row -> row.id())
                .filter(id -> !id.equals(current.main()))
                .min((a, b) -> Long.compare(a.start(), b.start()));
        heir.ifPresent(id -> {
            story.run(current.with(current.record().main(id)));
            engine.saved(current.record().main(id));
            poll();
            story.why("goes on as pid " + id.pid());
            if (story.state() == ServiceState.STARTING && story.spec().startup().isEmpty()) {
                ready(story.why());
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
                            Run current = story.run();
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

    /** Ends it because somebody wants that. */
    private void end(String reason) {
        probing.end();
        cancelTimer();
        story.enter(ServiceState.STOPPING, reason);
        Run current = story.run();
        if (current == null) {
            over(Stopper.NOTHING);
        } else {
            ending.end(story.spec(), current).thenAccept(result -> mailbox.post(() -> over(result)));
        }
    }

    /** Ends it, and then starts it once more: at once, or as the policy says if it failed. */
    private void again(String reason, @Nullable String failed) {
        failure = failed;
        expected = failed == null;
        if (failed != null) {
            engine.failed(name);
        }
        end(reason);
    }

    private void over(Stopper.Result result) {
        Run current = story.run();
        if (!result.survivors().isEmpty()) {
            story.enter(ServiceState.STOP_FAILED, "processes are left: " + result.survivors());
            waiters.ended(story.spec(), result);
            waiters.neverReady(name, "cannot be started while processes of it are left: " + result.survivors());
            return;
        }
        if (current != null) {
            engine.finished(current);
            story.run(null);
        }
        number++;
        boolean byItself = story.state() == ServiceState.EXITED;
        if (!wanted) {
            story.enter(ServiceState.STOPPED, story.why());
        }
        waiters.ended(story.spec(), result);
        if (wanted && byItself && expected) {
            completed();
        } else if (wanted && failure != null) {
            retry(failure);
        } else if (wanted) {
            begin();
        }
    }

    private void completed() {
        if (story.spec().restart().mode() == Mode.ALWAYS) {
            retry(story.exit());
            return;
        }
        wanted = false;
        story.enter(ServiceState.COMPLETED, story.exit());
        waiters.ready(story.status());
    }

    private void retry(String reason) {
        if (story.spec().restart().mode() == Mode.NEVER) {
            fail(reason);
            return;
        }
        long now = engine.clockwork().nanos();
        boolean stable = wasReady
                && now - readyAt >= story.spec().restart().stableAfter().toNanos();
        Optional<Duration> wait = backoff.next(story.spec().restart(), now, stable);
        if (wait.isEmpty()) {
            fail("was started " + backoff.counted() + " times within "
                    + Words.span(story.spec().restart().window()) + " and failed again: " + reason);
            return;
        }
        story.starts(story.starts() + 1);
        story.enter(
                ServiceState.BACKOFF, reason + "; starts again in " + wait.get().toMillis() + " ms");
        if (wait.get().isZero()) {
            begin();
            return;
        }
        int attempt = number;
        timer = engine.clockwork()
                .after(
                        wait.get(),
                        () -> mailbox.post(() -> {
                            if (attempt == number && story.state() == ServiceState.BACKOFF) {
                                begin();
                            }
                        }));
    }

    private void fail(String reason) {
        wanted = false;
        story.enter(ServiceState.FAILED, reason);
        waiters.neverReady(name, reason);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
