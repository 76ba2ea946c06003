// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.RestartPolicy;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.internal.os.Cgroup;
import dev.bracketwire.supervisor.internal.os.Cgroups;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.ProcessRow;
import dev.bracketwire.supervisor.internal.os.ProcessTable;
import dev.bracketwire.supervisor.internal.os.Snapshot;
import dev.bracketwire.supervisor.internal.os.Tree;
import dev.bracketwire.supervisor.internal.state.ServiceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes units of the records that an earlier supervisor left. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Engine engine;
    private final Host host;
    private final List<CompletableFuture<?>> adoptions = new ArrayList<>();

    Recovery(Engine engine) {
        this.engine = engine;
        this.host = engine.host();
    }

    void run() {
        Snapshot now = host.census().take();
        for (ServiceRecord record : engine.state().records()) {
            recover(record, now);
        }
        CompletableFuture.allOf(adoptions.toArray(CompletableFuture<?>[]::new)).join();
    }

    private void recover(ServiceRecord record, Snapshot now) {
        String boot = host.table().boot();
        if (boot.equals(ProcessTable.UNKNOWN_BOOT) || !record.boot().equals(boot)) {
            LOG.info("{} ran before this boot, or in another container: forgotten", record.service());
            engine.state().forget(record.service(), record.mark());
            return;
        }
        Cgroup cgroup = Cgroups.recorded(record.cgroup(), record.mark()).orElse(null);
        Tree tree = new Tree(record.mark(), record.leader(), record.sessionLed(), cgroup, host.means());
        if (record.main() != null) {
            tree.recorded(record.main());
        }
        List<ProcessRow> members = tree.members(now);
        if (members.isEmpty()) {
            LOG.info("{} has ended meanwhile: forgotten", record.service());
            if (cgroup != null) {
                cgroup.remove();
            }
            engine.state().forget(record.service(), record.mark());
            return;
        }
        ProcessId main = record.main();
        boolean alive =
                main != null && members.stream().anyMatch(row -> row.id().equals(main));
        boolean adoptable = alive && record.lifetime() != Lifetime.BOUND;
        Unit unit = new Unit(engine, spec(record));
        engine.add(unit);
        adoptions.add(unit.adopt(new Run(1, record, tree, true, null), adoptable));
        LOG.info(
                adoptable ? "{} runs on as pid {}: taken over" : "{} left {} processes without their first: stopped",
                record.service(),
                adoptable ? main : members.size());
    }

    /** What a record knows of its spec, until somebody brings the spec: enough to stop it. */
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
