// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.internal.os.LaunchException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what is bound to this supervisor when it dies without a word: a small shell that waits for the end of a pipe,
 * which comes with the end of this JVM, and then stops what carries the mark. PR_SET_PDEATHSIG would not do: it fires
 * when the thread ends that started the child.
 */
final class Guard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    /** Asks for ten seconds, then kills; who is asked is looked up right before, by the mark. */
    private static final String SCRIPT = """
            trap '' TERM INT HUP
            cat > /dev/null
            round=0
            while :; do
                pids=$(grep -lzFx -e "$0" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3)
                [ -z "$pids" ] && break
                if [ $round -eq 0 ]; then kill -TERM $pids 2>/dev/null; fi
                if [ $round -ge 100 ]; then kill -KILL $pids 2>/dev/null; fi
                if [ $round -ge 200 ]; then break; fi
                round=$((round + 1))
                sleep 0.1
            done
            """;

    private static final String VARIABLE = "BRACKETWIRE_BOUND";

    /** One that ends sooner would again, so no other follows it before it is needed. */
    private static final long SHORTEST = TimeUnit.SECONDS.toNanos(1);

    private final @Nullable Path setsid;
    private final @Nullable Path sh;
    private final String id;
    private String mark = "";
    private @Nullable OutputStream pipe;

    Guard(@Nullable Path setsid, @Nullable Path sh, String id) {
        this.setsid = setsid;
        this.sh = sh;
        this.id = id;
    }

    /** Whether there can be one here. */
    static boolean possible(@Nullable Path setsid, @Nullable Path sh) {
        return setsid != null && sh != null;
    }

    /** Puts what is started with this environment under the guard, and starts that first if there is none. */
    synchronized void cover(Map<String, String> environment) {
        if (pipe == null && setsid != null && sh != null) {
            mark = id + "-" + UUID.randomUUID(); // its own: one that was forked and then lost guards nobody
            start(setsid, sh);
        }
        environment.put(VARIABLE, mark);
    }

    private void start(Path setsid, Path sh) {
        List<String> command = new ArrayList<>(List.of(setsid.toString(), sh.toString(), "-c", SCRIPT));
        command.add(VARIABLE + "=" + mark);
        try {
            Process guard = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            OutputStream own = guard.getOutputStream();
            pipe = own;
            long begun = System.nanoTime();
            guard.onExit().thenRun(() -> {
                boolean soon = System.nanoTime() - begun < SHORTEST;
                follow(own, soon, setsid, sh);
            });
        } catch (IOException e) {
            throw new LaunchException(
                    "no guard could be started for what ends with this supervisor: " + e.getMessage());
        }
    }

    /** Starts another where somebody ended the one there was, under its mark, as that is what the services carry. */
    private synchronized void follow(OutputStream ended, boolean soon, Path setsid, Path sh) {
        if (pipe != ended) {
            return; // let go, or another's already
        }
        close();
        if (soon) {
            LOG.error(
                    "the guard of what ends with this supervisor ended at once: restart what is bound to it, for another");
            return;
        }
        LOG.warn("the guard of what ends with this supervisor was ended by somebody, and is followed by another");
        try {
            start(setsid, sh);
        } catch (LaunchException e) {
            LOG.error("{}: restart what is bound to this supervisor, for another", e.getMessage());
        }
    }

    /** Lets it go; it stops what is left under it, which is nothing after an orderly end. */
    @Override
    public synchronized void close() {
        if (pipe != null) {
            try {
                pipe.close();
            } catch (IOException e) {
                LOG.debug("the guard has ended before: {}", e.toString());
            }
            pipe = null;
        }
    }
}
