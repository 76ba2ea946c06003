// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals by what the JDK has: TERM and KILL through {@link ProcessHandle}, which compares the start of the process once
 * more before it sends; the others through the {@code kill} tool, right after our own comparison.
 */
public final class JdkSignals implements SignalSender {
    private static final Logger LOG = LoggerFactory.getLogger(JdkSignals.class);

    private final ProcessTable table;

    /** Compares by this table. */
    public JdkSignals(ProcessTable table) {
        this.table = table;
    }

    @Override
    public Sent send(ProcessId process, UnixSignal unixSignal) {
        // The handle first: it remembers the start that it saw, which our comparison then proves to be the right one.
        Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
        if (handle.isEmpty() || !table.alive(process)) {
            return Sent.GONE;
        }
        boolean sent = switch (unixSignal) {
            case TERM -> handle.get().destroy();
            case KILL -> handle.get().destroyForcibly();
            default -> byTool(List.of(process), unixSignal);
        };
        if (sent) {
            return Sent.SENT;
        }
        return table.alive(process) ? Sent.DENIED : Sent.GONE;
    }

    @Override
    public void halt(Collection<ProcessId> processes) {
        List<ProcessId> there = processes.stream().filter(table::alive).toList();
        if (!there.isEmpty()) {
            byTool(there, UnixSignal.STOP);
        }
    }

    private static boolean byTool(List<ProcessId> processes, UnixSignal unixSignal) {
        List<String> command = new ArrayList<>(List.of("kill", "-s", unixSignal.name()));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        try {
            Process kill = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return kill.waitFor(5, TimeUnit.SECONDS) && kill.exitValue() == 0;
        } catch (IOException e) {
            LOG.warn("signal {} cannot be sent: there is no kill tool ({})", unixSignal, e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
