// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import dev.bracketwire.supervisor.ProcessInfo;
import java.util.List;
import java.util.Optional;

/** The processes of this machine, as far as this user may see them. */
public interface ProcessTable {
    /** Stands for a boot that cannot be read. A record that names it describes no process of today. */
    String UNKNOWN_BOOT = "unknown";

    /** All processes at one moment, more or less. */
    List<ProcessRow> rows();

    /** One process, dead ones included. */
    Optional<ProcessRow> row(long pid);

    /**
     * The value of a variable in the environment a process was started with, {@code ""} if it is not in there. Empty if
     * there is nothing to read: it is hidden, or the process is just becoming another program.
     */
    Optional<String> variable(ProcessId process, String name);

    /**
     * Returns the mark that a process inherited as an open file, see {@link HeldFile}; {@code ""} if it holds none, or
     * that cannot be seen.
     */
    default String heldMark(ProcessId process) {
        return "";
    }

    /** Returns the counter of process numbers; empty if it cannot be read. */
    default Optional<PidCounter> pidCounter() {
        return Optional.empty();
    }

    /** The program a process runs, without arguments. */
    String program(ProcessRow row);

    /** A name of this boot and this space of process numbers, outside of which no {@link ProcessId} means anything. */
    String boot();

    /** Whether that process is there, and has not ended. */
    default boolean alive(ProcessId id) {
        return row(id.pid()).filter(row -> row.id().equals(id) && !row.dead()).isPresent();
    }

    /** A process for people. */
    default ProcessInfo info(ProcessRow row, String note) {
        String user = ProcessHandle.of(row.id().pid())
                .flatMap(handle -> handle.info().user())
                .orElse("");
        return new ProcessInfo(row.id().pid(), program(row), user, note);
    }
}
