// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.log;

import dev.bracketwire.CallThreads;
import dev.bracketwire.supervisor.Logs;
import dev.bracketwire.supervisor.StateException;
import dev.bracketwire.supervisor.internal.os.LaunchException;
import dev.bracketwire.supervisor.internal.state.OwnerOnlyFiles;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what a service prints from a named pipe to a file, and keeps the latest of it. A pipe of the JDK would not do:
 * that one ends with the first process, and what its children print at their end is lost.
 */
public final class PipeLogWriter {
    private static final Logger LOG = LoggerFactory.getLogger(PipeLogWriter.class);

    private final Path pipe;
    private final Path file;
    private final Logs policy;
    private final InstantSource dates;
    private final LogArchive logArchive;
    private final RingBuffer ringBuffer;
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private @Nullable FileChannel out;
    private long size;
    private Instant since;
    private boolean wanted;
    private long lost;

    /** Makes the pipe; {@link #open} then reads from it. */
    public PipeLogWriter(Path pipe, Path file, Logs policy, InstantSource dates) {
        this.pipe = pipe;
        this.file = file;
        this.policy = policy;
        this.dates = dates;
        this.logArchive = new LogArchive(file, policy.keep());
        this.ringBuffer = new RingBuffer(policy.ring());
        this.since = dates.instant();
    }

    /** Where the service has to print to. */
    public Path pipe() {
        return pipe;
    }

    /** Ends when the last process that could print has ended, and all of it is in the file. */
    public CompletableFuture<@Nullable Void> done() {
        return done;
    }

    /** Starts a thread that carries until the pipe ends. */
    public void open() {
        try {
            Files.deleteIfExists(pipe);
            Process tool = new ProcessBuilder("mkfifo", "-m", "600", pipe.toString()).start();
            if (!tool.waitFor(10, TimeUnit.SECONDS) || tool.exitValue() != 0) {
                throw new LaunchException("mkfifo made no pipe " + pipe + "; choose Logs.file()");
            }
            OwnerOnlyFiles.create(file);
            reopen();
        } catch (IOException e) {
            throw new LaunchException("no pipe for the log " + pipe + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LaunchException("interrupted while the log was opened");
        }
        CallThreads.startThread("log-" + file.getFileName(), this::carry);
    }

    /** Ends the thread if no process was started that would. */
    public void abandon() {
        try (FileOutputStream nobody = new FileOutputStream(pipe.toFile())) {
            LOG.debug("nobody prints to {}", nobody);
        } catch (IOException e) {
            LOG.debug("the pipe {} is gone already: {}", pipe, e.toString());
        }
    }

    private void carry() {
        byte[] buffer = new byte[64 << 10];
        try (InputStream in = new FileInputStream(pipe.toFile())) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                write(ByteBuffer.wrap(buffer, 0, read));
            }
            close();
            done.complete(null);
        } catch (IOException | RuntimeException e) {
            LOG.error("the log {} ended: {}", file, e.toString());
            close();
            done.completeExceptionally(e);
        }
    }

    // Whatever becomes of the file: who prints into a pipe that nobody reads dies of it.
    private synchronized void write(ByteBuffer bytes) {
        ringBuffer.add(bytes.duplicate());
        try {
            keep(bytes);
            if (lost > 0) {
                LOG.warn("the log {} goes on; {} bytes of it were lost", file, lost);
                lost = 0;
            }
        } catch (IOException | StateException e) {
            if (lost == 0) {
                LOG.error(
                        "the log {} cannot be written, and what is printed is lost until it can: {}",
                        file,
                        e.toString());
            }
            lost += bytes.remaining();
            forget();
        }
    }

    private void keep(ByteBuffer bytes) throws IOException {
        if (out == null) {
            OwnerOnlyFiles.create(file);
            reopen();
        }
        boolean due = wanted
                || size + bytes.remaining() > policy.size()
                || since.plus(policy.age()).isBefore(dates.instant());
        int cut = due ? lineEnd(bytes) : -1;
        if (cut >= 0) {
            int end = bytes.limit();
            try {
                put(bytes.limit(cut));
            } finally {
                bytes.limit(end);
            }
            closeFile();
            if (Files.exists(file)) { // somebody may have deleted it
                logArchive.take(file);
            }
            OwnerOnlyFiles.create(file);
            reopen();
            wanted = false;
        }
        put(bytes);
    }

    private static int lineEnd(ByteBuffer bytes) {
        for (int i = bytes.limit() - 1; i >= bytes.position(); i--) {
            if (bytes.get(i) == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private void put(ByteBuffer bytes) throws IOException {
        size += bytes.remaining();
        while (out != null && bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private void reopen() throws IOException {
        out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        size = out.size();
        since = dates.instant();
    }

    private void forget() {
        try {
            closeFile();
        } catch (IOException e) {
            LOG.debug("the log {} was not closed: {}", file, e.toString());
            out = null;
        }
    }

    private void closeFile() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }

    /** Rotates the file at the end of the next line. */
    public synchronized void rotate() {
        wanted = true;
    }

    /** The last lines of what was printed, if so many are in memory. */
    public Optional<List<String>> latest(int lines) {
        List<String> kept = text().lines().toList();
        return kept.size() < lines ? Optional.empty() : Optional.of(kept.subList(kept.size() - lines, kept.size()));
    }

    private synchronized String text() {
        return ringBuffer.text();
    }

    private synchronized void close() {
        if (lost > 0) {
            LOG.warn("the log {} ended; the last {} bytes of it were lost", file, lost);
        }
        try {
            closeFile();
            Files.deleteIfExists(pipe);
        } catch (IOException e) {
            LOG.warn("the log {} was not closed: {}", file, e.toString());
        }
    }
}
