// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.PortState;
import dev.bracketwire.supervisor.ProcessInfo;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.ProcessRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the process that does the work behind those that only started it. */
final class Chains {
    private final Engine engine;

    Chains(Engine engine) {
        this.engine = engine;
    }

    private List<ProcessRow> members(Unit unit) {
        Run run = unit.run();
        return run == null
                ? List.of()
                : run.tree().members(engine.host().census().take());
    }

    List<ProcessInfo> processes(Unit unit) {
        List<ProcessRow> members = new ArrayList<>(members(unit));
        ProcessRow worker = worker(unit, members);
        members.sort(Comparator.comparing((ProcessRow row) -> !row.equals(worker))
                .thenComparing(row -> row.id().start())
                .thenComparing(row -> row.id().pid()));
        return members.stream()
                .map(row -> engine.host().table().info(row, row.equals(worker) ? "does the work" : ""))
                .toList();
    }

    private @Nullable ProcessRow worker(Unit unit, List<ProcessRow> members) {
        Set<Long> listening = new HashSet<>();
        List<Long> own = members.stream().map(row -> row.id().pid()).toList();
        unit.spec()
                .ports()
                .forEach(port -> listening.addAll(
                        engine.host().ports().listeners(port, own).pids()));
        return members.stream()
                .filter(row -> listening.contains(row.id().pid()))
                .min(Comparator.comparing(row -> row.id().start())) // of a listener and its forks, the first
                .orElseGet(() -> endOfChain(unit, members));
    }

    /** From the main process down, as long as each has one child only. */
    private static @Nullable ProcessRow endOfChain(Unit unit, List<ProcessRow> members) {
        Run run = unit.run();
        ProcessId main = run == null ? null : run.main();
        ProcessRow at = null;
        for (ProcessRow row : members) {
            at = row.id().equals(main) ? row : at;
        }
        while (at != null) {
            long parent = at.id().pid();
            List<ProcessRow> children =
                    members.stream().filter(row -> row.parent() == parent).toList();
            if (children.size() != 1) {
                return at;
            }
            at = children.get(0);
        }
        return null;
    }

    PortState port(int number) {
        Set<Long> own = new HashSet<>();
        engine.units()
                .forEach(unit -> members(unit).forEach(row -> own.add(row.id().pid())));
        return engine.host().port(number, own);
    }
}
