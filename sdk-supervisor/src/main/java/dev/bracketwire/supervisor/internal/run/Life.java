// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceState;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.StopReport.Stopped;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The states of a service and the steps between them; every step runs in its mailbox, so none overlaps another. */
final class Life {
    private final Course course;
    private final Engine engine;
    private final Story story;
    private final Waiters waiters;
    private final Rise rise;
    private final Fall fall;

    Life(Engine engine, Mailbox mailbox, Story story, Ending ending, Object logLock) {
        this.course = new Course(engine, mailbox, story);
        this.engine = course.engine;
        this.story = course.story;
        this.waiters = course.waiters;
        this.rise = new Rise(course, this, logLock);
        this.fall = new Fall(course, this, ending);
    }

    Rise rise() {
        return rise;
    }

    Fall fall() {
        return fall;
    }

    /** Starts it once the gate is done, if it does not run as the spec says. A task that completed does not run again. */
    void start(ServiceSpec newSpec, CompletableFuture<?> gate, CompletableFuture<ServiceStatus> started) {
        boolean active = active() || story.state() == ServiceState.EXITED;
        boolean changed = active && newSpec != story.spec() && !runs(newSpec);
        if (changed || story.state() == ServiceState.STOP_FAILED) {
            String reason = changed ? "its spec changed" : "is to be started, and processes of it are left";
            restart(newSpec, reason, gate, new CompletableFuture<>(), started);
            return;
        }
        boolean completed = story.state() == ServiceState.COMPLETED
                && newSpec.kind() == ServiceSpec.Kind.ONE_SHOT
                && Digest.of(story.spec()).equals(Digest.of(newSpec));
        waiters.forReady(started);
        update(newSpec);
        if (completed) {
            waiters.ready(story.status());
            return;
        }
        course.wanted = true;
        course.holdStart(gate);
        if (!active && story.state() != ServiceState.STOPPING) {
            afresh();
        }
    }

    /** Takes over what a spec says without a restart; what runs goes on. */
    void update(ServiceSpec newSpec) {
        boolean fits = newSpec == story.spec() || runs(newSpec);
        story.spec(newSpec);
        if (fits && story.run() != null) {
            course.current = newSpec;
        }
        if (fits && active()) {
            rise.resume();
        }
    }

    private boolean active() {
        return switch (story.state()) {
            case STARTING, READY, UNHEALTHY -> true;
            default -> false;
        };
    }

    /** Begins with a clean record, as somebody asked for it. */
    private void afresh() {
        fall.forget();
        course.cancelTimer();
        rise.begin();
    }

    /** Whether what runs is what this spec would start. */
    boolean runs(ServiceSpec newSpec) {
        Run current = story.run();
        return current != null && current.record().digest().equals(Digest.of(newSpec));
    }

    boolean wanted() {
        return course.wanted;
    }

    void stop(CompletableFuture<Stopped> stopped) {
        waiters.neverReady(course.name, "was stopped before it was ready");
        waiters.forEnd(stopped);
        course.wanted = false;
        course.failure = null;
        switch (story.state()) {
            case STARTING, READY, UNHEALTHY, STOP_FAILED -> fall.end("was asked to stop");
            case STOPPING, EXITED -> {}
            default -> {
                course.cancelTimer();
                boolean completed =
                        story.state() == ServiceState.COMPLETED && story.spec().kind() == ServiceSpec.Kind.ONE_SHOT;
                if (story.state() != ServiceState.STOPPED && !completed) {
                    story.enter(ServiceState.STOPPED, "was asked to stop");
                }
                endedNothing();
            }
        }
    }

    /** Reports a stop where nothing ran. A daemon that was not found may run on, so its ports are looked at. */
    private void endedNothing() {
        waiters.ended(course.current, Stopper.NOTHING, course.strayed ? course.current.ports() : List.of());
    }

    /** Ends what runs, and starts the service as the spec says once the gate is done. */
    void restart(
            ServiceSpec newSpec,
            String reason,
            CompletableFuture<?> gate,
            CompletableFuture<Stopped> stopped,
            CompletableFuture<ServiceStatus> started) {
        waiters.forReady(started);
        waiters.forEnd(stopped);
        story.spec(newSpec);
        course.wanted = true;
        course.holdStart(gate);
        switch (story.state()) {
            case STARTING, READY, UNHEALTHY, STOP_FAILED -> {
                fall.forget();
                fall.again(reason, null);
            }
            case STOPPING, EXITED -> {
                fall.forget();
                course.expected = false;
                course.failure = null;
            }
            default -> {
                endedNothing();
                afresh();
            }
        }
    }

    void follow(String reason) {
        if (active()) {
            fall.again(reason, null);
        }
    }

    void release() {
        rise.rest();
        course.cancelTimer();
        course.number++;
        course.wanted = false;
        waiters.neverReady(course.name, "was let go by its supervisor");
    }

    void broken(Throwable failure) {
        waiters.broken(course.name, failure);
    }

    void dependencyChanged() {
        if (story.state() == ServiceState.WAITING) {
            rise.begin();
        }
    }

    void adopt(Run adopted, boolean alive) {
        story.run(adopted);
        course.number = adopted.number();
        course.wanted = alive;
        if (!alive) {
            fall.end("was left behind by an earlier supervisor");
            return;
        }
        course.wasReady = adopted.record().ready();
        course.readyAt = engine.clockwork().nanos();
        fall.poll();
        story.enter(
                course.wasReady ? ServiceState.READY : ServiceState.STARTING, "was running already, and is taken over");
    }
}
