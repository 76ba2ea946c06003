// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.log;

import dev.bracketwire.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands over the lines of a log as they come, looking ten times a second. */
public final class LogFollower implements Call.Registration {
    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final Duration PERIOD = Duration.ofMillis(100);

    private final LineReader reader;
    private final Consumer<String> lines;
    private final BiFunction<Duration, Runnable, Future<?>> timer;
    private Future<?> next;
    private boolean over;

    /** Begins at the present end of the log. */
    @SuppressWarnings("this-escape") // nobody looks before the first period is over
    public LogFollower(Path file, Consumer<String> lines, BiFunction<Duration, Runnable, Future<?>> timer)
            throws IOException {
        this.reader = new LineReader(file, file.toFile().length());
        this.lines = lines;
        this.timer = timer;
        this.next = timer.apply(PERIOD, this::look);
    }

    private synchronized void look() {
        if (over) {
            return;
        }
        try {
            reader.read(lines);
        } catch (IOException | RuntimeException e) {
            LOG.warn("a log that is followed could not be handed over: {}", e.toString());
        }
        next = timer.apply(PERIOD, this::look);
    }

    /** Hands over what has come, and no more after that. */
    @Override
    public synchronized void close() {
        if (over) {
            return;
        }
        over = true;
        next.cancel(false);
        try (reader) {
            reader.read(lines);
        } catch (IOException | RuntimeException e) {
            LOG.warn("the end of a log that is followed could not be handed over: {}", e.toString());
        }
    }
}
