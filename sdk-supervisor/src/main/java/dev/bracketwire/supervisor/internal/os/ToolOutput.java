// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads what tools print about listeners. */
public final class ToolOutput {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,10}");

    private ToolOutput() {}

    /**
     * Finds who listens on a port in the output of {@code netstat -ano} of Windows. The word for the state is translated
     * there, so a listener is known by its other end, which is nobody: {@code TCP [::]:8000 [::]:0 ABHÖREN 4711}.
     */
    public static Set<Long> netstat(String output, int port) {
        Set<Long> pids = new TreeSet<>();
        for (String line : output.split("\\R", -1)) {
            String[] words = line.strip().split("\\s+", -1);
            String last = words[words.length - 1];
            if (words.length >= 4
                    && words[0].equals("TCP")
                    && words[1].endsWith(":" + port)
                    && (words[2].equals("0.0.0.0:0") || words[2].equals("[::]:0"))
                    && NUMBER.matcher(last).matches()) {
                pids.add(Long.parseLong(last));
            }
        }
        return pids;
    }

    /**
     * Finds who listens on a port in the output of {@code lsof -Fpn}: a line {@code p4711} begins a process, and a line
     * {@code n127.0.0.1:8000} names a socket of it.
     */
    public static Set<Long> lsof(String output, int port) {
        Set<Long> pids = new TreeSet<>();
        long pid = 0;
        for (String line : output.split("\\R", -1)) {
            if (line.startsWith("p") && NUMBER.matcher(line.substring(1)).matches()) {
                pid = Long.parseLong(line.substring(1));
            } else if (pid > 0 && line.startsWith("n") && line.endsWith(":" + port) && !line.contains("->")) {
                pids.add(pid);
            }
        }
        return pids;
    }
}
