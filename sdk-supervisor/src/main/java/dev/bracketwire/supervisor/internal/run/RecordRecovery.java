// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.RestartPolicy;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.internal.os.Cgroup;
import dev.bracketwire.supervisor.internal.os.CgroupFactory;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.ProcessRow;
import dev.bracketwire.supervisor.internal.os.ProcessSnapshot;
import dev.bracketwire.supervisor.internal.os.ProcessTable;
import dev.bracketwire.supervisor.internal.os.ProcessTree;
import dev.bracketwire.supervisor.internal.state.ServiceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes units of the records that an earlier supervisor left. */
final class RecordRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(RecordRecovery.class);

    private final ServiceRegistry serviceRegistry;
    private final HostServices hostServices;
    private final List<CompletableFuture<?>> adoptions = new ArrayList<>();

    RecordRecovery(ServiceRegistry serviceRegistry) {
        this.serviceRegistry = serviceRegistry;
        this.hostServices = serviceRegistry.host();
    }

    void run() {
        ProcessSnapshot now = hostServices.processSnapshots().take();
        for (ServiceRecord record : serviceRegistry.state().records()) {
            recover(record, now);
        }
        CompletableFuture.allOf(adoptions.toArray(CompletableFuture<?>[]::new)).join();
    }

    private void recover(ServiceRecord record, ProcessSnapshot now) {
        String boot = hostServices.table().boot();
        if (boot.equals(ProcessTable.UNKNOWN_BOOT) || !record.boot().equals(boot)) {
            LOG.info("{} ran before this boot, or in another container: forgotten", record.service());
            serviceRegistry.state().forget(record.service(), record.mark());
            return;
        }
        Cgroup cgroup = CgroupFactory.recorded(record.cgroup(), record.mark()).orElse(null);
        ProcessTree processTree =
                new ProcessTree(record.mark(), record.leader(), record.sessionLed(), cgroup, hostServices.means());
        if (record.main() != null) {
            processTree.recorded(record.main());
        }
        List<ProcessRow> members = processTree.members(now);
        if (members.isEmpty()) {
            LOG.info("{} has ended meanwhile: forgotten", record.service());
            if (cgroup != null) {
                cgroup.remove();
            }
            serviceRegistry.state().forget(record.service(), record.mark());
            return;
        }
        ProcessId main = record.main();
        boolean alive =
                main != null && members.stream().anyMatch(row -> row.id().equals(main));
        boolean adoptable = alive && record.lifetime() != Lifetime.BOUND;
        ManagedService managedService = new ManagedService(serviceRegistry, spec(record));
        serviceRegistry.add(managedService);
        adoptions.add(managedService.adopt(new ServiceRun(1, record, processTree, true, null), adoptable));
        LOG.info(
                adoptable ? "{} runs on as pid {}: taken over" : "{} left {} processes without their first: stopped",
                record.service(),
                adoptable ? main : members.size());
    }

    /** Makes a spec from a record, with just enough to stop the service until the real spec is given. */
    private static ServiceSpec spec(ServiceRecord record) {
        ServiceSpec spec = ServiceSpec.of(record.service(), record.program())
                .restart(RestartPolicy.never())
                .stopSignal(record.stopSignal())
                .stopTimeout(Duration.ofMillis(Math.max(1, record.stopMillis())))
                .lifetime(record.lifetime())
                .after(record.after().toArray(String[]::new));
        for (int port : record.ports()) {
            spec = spec.port(port);
        }
        return switch (record.kind()) {
            case SERVICE -> spec;
            case ONE_SHOT -> spec.oneShot();
            case DAEMON -> spec.daemonizes();
        };
    }
}
