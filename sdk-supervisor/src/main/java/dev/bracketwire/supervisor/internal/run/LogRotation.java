// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Logs;
import dev.bracketwire.supervisor.internal.log.LogFile;
import dev.bracketwire.supervisor.internal.log.LogFile.Head;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the logs that services write themselves, each second or, while all are quiet, each four, and rotates what is due. */
final class LogRotation {
    private static final Logger LOG = LoggerFactory.getLogger(LogRotation.class);
    private static final long SOON = TimeUnit.SECONDS.toNanos(1);
    private static final long LATER = TimeUnit.SECONDS.toNanos(4);

    private final ServiceRegistry serviceRegistry;
    private final Map<ManagedService, Due> dues = Collections.synchronizedMap(new WeakHashMap<>());
    private final Set<ManagedService> impossible =
            Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));
    private volatile @Nullable Future<?> next;
    private volatile boolean over;
    private long wait = SOON;

    LogRotation(ServiceRegistry serviceRegistry) {
        this.serviceRegistry = serviceRegistry;
    }

    void begin() {
        if (!over) {
            next = serviceRegistry.clockwork().after(serviceRegistry.clockwork().cut(wait, SOON), () -> {
                Instant now = serviceRegistry.clockwork().dates().instant();
                boolean quiet = true;
                for (ManagedService managedService : serviceRegistry.units()) {
                    quiet &= guarded(managedService, now);
                }
                wait = quiet ? Math.min(2 * wait, LATER) : SOON;
                begin();
            });
        }
    }

    private boolean guarded(ManagedService managedService, Instant now) {
        try {
            return quiet(managedService, now);
        } catch (RuntimeException e) {
            LOG.error("the log of {} could not be looked at; it is again in a second", managedService.name(), e);
            return false;
        }
    }

    /**
     * Rotates a log that is due, and says whether it is as it was. The length is asked for each time; what else is known
     * of a log is kept, as reading it again is not cheap.
     */
    private boolean quiet(ManagedService managedService, Instant now) {
        ServiceRun serviceRun = managedService.run();
        if (serviceRun == null || serviceRun.pipeLogWriter() != null) {
            return true;
        }
        Due due = dues.get(managedService);
        long length = due == null ? 0 : due.file().length();
        if (due == null || due.has(length, managedService.spec().logs(), now)) {
            rotate(managedService, false);
            Path file = Path.of(serviceRun.record().log());
            Logs policy = managedService.spec().logs();
            new LogFile(file, policy, serviceRegistry.clockwork().dates())
                    .known()
                    .ifPresent(head -> dues.put(managedService, Due.of(file, policy, head)));
            return false;
        }
        if (due.length() != length) {
            dues.put(managedService, due.grown(length));
            return false;
        }
        return true;
    }

    /** When a log has to be rotated, in a form that costs one question to the file system, and how long it was. */
    private record Due(File file, Logs policy, long begin, long end, Instant until, long length) {
        static Due of(Path path, Logs policy, Head head) {
            File file = path.toFile();
            long begin = head.at();
            return new Due(
                    file, policy, begin, begin + policy.size(), head.since().plus(policy.age()), file.length());
        }

        boolean has(long now, Logs current, Instant date) {
            return now < begin
                    || now >= end
                    || date.isAfter(until)
                    || policy.size() != current.size()
                    || !policy.age().equals(current.age());
        }

        Due grown(long now) {
            return new Due(file, policy, begin, end, until, now);
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
    boolean rotate(ManagedService managedService, boolean forced) {
        ServiceRun serviceRun = managedService.run();
        if (serviceRun == null) {
            return false;
        }
        if (serviceRun.pipeLogWriter() != null) {
            if (forced) {
                serviceRun.pipeLogWriter().rotate();
            }
            return true;
        }
        Path file = Path.of(serviceRun.record().log());
        synchronized (managedService.logLock()) {
            return rotate(managedService, file, forced);
        }
    }

    private boolean rotate(ManagedService managedService, Path file, boolean forced) {
        try {
            if (!impossible.contains(managedService)
                    && !new LogFile(
                                    file,
                                    managedService.spec().logs(),
                                    serviceRegistry.clockwork().dates())
                            .rotate(forced)) {
                impossible.add(managedService);
                LOG.warn("the log {} cannot be rotated while it is written; it is before the next start", file);
            }
            return !impossible.contains(managedService);
        } catch (IOException e) {
            LOG.warn("the log {} was not rotated: {}", file, e.toString());
            return false;
        }
    }
}
