// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstTest {
    @TempDir
    Path folder;

    @Test
    void start_andStop_leaveNothing() {
        try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
            List<ServiceStatus> started = supervisor
                    .start(
                            ServiceSpec.shell("a", "echo hello; sleep 1000 & sleep 1000"),
                            ServiceSpec.shell("b", "sleep 1000").after("a"))
                    .get();
            System.out.println(started);
            System.out.println(supervisor.capabilities());
            System.out.println(supervisor.processes("a"));
            StopReport report = supervisor.stop().get();
            System.out.println(report);
            assertThat(report.clean()).isTrue();
        }
    }
}
