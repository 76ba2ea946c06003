// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.internal.files.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps in a file what another limiter must not forget: a second after a permit at the latest, and when a client ends. */
public final class KeptLimiter implements Limiter {
    private static final Logger LOG = LoggerFactory.getLogger(KeptLimiter.class);
    private static final Duration DELAY = Duration.ofSeconds(1);

    private final Limiter limiter;
    private final Path file;
    private final Object writing = new Object();
    // The clock by which the next writing is awaited, null if none is.
    private volatile @Nullable Clock due;

    /** Takes up what the file holds. One that cannot be read is no reason not to start: the upstream still counts. */
    public KeptLimiter(Limiter limiter, Path file) {
        this.limiter = limiter;
        this.file = file.toAbsolutePath();
        try {
            String saved = Files.exists(file) ? Files.readString(file) : "";
            if (!saved.isEmpty()) {
                limiter.restore(saved);
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("what is used of the limits is not known, as {} cannot be read", file, e);
        }
    }

    @Override
    public CompletableFuture<Permit> acquire(Ask ask) {
        if (due == null) {
            schedule(ask.clock());
        }
        return limiter.acquire(ask);
    }

    private void schedule(Clock clock) {
        synchronized (this) {
            if (due != null) {
                return;
            }
            due = clock;
        }
        clock.after(DELAY).thenRun(() -> written(clock));
    }

    private void written(Clock clock) {
        synchronized (this) {
            if (due == clock) {
                due = null;
            }
        }
        write();
    }

    @Override
    public void ended(Clock clock) {
        written(clock);
        limiter.ended(clock);
    }

    private void write() {
        synchronized (writing) {
            try {
                AtomicFile.replace(file, limiter.save().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                LOG.warn("what is used of the limits is not kept, as {} cannot be written", file, e);
            }
        }
    }

    @Override
    public List<State> state() {
        return limiter.state();
    }

    @Override
    public String save() {
        return limiter.save();
    }

    @Override
    public void restore(String saved) {
        limiter.restore(saved);
    }
}
