// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.PortState.Holder;
import dev.bracketwire.supervisor.ProcessInfo;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.UnixSignal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks foreign holders of a port to end, where the user said for whom that is right; nobody else is touched. */
final class PortEvictions {
    private static final Logger LOG = LoggerFactory.getLogger(PortEvictions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** They hold ports for others: ending them takes down what has nothing to do with it. */
    private static final Set<String> NEVER = Set.of(
            "docker-proxy",
            "dockerd",
            "containerd",
            "com.docker.backend",
            "rootlessport",
            "wslrelay",
            "svchost",
            "system",
            "systemd",
            "init",
            "sshd",
            "launchd");

    private final HostServices hostServices;
    private final @Nullable Predicate<ProcessInfo> allowed;

    PortEvictions(HostServices hostServices, @Nullable Predicate<ProcessInfo> allowed) {
        this.hostServices = hostServices;
        this.allowed = allowed;
    }

    PortState freed(int port) {
        PortState state = hostServices.port(port, List.of());
        Predicate<ProcessInfo> predicate = allowed;
        if (state.holder() != Holder.FOREIGN || predicate == null) {
            return state;
        }
        for (ProcessInfo owner : state.owners()) {
            if (protectedOne(owner) || !predicate.test(owner)) {
                return state;
            }
        }
        for (ProcessInfo owner : state.owners()) {
            Optional<ProcessId> id = hostServices.table().row(owner.pid()).map(row -> row.id());
            id.ifPresent(process -> {
                LOG.warn("port {}: {} is asked to end, as the predicate allows", port, owner);
                hostServices.signalSender().send(process, UnixSignal.TERM);
            });
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (state.holder() != Holder.FREE && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(20_000_000);
            state = hostServices.port(port, List.of());
        }
        return state;
    }

    private static boolean protectedOne(ProcessInfo owner) {
        String program = owner.program().toLowerCase(Locale.ROOT);
        String name = program.substring(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
        name = name.endsWith(".exe") ? name.substring(0, name.length() - 4) : name;
        return owner.pid() <= 4 || owner.pid() == ProcessHandle.current().pid() || NEVER.contains(name);
    }
}
