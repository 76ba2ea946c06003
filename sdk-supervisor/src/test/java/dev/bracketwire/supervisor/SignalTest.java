// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Services of a JVM that ignores signals, as one does that a script starts in the background. */
@ExtendWith(Apart.class)
class SignalTest {
    @TempDir
    Path folder;

    private final String marker = Outside.marker();

    /** Starts a service for each signal, prints what they are as ps shows them, stops them, and prints the report. */
    static final class Background {
        private Background() {}

        @SuppressWarnings("SystemOut") // what the test reads
        public static void main(String[] args) {
            try (Supervisor supervisor = Supervisor.open(Path.of(args[0]))) {
                supervisor
                        .start(Stream.of(StopSignal.INT, StopSignal.HUP, StopSignal.QUIT)
                                .map(signal -> ServiceSpec.of("by" + signal, "sleep", args[1])
                                        .stopSignal(signal)
                                        .stopTimeout(Duration.ofSeconds(30)))
                                .toList())
                        .get();
                Outside.await("sleep " + args[1], 3);
                for (ServiceStatus status : supervisor.statuses()) {
                    String pid = Long.toString(status.pid().orElseThrow());
                    System.out.println("runs: "
                            + Outside.output("ps", "-o", "args=", "-p", pid).strip());
                }
                System.out.println(supervisor.stop().get());
                System.out.println(supervisor.capabilities());
            }
        }
    }

    @Test
    void stopSignal_whereTheJvmStartedInTheBackground_reachesTheService() {
        String said = Outside.output(
                "sh",
                "-c",
                "trap '' INT HUP QUIT; \"$@\" & wait $!",
                "sh",
                HttpService.java(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Background.class.getName(),
                folder.toString(),
                marker);

        assertThat(said.lines().filter(line -> line.matches("runs: (/\\S+/)?sleep " + marker)))
                .as(said)
                .hasSize(3);
        for (String service : new String[] {"byINT", "byHUP", "byQUIT"}) {
            assertThat(said).contains(service + " stopped after ");
        }
        assertThat(said).doesNotContain("killed", "NOT stopped").contains("yes signals: each stop signal");
    }
}
