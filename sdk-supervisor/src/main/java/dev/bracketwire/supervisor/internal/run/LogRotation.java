// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.internal.log.LogFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks every second at the logs that services write themselves, and rotates those that are due. */
final class LogRotation {
    private static final Logger LOG = LoggerFactory.getLogger(LogRotation.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Engine engine;
    private final Map<String, Long> dueAt = new ConcurrentHashMap<>();
    private final Set<String> impossible = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Future<?> next;
    private volatile boolean over;
    private int rounds;

    LogRotation(Engine engine) {
        this.engine = engine;
    }

    void begin() {
        if (!over) {
            next = engine.clockwork().after(PERIOD, () -> {
                rounds++;
                engine.units().forEach(this::look);
                begin();
            });
        }
    }

    /** The length alone is cheap to ask for; the age is looked at once a minute. */
    private void look(Unit unit) {
        Run run = unit.run();
        if (run == null || run.pump() != null) {
            return;
        }
        long length = Path.of(run.record().log()).toFile().length();
        long due = dueAt.getOrDefault(unit.name(), 0L);
        boolean begunAnew = length < due - unit.spec().logs().size();
        if (rounds % 60 == 0 || length >= due || begunAnew) {
            rotate(unit, false);
            dueAt.put(unit.name(), headOf(unit, run) + unit.spec().logs().size());
        }
    }

    private long headOf(Unit unit, Run run) {
        return new LogFile(
                        Path.of(run.record().log()),
                        unit.spec().logs(),
                        engine.clockwork().dates())
                .headAt();
    }

    void end() {
        over = true;
        Future<?> waiting = next;
        if (waiting != null) {
            waiting.cancel(false);
        }
    }

    /** Rotates the log of a unit that runs; false if that has to wait for its next start. */
    boolean rotate(Unit unit, boolean forced) {
        Run run = unit.run();
        if (run == null) {
            return false;
        }
        if (run.pump() != null) {
            if (forced) {
                run.pump().rotate();
            }
            return true;
        }
        Path file = Path.of(run.record().log());
        synchronized (unit.logLock()) {
            return rotate(unit, file, forced);
        }
    }

    private boolean rotate(Unit unit, Path file, boolean forced) {
        try {
            if (!impossible.contains(unit.name())
                    && !new LogFile(file, unit.spec().logs(), engine.clockwork().dates()).rotate(forced)) {
                impossible.add(unit.name());
                LOG.warn("the log {} cannot be rotated while it is written; it is before the next start", file);
            }
            return !impossible.contains(unit.name());
        } catch (IOException e) {
            LOG.warn("the log {} was not rotated: {}", file, e.toString());
            return false;
        }
    }
}
