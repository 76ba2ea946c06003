// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.internal.os.PidCounter;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.ProcessLauncher;
import dev.bracketwire.supervisor.internal.os.ProcessTree;
import dev.bracketwire.supervisor.internal.os.UnixSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs a command beside a service, and ends all that it started when it ends or takes too long. */
final class CommandRunner {
    private static final Path NOWHERE = Path.of("/dev/null");

    private final HostServices hostServices;
    private final SupervisorThreads supervisorThreads;

    CommandRunner(HostServices hostServices, SupervisorThreads supervisorThreads) {
        this.hostServices = hostServices;
        this.supervisorThreads = supervisorThreads;
    }

    /** Gives the exit code; empty if it took too long. */
    CompletableFuture<OptionalInt> run(
            List<String> command,
            @Nullable Path directory,
            Map<String, String> environment,
            String mark,
            Duration limit) {
        Map<String, String> marked = new HashMap<>(environment);
        marked.put(HostServices.MARK, mark);
        Optional<PidCounter> before = hostServices.table().pidCounter();
        Process process;
        try {
            process = hostServices
                    .processLauncher()
                    .start(new ProcessLauncher.Order(command, directory, marked, NOWHERE, null, null, null));
        } catch (OutOfMemoryError e) {
            // The JDK may have forked before it found that it can make no thread to wait for the child.
            return ended(new ProcessTree(mark, null, false, null, hostServices.means()))
                    .thenCompose(gone -> CompletableFuture.failedFuture(e));
        }
        ProcessId id = hostServices
                .table()
                .row(process.pid())
                .map(row -> row.id())
                .orElse(new ProcessId(process.pid(), -1)); // gone already: matches nobody
        ProcessTree processTree =
                new ProcessTree(mark, id, hostServices.processLauncher().leadsSessions(), null, hostServices.means());
        before.ifPresent(processTree::started);
        CompletableFuture<OptionalInt> code = new CompletableFuture<>();
        Future<?> alarm = supervisorThreads.after(limit, () -> code.complete(OptionalInt.empty()));
        process.onExit().thenAccept(ended -> code.complete(OptionalInt.of(ended.exitValue())));
        return code.thenCompose(number -> {
            alarm.cancel(false);
            return ended(processTree).thenApply(gone -> number);
        });
    }

    private CompletableFuture<ProcessTreeStopper.Result> ended(ProcessTree processTree) {
        ProcessTreeStopper processTreeStopper = new ProcessTreeStopper(
                hostServices,
                supervisorThreads,
                processTree,
                UnixSignal.KILL,
                null,
                Duration.ZERO,
                Duration.ofSeconds(5));
        supervisorThreads.execute(processTreeStopper::begin);
        return processTreeStopper.result();
    }
}
