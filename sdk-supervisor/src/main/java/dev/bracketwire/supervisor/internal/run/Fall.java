// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.RestartPolicy.Mode;
import dev.bracketwire.supervisor.ServiceSpec.Kind;
import dev.bracketwire.supervisor.ServiceState;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.ProcessRow;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The way down: from an exit or an order over the end of all processes to what comes after it. */
final class Fall {
    private final Course course;
    private final Engine engine;
    private final Mailbox mailbox;
    private final Story story;
    private final Waiters waiters;
    private final Life life;
    private final Ending ending;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());

    Fall(Course course, Life life, Ending ending) {
        this.course = course;
        this.engine = course.engine;
        this.mailbox = course.mailbox;
        this.story = course.story;
        this.waiters = course.waiters;
        this.life = life;
        this.ending = ending;
    }

    /** Counts its starts from none again, as somebody asked for it. */
    void forget() {
        backoff.reset();
        story.starts(0);
    }

    /** Its first process, or one it was found by, has ended. */
    void exited(int which, @Nullable Integer code) {
        Run current = story.run();
        if (which != course.number || current == null) {
            return;
        }
        story.exit(
                code == null
                        ? "ended; its exit code is not known, as it is no child of this supervisor"
                        : Words.exit(code));
        if (story.state() == ServiceState.STOPPING
                || story.state() == ServiceState.STOP_FAILED
                || story.state() == ServiceState.EXITED) {
            return;
        }
        boolean launched = story.spec().kind() == Kind.DAEMON
                && (code == null ? story.state() == ServiceState.STARTING : code == 0);
        if (launched && handOver(current)) {
            return;
        }
        boolean success = code != null && story.spec().successCodes().contains(code);
        boolean early = story.spec().kind() != Kind.ONE_SHOT && !course.wasReady;
        course.expected = success && !early;
        course.failure = course.expected ? null : story.exit() + (early ? " before it was ready" : "");
        course.strayed = launched;
        if (launched && course.failure != null) {
            course.failure += ", and left no process that is proven to be its own"
                    + waiters.held(story.spec().ports()).stream()
                            .map(port -> "; " + port)
                            .collect(Collectors.joining());
        }
        life.rise().rest();
        course.cancelTimer();
        story.enter(ServiceState.EXITED, story.exit());
        if (!course.expected) {
            engine.failed(course.name);
        }
        ending.sweep(course.current, current, course.current.stopTimeout())
                .thenAccept(result -> mailbox.post(() -> over(result)));
    }

    /**
     * Goes on with the oldest of the processes that a daemon's first one left. Of those that started within one tick of
     * the clock, the one that none of the others started is the oldest.
     */
    private boolean handOver(Run current) {
        List<ProcessRow> left = Stopper.members(engine.host(), current.tree());
        Set<Long> pids = left.stream().map(row -> row.id().pid()).collect(Collectors.toSet());
        Optional<ProcessId> heir = left.stream()
                .filter(row -> !row.id().equals(current.main()))
                .min(Comparator.comparing((ProcessRow row) -> row.id().start())
                        .thenComparing(row -> pids.contains(row.parent()))
                        .thenComparing(row -> row.id().pid()))
                .map(ProcessRow::id);
        heir.ifPresent(id -> {
            story.run(current.with(current.record().main(id)));
            engine.saved(current.record().main(id));
            poll();
            story.why("goes on as pid " + id.pid());
        });
        return heir.isPresent();
    }

    /** Looks at a main process that is no child of this JVM, ten times a second; the JDK would take up to five seconds. */
    void poll() {
        int which = course.number;
        engine.clockwork()
                .after(
                        Duration.ofMillis(100),
                        () -> mailbox.post(() -> {
                            Run current = story.run();
                            ProcessId main = current == null ? null : current.main();
                            if (which != course.number || current == null || main == null) {
                                return;
                            }
                            if (engine.host().table().alive(main)) {
                                life.rise().handedOver(current);
                                poll();
                            } else {
                                exited(which, null);
                            }
                        }));
    }

    /** Ends it because somebody wants that. */
    void end(String reason) {
        life.rise().rest();
        course.cancelTimer();
        story.enter(ServiceState.STOPPING, reason);
        Run current = story.run();
        if (current == null) {
            over(Stopper.NOTHING);
        } else {
            ending.end(course.current, current).thenAccept(result -> mailbox.post(() -> over(result)));
        }
    }

    /** Ends it, and then starts it once more: at once, or as the policy says if it failed. */
    void again(String reason, @Nullable String failed) {
        course.failure = failed;
        course.expected = failed == null;
        if (failed != null) {
            engine.failed(course.name);
        }
        end(reason);
    }

    private void over(Stopper.Result result) {
        Run current = story.run();
        List<Integer> ports = current == null ? List.of() : course.current.ports();
        if (!result.survivors().isEmpty()) {
            story.enter(ServiceState.STOP_FAILED, "processes are left: " + result.survivors());
            waiters.ended(course.current, result, ports);
            waiters.neverReady(course.name, "cannot be started while processes of it are left: " + result.survivors());
            return;
        }
        if (current != null) {
            engine.finished(current);
            story.run(null);
        }
        course.number++;
        // A task that has done its work is not undone by a stop that comes while its processes are looked for.
        boolean done = story.state() == ServiceState.EXITED
                && course.expected
                && (course.wanted || (story.spec().kind() == Kind.ONE_SHOT && !always()));
        if (!course.wanted && !done) {
            story.enter(ServiceState.STOPPED, story.why());
        }
        waiters.ended(course.current, result, ports);
        if (done) {
            completed();
        } else if (course.wanted && course.failure != null) {
            retry(course.failure);
        } else if (course.wanted) {
            life.rise().begin();
        }
    }

    private boolean always() {
        return story.spec().restart().mode() == Mode.ALWAYS;
    }

    private void completed() {
        if (always()) {
            retry(story.exit());
            return;
        }
        course.wanted = false;
        story.enter(ServiceState.COMPLETED, story.exit());
        waiters.ready(story.status());
    }

    void retry(String reason) {
        if (story.spec().restart().mode() == Mode.NEVER) {
            fail(reason);
            return;
        }
        long now = engine.clockwork().nanos();
        boolean stable = course.wasReady
                && now - course.readyAt >= story.spec().restart().stableAfter().toNanos();
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
            life.rise().begin();
            return;
        }
        int attempt = course.number;
        course.timer = engine.clockwork()
                .after(
                        wait.get(),
                        () -> mailbox.post(() -> {
                            if (attempt == course.number && story.state() == ServiceState.BACKOFF) {
                                life.rise().begin();
                            }
                        }));
    }

    void fail(String reason) {
        course.wanted = false;
        story.enter(ServiceState.FAILED, reason);
        waiters.neverReady(course.name, reason);
    }
}
