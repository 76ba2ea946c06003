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
final class WorkerFinder {
    private final ServiceRegistry serviceRegistry;

    WorkerFinder(ServiceRegistry serviceRegistry) {
        this.serviceRegistry = serviceRegistry;
    }

    private List<ProcessRow> members(ManagedService managedService) {
        ServiceRun serviceRun = managedService.run();
        return serviceRun == null
                ? List.of()
                : serviceRun
                        .processTree()
                        .members(serviceRegistry.host().processSnapshots().take());
    }

    List<ProcessInfo> processes(ManagedService managedService) {
        List<ProcessRow> members = new ArrayList<>(members(managedService));
        ProcessRow worker = worker(managedService, members);
        members.sort(Comparator.comparing((ProcessRow row) -> !row.equals(worker))
                .thenComparing(row -> row.id().start())
                .thenComparing(row -> row.id().pid()));
        return members.stream()
                .map(row -> serviceRegistry.host().table().info(row, row.equals(worker) ? "does the work" : ""))
                .toList();
    }

    private @Nullable ProcessRow worker(ManagedService managedService, List<ProcessRow> members) {
        Set<Long> listening = new HashSet<>();
        List<Long> own = members.stream().map(row -> row.id().pid()).toList();
        managedService
                .spec()
                .ports()
                .forEach(port -> listening.addAll(
                        serviceRegistry.host().portTable().listeners(port, own).pids()));
        return members.stream()
                .filter(row -> listening.contains(row.id().pid()))
                .min(Comparator.comparing(row -> row.id().start())) // of a listener and its forks, the first
                .orElseGet(() -> endOfChain(managedService, members));
    }

    /** From the main process down, as long as each has one child only. */
    private static @Nullable ProcessRow endOfChain(ManagedService managedService, List<ProcessRow> members) {
        ServiceRun serviceRun = managedService.run();
        ProcessId main = serviceRun == null ? null : serviceRun.main();
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
        serviceRegistry
                .units()
                .forEach(managedService ->
                        members(managedService).forEach(row -> own.add(row.id().pid())));
        return serviceRegistry.host().port(number, own);
    }
}
