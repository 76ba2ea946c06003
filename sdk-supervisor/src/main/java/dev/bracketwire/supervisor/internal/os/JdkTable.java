// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The process table as the JDK sees it on any system: no sessions, no environments, and starts in milliseconds. */
public final class JdkTable implements ProcessTable {
    @Override
    public List<ProcessRow> rows() {
        return ProcessHandle.allProcesses().map(JdkTable::row).toList();
    }

    @Override
    public Optional<ProcessRow> row(long pid) {
        return ProcessHandle.of(pid).map(JdkTable::row);
    }

    private static ProcessRow row(ProcessHandle handle) {
        long start = handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        long parent = handle.parent().map(ProcessHandle::pid).orElse(0L);
        char state = handle.isAlive() ? '?' : 'X';
        return new ProcessRow(
                new ProcessId(handle.pid(), start),
                parent,
                0,
                0,
                state,
                handle.info().command().orElse("?"));
    }

    @Override
    public Optional<String> variable(ProcessId process, String name) {
        return Optional.of(""); // never to be seen here
    }

    @Override
    public String program(ProcessRow row) {
        return row.name();
    }

    /** Starts are dates here, so a number given again after a reboot has another one. */
    @Override
    public String boot() {
        return "by date";
    }
}
