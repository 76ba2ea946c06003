// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder of service folders that runit watches, one process a service. */
final class Runit extends ServiceFolders {
    Runit(Path folder) {
        super(folder, "runsvdir", "runsv", "svlogd");
    }

    @Override
    public void prepare(List<Job> jobs) throws IOException {
        for (Job job : jobs) {
            Path service = services.resolve(job.name());
            Shell.script(service.resolve("run"), "exec " + job.script() + " 2>&1");
            Path log = Files.createDirectories(log(job.name()));
            Files.writeString(log.resolve("config"), "s10000000\nn100\n");
            Shell.script(service.resolve("log/run"), "exec svlogd " + log);
            each.add(service);
        }
    }

    @Override
    public void stop() throws IOException {
        List<String> command = new ArrayList<>(List.of("sv", "-w", Integer.toString(GRACE_SECONDS), "force-stop"));
        each.forEach(service -> command.add(service.toString()));
        Shell.run(folder, command.toArray(String[]::new));
    }
}
