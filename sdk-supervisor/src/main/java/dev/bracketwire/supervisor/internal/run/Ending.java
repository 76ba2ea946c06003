// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.ProcessInfo;
import dev.bracketwire.supervisor.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the runs of a service, one at a time: by its stop command first if it has one, then by signals. The command has
 * half of the stop timeout; the signal has the rest, from the moment at which it is sent.
 */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private static final Duration DRAIN = Duration.ofMillis(500);

    private final Engine engine;

    Ending(Engine engine) {
        this.engine = engine;
    }

    /** Ends a run that is to be stopped. */
    CompletableFuture<Stopper.Result> end(ServiceSpec spec, Run run) {
        if (spec.stopCommand().isEmpty()) {
            return sweep(spec, run, spec.stopTimeout());
        }
        Duration half = spec.stopTimeout().dividedBy(2);
        long begun = engine.clockwork().nanos();
        return command(spec, run, half).handle((code, failure) -> "").thenCompose(nothing -> {
            Duration left = spec.stopTimeout().minusNanos(engine.clockwork().nanos() - begun);
            return sweep(spec, run, left.compareTo(half) < 0 ? half : left);
        });
    }

    private CompletableFuture<OptionalInt> command(ServiceSpec spec, Run run, Duration limit) {
        try {
            return new Commands(engine.host(), engine.clockwork())
                    .run(
                            spec.stopCommand(),
                            spec.directory().orElse(null),
                            Launches.environment(spec),
                            run.record().mark() + "/stop",
                            limit);
        } catch (RuntimeException e) {
            LOG.warn("the stop command of {} could not be run: {}", spec.name(), e.getMessage());
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Ends what is there of a run; that never fails, but may leave survivors. */
    CompletableFuture<Stopper.Result> sweep(ServiceSpec spec, Run run, Duration limit) {
        Stopper sweeper = engine.stopper(run, spec, limit);
        engine.clockwork().execute(sweeper::begin);
        return sweeper.result().thenCompose(result -> complete(run, result)).handle((result, broken) -> {
            if (broken == null) {
                return result;
            }
            LOG.error("the stop of {} failed", spec.name(), broken);
            ProcessInfo all = new ProcessInfo(0, spec.name(), "", "the stop itself failed: " + broken);
            return new Stopper.Result(List.of(all), 0, Duration.ZERO);
        });
    }

    /** Waits for its exit code, and for the last of what it printed, which may still be in the pipe. */
    private CompletableFuture<Stopper.Result> complete(Run run, Stopper.Result result) {
        CompletableFuture<?> printed = run.pump() == null
                ? CompletableFuture.completedFuture(null)
                : run.pump().done();
        CompletableFuture<?> all = CompletableFuture.allOf(run.exit(), printed);
        if (all.isDone() || !result.survivors().isEmpty()) {
            return CompletableFuture.completedFuture(result);
        }
        CompletableFuture<Stopper.Result> complete = new CompletableFuture<>();
        Future<?> alarm = engine.clockwork().after(DRAIN, () -> complete.complete(result));
        all.whenComplete((nothing, failure) -> {
            alarm.cancel(false);
            complete.complete(result);
        });
        return complete;
    }
}
