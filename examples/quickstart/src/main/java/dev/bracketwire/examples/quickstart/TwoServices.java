// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.quickstart;

import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.StopReport;
import dev.bracketwire.supervisor.Supervisor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Starts two small servers as supervised services, one after the other, and stops them to the last process. */
final class TwoServices {
    private TwoServices() {}

    static void run() throws IOException, URISyntaxException {
        Quickstart.title("Two services are supervised");
        Path directory = Files.createTempDirectory("quickstart");
        try (Supervisor supervisor = Supervisor.open(directory.resolve("state"))) {
            List<ServiceStatus> started = supervisor
                    .start(
                            service("api", freePort()),
                            service("web", freePort()).after("api"))
                    .get();
            for (ServiceStatus status : started) {
                Quickstart.print(status.name() + " is " + status.state() + ": its own process answers on its port");
            }
            StopReport report = supervisor.stop().get();
            Quickstart.print(report.clean() ? "Both are stopped, and nothing of them is left." : report);
        } finally {
            delete(directory);
        }
    }

    private static ServiceSpec service(String name, int port) throws URISyntaxException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path classes = Path.of(TwoServices.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return ServiceSpec.of(
                        name,
                        java.toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes.toString(),
                        SmallServer.class.getName(),
                        String.valueOf(port))
                .port(port)
                .ready(Probe.http("/health"))
                .lifetime(Lifetime.BOUND);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
