// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.internal.os.Launcher;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.Signal;
import dev.bracketwire.supervisor.internal.os.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs a command beside a service, and ends all that it started when it ends or takes too long. */
final class Commands {
    private static final Path NOWHERE = Path.of("/dev/null");

    private final Host host;
    private final Clockwork clockwork;

    Commands(Host host, Clockwork clockwork) {
        this.host = host;
        this.clockwork = clockwork;
    }

    /** Gives the exit code; empty if it took too long. */
    CompletableFuture<OptionalInt> run(
            List<String> command,
            @Nullable Path directory,
            Map<String, String> environment,
            String mark,
            Duration limit) {
        Map<String, String> marked = new HashMap<>(environment);
        marked.put(Host.MARK, mark);
        Process process;
        try {
            process = host.launcher().start(new Launcher.Order(command, directory, marked, NOWHERE, null, null, null));
        } catch (OutOfMemoryError e) {
            // The JDK may have forked before it found that it can make no thread to wait for the child.
            return ended(new Tree(mark, null, false, null, host.means()))
                    .thenCompose(gone -> CompletableFuture.failedFuture(e));
        }
        ProcessId id = host.table()
                .row(process.pid())
                .map(row -> row.id())
                .orElse(new ProcessId(process.pid(), -1)); // gone already: matches nobody
        Tree tree = new Tree(mark, id, host.launcher().leadsSessions(), null, host.means());
        CompletableFuture<OptionalInt> code = new CompletableFuture<>();
        Future<?> alarm = clockwork.after(limit, () -> code.complete(OptionalInt.empty()));
        process.onExit().thenAccept(ended -> code.complete(OptionalInt.of(ended.exitValue())));
        return code.thenCompose(number -> {
            alarm.cancel(false);
            return ended(tree).thenApply(gone -> number);
        });
    }

    private CompletableFuture<Stopper.Result> ended(Tree tree) {
        Stopper stopper = new Stopper(host, clockwork, tree, Signal.KILL, null, Duration.ZERO, Duration.ofSeconds(5));
        clockwork.execute(stopper::begin);
        return stopper.result();
    }
}
