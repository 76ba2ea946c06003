// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import com.zaxxer.nuprocess.NuAbstractProcessHandler;
import com.zaxxer.nuprocess.NuProcess;
import com.zaxxer.nuprocess.NuProcessBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A library that starts processes by few threads and supervises none. */
final class NuProcesses extends InThisJvm {
    private final List<NuProcess> processes = new ArrayList<>();

    NuProcesses(Path folder) {
        super(folder);
    }

    private static final class ToFile extends NuAbstractProcessHandler {
        private final FileChannel log;

        ToFile(Path file) throws IOException {
            this.log = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }

        @Override
        public void onStdout(ByteBuffer buffer, boolean closed) {
            try {
                while (buffer.hasRemaining()) {
                    log.write(buffer);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void start() throws IOException {
        for (Job job : jobs) {
            processes.add(new NuProcessBuilder(
                            new ToFile(log(job.name())), job.script().toString())
                    .start());
        }
    }

    @Override
    public void stop() {
        processes.forEach(process -> process.destroy(false));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
        for (NuProcess process : processes) {
            try {
                process.waitFor(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (process.isRunning()) {
                    process.destroy(true);
                    process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }
}
