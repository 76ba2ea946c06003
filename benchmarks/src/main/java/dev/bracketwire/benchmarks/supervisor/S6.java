// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder of service folders that s6 watches, one process a service. */
final class S6 extends ServiceFolders {
    S6(Path folder) {
        super(folder, "s6-svscan", "s6-supervise", "s6-log");
    }

    @Override
    public void prepare(List<Job> jobs) throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        for (Job job : jobs) {
            Path service = services.resolve(job.name());
            Shell.script(service.resolve("run"), "exec " + job.script() + " 2>&1");
            Files.writeString(service.resolve("timeout-kill"), Integer.toString(1000 * GRACE_SECONDS));
            Shell.script(service.resolve("log/run"), "exec s6-log n100 s10000000 " + log(job.name()));
            each.add(service);
        }
    }

    @Override
    public void stop() throws IOException {
        for (Path service : each) {
            Shell.run(folder, "s6-svc", "-wD", "-T", "20000", "-d", service.toString());
        }
    }
}
