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

    void start(ServiceSpec newSpec, CompletableFuture<ServiceStatus> started) {
        waiters.forReady(started);
        boolean changed = !runs(newSpec);
        story.spec(newSpec);
        course.wanted = true;
        switch (story.state()) {
            case READY, UNHEALTHY, STARTING -> {
                if (changed) {
                    fall.again("its spec changed", null);
                } else {
                    rise.resume();
                }
            }
            case STOP_FAILED -> fall.again("is to be started, and processes of it are left", null);
            case STOPPING, EXITED -> {}
            default -> afresh();
        }
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

    void stop(CompletableFuture<Stopped> stopped) {
        waiters.neverReady(course.name, "was stopped before it was ready");
        waiters.forEnd(stopped);
        course.wanted = false;
        course.expected = false;
        course.failure = null;
        switch (story.state()) {
            case STARTING, READY, UNHEALTHY, STOP_FAILED -> fall.end("was asked to stop");
            case STOPPING, EXITED -> {}
            default -> {
                course.cancelTimer();
                if (story.state() != ServiceState.STOPPED) {
                    story.enter(ServiceState.STOPPED, "was asked to stop");
                }
                // A daemon that was not found may run on; the ports of what did not run are no matter of its stop.
                waiters.ended(
                        story.spec(),
                        Stopper.NOTHING,
                        course.strayed ? story.spec().ports() : List.of());
            }
        }
    }

    void restart(String reason, CompletableFuture<ServiceStatus> started) {
        waiters.forReady(started);
        course.wanted = true;
        switch (story.state()) {
            case STARTING, READY, UNHEALTHY, STOP_FAILED -> {
                fall.forget();
                fall.again(reason, null);
            }
            case STOPPING, EXITED -> {}
            default -> afresh();
        }
    }

    void follow(String reason) {
        if (story.state() == ServiceState.STARTING
                || story.state() == ServiceState.READY
                || story.state() == ServiceState.UNHEALTHY) {
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
