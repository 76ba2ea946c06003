// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts programs so that their processes can be told from others afterwards. */
public final class Launcher {
    private static final File NULL = new File(File.separatorChar == '/' ? "/dev/null" : "NUL");

    private final @Nullable Path setsid;
    private final @Nullable Path sh;

    /** Uses these tools, where they are. */
    public Launcher(@Nullable Path setsid, @Nullable Path sh) {
        this.setsid = setsid;
        this.sh = sh;
    }

    /** Whether what is started begins a session of its own. */
    public boolean leadsSessions() {
        return setsid != null;
    }

    /** Whether what is started can be put into a cgroup before it runs. */
    public boolean entersCgroups() {
        return sh != null;
    }

    /**
     * What is to be started.
     *
     * @param command program and arguments
     * @param directory where, null for this JVM's own
     * @param environment what is added to this JVM's
     * @param output where both of its streams go; null for a pipe
     * @param cgroup which cgroup it enters, null for none
     */
    public record Order(
            List<String> command,
            @Nullable Path directory,
            Map<String, String> environment,
            @Nullable Path output,
            @Nullable Cgroup cgroup) {}

    /**
     * Starts a program. Its number is that of the process returned, as all that stands before it makes room for it.
     *
     * @throws LaunchException if it cannot be started
     */
    public Process start(Order order) {
        Path directory = order.directory() == null ? Path.of("").toAbsolutePath() : order.directory();
        if (!Files.isDirectory(directory)) {
            throw new LaunchException("there is no directory " + directory);
        }
        ProcessBuilder builder = new ProcessBuilder();
        builder.environment().putAll(order.environment());
        Path program = Programs.find(
                order.command().get(0), directory, builder.environment().get("PATH"));
        List<String> command = new ArrayList<>();
        if (order.cgroup() != null && sh != null) {
            String enter = "{ echo 0 >\"$0\"; } 2>/dev/null; exec \"$@\"";
            command.addAll(
                    List.of(sh.toString(), "-c", enter, order.cgroup().door().toString()));
        }
        if (setsid != null) {
            command.add(setsid.toString());
        }
        command.add(program.toString());
        command.addAll(order.command().subList(1, order.command().size()));
        builder.command(command).directory(directory.toFile());
        builder.redirectInput(NULL);
        if (order.output() == null) {
            builder.redirectErrorStream(true);
        } else {
            // Both by name: for a merged stream the JDK keeps a pipe and its buffer, which nobody writes into.
            Redirect output = Redirect.appendTo(order.output().toFile());
            builder.redirectOutput(output).redirectError(output);
        }
        try {
            return builder.start();
        } catch (IOException e) {
            // The JDK's message holds the command line only as far as the program.
            throw new LaunchException("the system refused to start " + program + ": " + reason(e));
        }
    }

    private static String reason(IOException e) {
        String text = String.valueOf(e.getMessage());
        return text.substring(text.lastIndexOf("error=") < 0 ? 0 : text.lastIndexOf("error="));
    }
}
