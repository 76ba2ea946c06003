// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.ServiceSpec.Kind;
import dev.bracketwire.supervisor.ServiceState;
import dev.bracketwire.supervisor.internal.os.LaunchException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way up: from what a service waits for, over its start, to what its probes say. */
final class Rise {
    private static final Duration LAUNCHER_FIRST = Duration.ofMillis(5);
    private static final Duration LAUNCHER_LAST = Duration.ofMillis(250);

    private final Course course;
    private final Engine engine;
    private final Mailbox mailbox;
    private final Story story;
    private final Waiters waiters;
    private final Life life;
    private final Probing probing;
    private final Object logLock;

    Rise(Course course, Life life, Object logLock) {
        this.course = course;
        this.engine = course.engine;
        this.mailbox = course.mailbox;
        this.story = course.story;
        this.waiters = course.waiters;
        this.life = life;
        this.probing = new Probing(course.engine, course.mailbox, this::probed);
        this.logLock = logLock;
    }

    void begin() {
        if (!course.mayStart()) {
            await("waits until another service has given up its port");
            return;
        }
        Optional<Unit> lost =
                engine.dependencies(story.spec()).filter(Unit::lost).findFirst();
        if (lost.isPresent()) {
            life.fall()
                    .fail("its dependency " + lost.get().name() + " has failed: "
                            + lost.get().status().why());
            return;
        }
        List<String> awaited = engine.dependencies(story.spec())
                .filter(unit -> !unit.satisfies())
                .map(Unit::name)
                .toList();
        if (!awaited.isEmpty()) {
            await("waits for " + awaited);
            return;
        }
        attempt();
    }

    private void await(String reason) {
        if (story.state() != ServiceState.WAITING || !story.why().equals(reason)) {
            story.enter(ServiceState.WAITING, reason);
        }
    }

    private void attempt() {
        if (engine.closed()) {
            life.fall().fail("its supervisor is closed");
            return;
        }
        course.number++;
        course.wasReady = false;
        course.expected = false;
        course.failure = null;
        course.strayed = false;
        course.current = story.spec();
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
                        .begin(
                                story.spec(),
                                course.number,
                                (which, process) ->
                                        mailbox.post(() -> life.fall().exited(which, code(process)))));
            }
        } catch (UnwatchedException e) {
            story.run(e.run());
            life.fall().again("could not be watched", e.getMessage());
            return;
        } catch (RuntimeException e) {
            String reason = e instanceof LaunchException || e instanceof BracketwireException
                    ? String.valueOf(e.getMessage())
                    : "could not be started: " + e;
            if (story.starts() == 0) {
                life.fall().fail(reason);
            } else {
                life.fall().retry(reason);
            }
            return;
        }
        resume();
        if (story.spec().kind() == Kind.DAEMON) {
            watchLauncher(course.number, LAUNCHER_FIRST);
        }
    }

    /** Looks at a launcher while it lives, ever more rarely: what is seen as its child is known after its end. */
    private void watchLauncher(int attempt, Duration wait) {
        engine.clockwork()
                .after(
                        wait,
                        () -> mailbox.post(() -> {
                            Run current = story.run();
                            if (current == null || attempt != course.number || !launching(current)) {
                                return;
                            }
                            current.tree().members(engine.host().census().take());
                            Duration longer = wait.multipliedBy(5).dividedBy(4);
                            watchLauncher(attempt, longer.compareTo(LAUNCHER_LAST) > 0 ? LAUNCHER_LAST : longer);
                        }));
    }

    private boolean launching(Run current) {
        return story.state() == ServiceState.STARTING
                && Objects.equals(current.main(), current.record().leader());
    }

    /** A daemon without a probe is ready when the process that its launcher left is still there a moment later. */
    void handedOver(Run current) {
        if (story.state() == ServiceState.STARTING
                && story.spec().kind() == Kind.DAEMON
                && story.spec().startup().isEmpty()
                && !launching(current)) {
            ready(story.why());
        }
    }

    private static @Nullable Integer code(Process ended) {
        try {
            return ended.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /** Asks the probes of a run that is there. */
    void resume() {
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
            course.cancelTimer();
            int attempt = course.number;
            course.timer =
                    engine.clockwork().after(story.spec().startTimeout(), () -> mailbox.post(() -> tooLate(attempt)));
        } else if (story.spec().kind() == Kind.SERVICE) {
            ready("was started");
        }
    }

    private void probed(Run asked, String purpose, Watch watch, Answer answer) {
        if (asked.number() != course.number) {
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
            life.fall()
                    .again(
                            "does not live",
                            "its liveness probe failed " + watch.failures() + " times: " + answer.detail());
        }
    }

    void ready(String how) {
        probing.end();
        course.cancelTimer();
        course.wasReady = true;
        course.readyAt = engine.clockwork().nanos();
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
        if (attempt == course.number && story.state() == ServiceState.STARTING) {
            String seen = story.why();
            life.fall()
                    .again(
                            "took too long to start",
                            "was not ready within " + Words.span(story.spec().startTimeout()) + ": " + seen);
        }
    }

    /** Asks no probe any more. */
    void rest() {
        probing.end();
    }
}
