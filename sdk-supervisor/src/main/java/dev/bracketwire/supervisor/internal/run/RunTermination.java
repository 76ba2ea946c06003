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
final class RunTermination {
    private static final Logger LOG = LoggerFactory.getLogger(RunTermination.class);

    private static final Duration DRAIN = Duration.ofMillis(500);

    private final ServiceRegistry serviceRegistry;

    RunTermination(ServiceRegistry serviceRegistry) {
        this.serviceRegistry = serviceRegistry;
    }

    /** Ends a run that is to be stopped. */
    CompletableFuture<ProcessTreeStopper.Result> end(ServiceSpec spec, ServiceRun serviceRun) {
        if (spec.stopCommand().isEmpty()) {
            return sweep(spec, serviceRun, spec.stopTimeout());
        }
        Duration half = spec.stopTimeout().dividedBy(2);
        long begun = serviceRegistry.clockwork().nanos();
        return command(spec, serviceRun, half).handle((code, failure) -> "").thenCompose(nothing -> {
            Duration left =
                    spec.stopTimeout().minusNanos(serviceRegistry.clockwork().nanos() - begun);
            return sweep(spec, serviceRun, left.compareTo(half) < 0 ? half : left);
        });
    }

    private CompletableFuture<OptionalInt> command(ServiceSpec spec, ServiceRun serviceRun, Duration limit) {
        try {
            return new CommandRunner(serviceRegistry.host(), serviceRegistry.clockwork())
                    .run(
                            spec.stopCommand(),
                            spec.directory().orElse(null),
                            RunLauncher.environment(spec),
                            serviceRun.record().mark() + "/stop",
                            limit);
        } catch (RuntimeException e) {
            LOG.warn("the stop command of {} could not be run: {}", spec.name(), e.getMessage());
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Ends what is there of a run; that never fails, but may leave survivors. */
    CompletableFuture<ProcessTreeStopper.Result> sweep(ServiceSpec spec, ServiceRun serviceRun, Duration limit) {
        ProcessTreeStopper sweeper = serviceRegistry.stopper(serviceRun, spec, limit);
        serviceRegistry.clockwork().execute(sweeper::begin);
        return sweeper.result()
                .thenCompose(result -> complete(serviceRun, result))
                .handle((result, broken) -> {
                    if (broken == null) {
                        return result;
                    }
                    LOG.error("the stop of {} failed", spec.name(), broken);
                    ProcessInfo all = new ProcessInfo(0, spec.name(), "", "the stop itself failed: " + broken);
                    return new ProcessTreeStopper.Result(List.of(all), 0, Duration.ZERO);
                });
    }

    /** Waits for its exit code, and for the last of what it printed, which may still be in the pipe. */
    private CompletableFuture<ProcessTreeStopper.Result> complete(
            ServiceRun serviceRun, ProcessTreeStopper.Result result) {
        CompletableFuture<?> printed = serviceRun.pipeLogWriter() == null
                ? CompletableFuture.completedFuture(null)
                : serviceRun.pipeLogWriter().done();
        CompletableFuture<?> all = CompletableFuture.allOf(serviceRun.exit(), printed);
        if (all.isDone() || !result.survivors().isEmpty()) {
            return CompletableFuture.completedFuture(result);
        }
        CompletableFuture<ProcessTreeStopper.Result> complete = new CompletableFuture<>();
        Future<?> alarm = serviceRegistry.clockwork().after(DRAIN, () -> complete.complete(result));
        all.whenComplete((nothing, failure) -> {
            alarm.cancel(false);
            complete.complete(result);
        });
        return complete;
    }
}
