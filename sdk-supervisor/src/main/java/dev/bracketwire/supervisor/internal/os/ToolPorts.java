// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listeners as a tool of the system lists them. Where that shows nobody, the port itself is asked, as it may hide them. */
public final class ToolPorts implements PortTable {
    private static final Logger LOG = LoggerFactory.getLogger(ToolPorts.class);

    private final List<String> command;
    private final BiFunction<String, Integer, Set<Long>> reader;
    private final PortTable otherwise = new BindPorts();

    /**
     * Reads the output of a command.
     *
     * @param command program and arguments, in which {@code PORT} stands for the port
     * @param reader finds those who listen on a port
     */
    public ToolPorts(List<String> command, BiFunction<String, Integer, Set<Long>> reader) {
        this.command = List.copyOf(command);
        this.reader = reader;
    }

    /** By {@code netstat} of Windows, from where Windows has it: a name alone would be looked up in the directory we are in. */
    public static ToolPorts netstat(String systemRoot) {
        return new ToolPorts(List.of(systemRoot + "\\System32\\netstat.exe", "-ano"), ToolOutput::netstat);
    }

    /** By {@code lsof} of macOS; it shows the processes of this user only, unless run as root. */
    public static ToolPorts lsof() {
        return new ToolPorts(List.of("/usr/sbin/lsof", "-nP", "-iTCP:PORT", "-sTCP:LISTEN", "-Fpn"), ToolOutput::lsof);
    }

    @Override
    public Listeners listeners(int port, Collection<Long> likely) {
        try {
            Set<Long> pids = reader.apply(output(port), port);
            return pids.isEmpty() ? otherwise.listeners(port, likely) : new Listeners(true, pids);
        } catch (IOException e) {
            LOG.warn("who holds port {} cannot be told: {}", port, e.getMessage());
            return otherwise.listeners(port, likely);
        }
    }

    private String output(int port) throws IOException {
        List<String> words = command.stream()
                .map(word -> word.replace("PORT", Integer.toString(port)))
                .toList();
        Process tool = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        tool.getOutputStream().close();
        try (InputStream out = tool.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
