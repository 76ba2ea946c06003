// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolPortsTest {
    private static Path recorded(String name) {
        try {
            return Path.of(Objects.requireNonNull(ToolPortsTest.class.getResource(name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "netstat-windows-en.txt, 8000, '[9432, 9500]'",
        "netstat-windows-en.txt, 3000, '[11820]'",
        "netstat-windows-en.txt, 445, '[4]'",
        "netstat-windows-en.txt, 5432, '[6120]'",
        "netstat-windows-en.txt, 5353, '[]'",
        "netstat-windows-en.txt, 52811, '[]'",
        "netstat-windows-de.txt, 8000, '[9432]'",
    })
    void netstat_listenersOnly_inAnyLanguage(String file, int port, String pids) throws IOException {
        assertThat(ToolOutput.netstat(Files.readString(recorded(file)), port)).hasToString(pids);
    }

    @ParameterizedTest
    @CsvSource({"8000, '[501, 733]'", "18000, '[900]'", "52811, '[]'", "80, '[]'"})
    void lsof_listenersOnly(int port, String pids) throws IOException {
        assertThat(ToolOutput.lsof(Files.readString(recorded("lsof-macos.txt")), port))
                .hasToString(pids);
    }

    @Test
    void parse_emptyOrMalformedOutput_hasNoListeners() {
        for (BiFunction<String, Integer, ?> reader :
                List.<BiFunction<String, Integer, ?>>of(ToolOutput::netstat, ToolOutput::lsof)) {
            for (String text : List.of("", "\n\n", "TCP", "pxyz\nn*:80", "n*:80", "p99999999999999999999\nn*:80")) {
                assertThat(reader.apply(text, 80)).hasToString("[]");
            }
        }
    }

    private static PortTable tool(String file) {
        return new ToolPorts(List.of("cat", recorded(file).toString()), ToolOutput::netstat);
    }

    @Test
    void listeners_withProcessInTheOutput_areReturned() {
        assertThat(tool("netstat-windows-en.txt").listeners(3000, List.of()))
                .isEqualTo(new PortTable.Listeners(true, Set.of(11820L)));
    }

    @Test
    void listeners_withoutProcessInTheOutput_areReported() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            assertThat(tool("netstat-windows-en.txt").listeners(socket.getLocalPort(), List.of()))
                    .isEqualTo(new PortTable.Listeners(true, Set.of()));
            assertThat(ToolPorts.netstat("C:\\nowhere").listeners(socket.getLocalPort(), List.of()))
                    .isEqualTo(new PortTable.Listeners(true, Set.of()));
            assertThat(new ToolPorts(List.of("false"), ToolOutput::lsof)
                            .listeners(socket.getLocalPort(), List.of())
                            .any())
                    .isTrue();
        }
    }

    @Test
    void hold_isNotToBeHad_whereATableHasToBeReadAnyway() {
        assertThat(tool("netstat-windows-en.txt").hold(3000, List.of(11820L))).isEmpty();
    }

    /** The real tool, where this system has it. */
    @Test
    void lsof_ofThisSystem_namesThisJvm() throws IOException {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/lsof")), "there is no lsof here");
        PortTable lsof =
                new ToolPorts(List.of("/usr/bin/lsof", "-nP", "-iTCP:PORT", "-sTCP:LISTEN", "-Fpn"), ToolOutput::lsof);
        try (ServerSocket socket = new ServerSocket(0)) {
            assertThat(lsof.listeners(socket.getLocalPort(), List.of()).pids())
                    .containsExactly(ProcessHandle.current().pid());
        }
    }
}
