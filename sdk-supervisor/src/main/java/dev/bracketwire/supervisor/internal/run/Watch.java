// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.SupervisorListener.Probed;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Asks one probe of one run over and over, the next time a period after the last ended, and tells its unit. */
final class Watch {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration STARTUP_FIRST = Duration.ofMillis(10);
    private static final Duration STARTUP_LONGEST = Duration.ofMillis(250);

    private final Engine engine;
    private final String service;
    private final String purpose;
    private final Probe probe;
    private final Asker asker;
    private final Mailbox mailbox;
    private final BiConsumer<Watch, Answer> told;
    private Duration startupWait = STARTUP_FIRST;
    private @Nullable Future<?> next;
    private volatile boolean over;
    private int failures;

    Watch(
            Engine engine,
            String service,
            String purpose,
            Probe probe,
            Asker asker,
            Mailbox mailbox,
            BiConsumer<Watch, Answer> told) {
        this.engine = engine;
        this.service = service;
        this.purpose = purpose;
        this.probe = probe;
        this.asker = asker;
        this.mailbox = mailbox;
        this.told = told;
    }

    /** Begins; at the start of a service at once and often, else after about a period, spread so that not all ask at once. */
    void begin(boolean startup) {
        if (startup) {
            engine.clockwork().execute(this::ask);
        } else {
            schedule(spread(probe.every()));
        }
    }

    /** How often it failed since it last passed. */
    int failures() {
        return failures;
    }

    boolean failedTooOften() {
        return failures >= probe.failures();
    }

    void end() {
        over = true;
        if (next != null) {
            next.cancel(false);
        }
        asker.close();
    }

    /** Outside the mailbox, which has to be free while a probe takes its time. */
    private void ask() {
        if (over) {
            return;
        }
        long begun = engine.clockwork().nanos();
        asker.ask()
                .thenAccept(answer -> mailbox.last(() -> {
                    if (over) {
                        return;
                    }
                    failures = answer.passed() ? 0 : failures + 1;
                    Duration took = Duration.ofNanos(engine.clockwork().nanos() - begun);
                    engine.listeners().probed(new Probed(service, purpose, answer.passed(), answer.detail(), took));
                    told.accept(this, answer);
                    if (!over) {
                        schedule(purpose.equals("startup") ? ramp() : spread(probe.every()));
                    }
                }));
    }

    private void schedule(Duration wait) {
        next = engine.clockwork().after(wait, this::ask);
    }

    /** Grows by a quarter, so that what is ready is known late by a quarter of its start at most. */
    private Duration ramp() {
        Duration wait = startupWait;
        Duration longer = wait.multipliedBy(5).dividedBy(4);
        startupWait = longer.compareTo(STARTUP_LONGEST) > 0 ? STARTUP_LONGEST : longer;
        return wait;
    }

    /** Within a tenth of the period; a long one to the second. */
    private Duration spread(Duration period) {
        boolean cut = period.compareTo(LONG) >= 0;
        double least = 0.9 * period.toNanos() + (cut ? SECOND : 0);
        long wait = (long) ThreadLocalRandom.current().nextDouble(least, 1.1 * period.toNanos());
        return cut ? engine.clockwork().cut(wait) : Duration.ofNanos(wait);
    }
}
