// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A folder of service folders that a daemon watches, by a process a service and one for its log. */
abstract class ServiceFolders implements Contender {
    final Path folder;
    final Path services;
    final List<Path> each = new ArrayList<>();
    private final String scanner;
    private final List<String> watchers;
    private @Nullable Process daemon;

    ServiceFolders(Path folder, String scanner, String... watchers) {
        this.folder = folder;
        this.services = folder.resolve("services");
        this.scanner = scanner;
        this.watchers = List.of(watchers);
    }

    @Override
    public final void start() throws IOException {
        daemon = Shell.daemon(folder, scanner, services.toString());
    }

    @Override
    public final void crash() {
        Shell.awaitEnd(daemon().destroyForcibly());
    }

    @Override
    public final List<Long> pids() throws IOException {
        List<Long> all = new ArrayList<>();
        for (String watcher : watchers) {
            all.addAll(Shell.pids(watcher + " "));
        }
        all.add(daemon().pid());
        return all;
    }

    private Process daemon() {
        return Objects.requireNonNull(daemon, "start first");
    }

    @Override
    public final Path log(String name) {
        return folder.resolve("logs").resolve(name);
    }
}
