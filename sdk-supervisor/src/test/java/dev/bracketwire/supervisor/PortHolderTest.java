// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bracketwire.supervisor.PortState.Holder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who holds a port, where that is not one process that listens. */
class PortHolderTest {
    private static final String LISTENER = """
            use IO::Socket::INET;
            my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $ARGV[0], Listen => 5, ReusePort => 1) or die;
            $| = 1; print "listening\\n"; while (my $c = $s->accept()) { close($c); }
            """;

    @TempDir
    Path folder;

    private final String marker = Outside.marker();

    private Process listener(Path perl, int port) throws IOException {
        Path script = Files.writeString(folder.resolve("listener.pl"), LISTENER);
        Process process =
                new ProcessBuilder(perl.toString(), script.toString(), Integer.toString(port), marker).start();
        assertThat(process.inputReader().readLine()).isEqualTo("listening");
        return process;
    }

    @Test
    void portOfTwoListeners_namesBoth() throws Exception {
        int port = Outside.freePort();
        Process one = listener(Outside.perl(), port);
        Process two = listener(Outside.perl(), port);
        try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
            assertThat(supervisor.port(port).holder()).isEqualTo(Holder.FOREIGN);
            assertThat(supervisor.port(port).owners())
                    .extracting(ProcessInfo::pid)
                    .containsExactlyInAnyOrder(one.pid(), two.pid());
        } finally {
            one.destroyForcibly().waitFor();
            two.destroyForcibly().waitFor();
        }
    }

    @Test
    void port_heldByAProxyForOthers_isNeverFreed() throws Exception {
        int port = Outside.freePort();
        Path proxy = Files.copy(Outside.perl(), folder.resolve("docker-proxy"));
        Outside.output("chmod", "700", proxy.toString());
        Process holder = listener(proxy, port);
        try (Supervisor willing = Supervisor.builder(folder.resolve("state"))
                .endForeign(process -> true)
                .open()) {
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> willing.start(
                                    ServiceSpec.of("api", "sleep", marker).port(port))
                            .get())
                    .withMessageContaining("docker-proxy");
            assertThat(holder.isAlive()).isTrue();
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void port_onlyTimeWaitConnections_isFree() throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort())) {
            port = server.getLocalPort();
            server.accept().close(); // who closes first keeps the port in TIME_WAIT
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        String lingering = String.format(":%04X ", port);
        Assumptions.assumeTrue(
                Outside.output("cat", "/proc/net/tcp", "/proc/net/tcp6")
                        .lines()
                        .anyMatch(line -> line.contains(lingering) && line.contains(" 06 ")),
                "nothing lingers here");

        try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
            assertThat(supervisor.port(port).holder()).isEqualTo(Holder.FREE);
            assertThat(supervisor
                            .start(HttpService.spec("api", port, "ok"))
                            .get()
                            .get(0)
                            .ready())
                    .isTrue();
        }
    }
}
