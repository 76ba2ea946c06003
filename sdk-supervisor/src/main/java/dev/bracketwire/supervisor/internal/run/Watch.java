// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.SupervisorListener.Probed;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Asks one probe of one run over and over, the next time a period after the last ended, and tells its unit. */
final class Watch {
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
    private boolean over;
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
            ask();
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

    private void ask() {
        if (over) {
            return;
        }
        long begun = engine.clockwork().nanos();
        asker.ask()
                .thenAccept(answer -> mailbox.post(() -> {
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
        next = engine.clockwork().after(wait, () -> mailbox.post(this::ask));
    }

    /** Grows by a quarter, so that what is ready is known late by a quarter of its start at most. */
    private Duration ramp() {
        Duration wait = startupWait;
        Duration longer = wait.multipliedBy(5).dividedBy(4);
        startupWait = longer.compareTo(STARTUP_LONGEST) > 0 ? STARTUP_LONGEST : longer;
        return wait;
    }

    private static Duration spread(Duration period) {
        return Duration.ofNanos(
                (long) (period.toNanos() * ThreadLocalRandom.current().nextDouble(0.9, 1.1)));
    }
}
