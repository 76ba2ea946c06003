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
public final class ProcessLauncher {
    private static final File NULL = new File(File.separatorChar == '/' ? "/dev/null" : "NUL");

    private final @Nullable Path setsid;
    private final @Nullable Path sh;
    private final SignalDefaults signals;

    /** Uses these tools, where they are. */
    public ProcessLauncher(@Nullable Path setsid, @Nullable Path sh, SignalDefaults signals) {
        this.setsid = setsid;
        this.sh = sh;
        this.signals = signals;
    }

    /** Whether what is started begins a session of its own. */
    public boolean leadsSessions() {
        return setsid != null;
    }

    /** Whether what is started can be put into a cgroup, or be given a file to hold, before it runs. */
    public boolean preparesStarts() {
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
     * @param held the file it inherits open, null for none
     * @param stop the signal that has to reach it, null if no signal is more likely than others
     */
    public record Order(
            List<String> command,
            @Nullable Path directory,
            Map<String, String> environment,
            @Nullable Path output,
            @Nullable Cgroup cgroup,
            @Nullable Path held,
            @Nullable UnixSignal stop) {}

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
        Path program = ProgramFinder.find(
                order.command().get(0), directory, builder.environment().get("PATH"));
        List<String> command = new ArrayList<>();
        if (sh != null && (order.cgroup() != null || order.held() != null)) {
            command.addAll(prepared(sh, order.cgroup(), order.held()));
        }
        List<String> reset = signals.prefix(order.stop());
        command.addAll(reset);
        if (setsid != null) {
            command.add(setsid.toString());
        } else if (!reset.isEmpty() && sh != null) {
            // The env tool takes a program with = in its path for a variable.
            command.addAll(List.of(sh.toString(), "-c", "exec \"$0\" \"$@\""));
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

    /** Returns a shell that does what it is to do in its own process, and becomes what follows. */
    private static List<String> prepared(Path sh, @Nullable Cgroup cgroup, @Nullable Path held) {
        String enter = cgroup == null ? "" : "{ echo 0 >\"$1\"; } 2>/dev/null; shift; ";
        // On exec itself: some shells close a descriptor that an exec before it opened.
        String become = "exec \"$@\"" + (held == null ? "" : " " + HeldFile.DESCRIPTOR + ">>\"$0\"");
        List<String> command = new ArrayList<>(List.of(sh.toString(), "-c", enter + become));
        command.add(held == null ? "sh" : held.toString());
        if (cgroup != null) {
            command.add(cgroup.door().toString());
        }
        return command;
    }

    private static String reason(IOException e) {
        String text = String.valueOf(e.getMessage());
        return text.substring(text.lastIndexOf("error=") < 0 ? 0 : text.lastIndexOf("error="));
    }
}
