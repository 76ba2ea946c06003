// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Logs;
import dev.bracketwire.supervisor.internal.log.LogFile;
import dev.bracketwire.supervisor.internal.log.LogFile.Head;
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
    private final Map<String, Head> heads = new ConcurrentHashMap<>();
    private final Set<String> impossible = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Future<?> next;
    private volatile boolean over;

    LogRotation(Engine engine) {
        this.engine = engine;
    }

    void begin() {
        if (!over) {
            next = engine.clockwork().after(PERIOD, () -> {
                engine.units().forEach(this::look);
                begin();
            });
        }
    }

    /** The length is asked for each time; what else is known of a log is kept, as reading it again is not cheap. */
    private void look(Unit unit) {
        Run run = unit.run();
        if (run == null || run.pump() != null) {
            return;
        }
        Logs policy = unit.spec().logs();
        Head head = heads.get(unit.name());
        long length = Path.of(run.record().log()).toFile().length();
        if (head == null
                || length < head.at()
                || length >= head.at() + policy.size()
                || head.since()
                        .plus(policy.age())
                        .isBefore(engine.clockwork().dates().instant())) {
            rotate(unit, false);
            new LogFile(Path.of(run.record().log()), policy, engine.clockwork().dates())
                    .known()
                    .ifPresent(known -> heads.put(unit.name(), known));
        }
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
