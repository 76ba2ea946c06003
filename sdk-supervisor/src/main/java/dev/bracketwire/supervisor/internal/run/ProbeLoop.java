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
final class ProbeLoop {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Duration STARTUP_FIRST = Duration.ofMillis(10);
    private static final Duration STARTUP_LONGEST = Duration.ofMillis(250);

    private final ServiceRegistry serviceRegistry;
    private final String service;
    private final String purpose;
    private final Probe probe;
    private final ProbeRunner probeRunner;
    private final Mailbox mailbox;
    private final BiConsumer<ProbeLoop, ProbeAnswer> told;
    private Duration startupWait = STARTUP_FIRST;
    private @Nullable Future<?> next;
    private volatile boolean over;
    private int failures;

    ProbeLoop(
            ServiceRegistry serviceRegistry,
            String service,
            String purpose,
            Probe probe,
            ProbeRunner probeRunner,
            Mailbox mailbox,
            BiConsumer<ProbeLoop, ProbeAnswer> told) {
        this.serviceRegistry = serviceRegistry;
        this.service = service;
        this.purpose = purpose;
        this.probe = probe;
        this.probeRunner = probeRunner;
        this.mailbox = mailbox;
        this.told = told;
    }

    /** Begins; at the start of a service at once and often, else within a period, spread so that not all ask at once. */
    void begin(boolean startup) {
        if (startup && probeRunner.light()) {
            ask();
        } else if (startup) {
            serviceRegistry.clockwork().execute(this::ask);
        } else {
            schedule(phase());
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
        probeRunner.close();
    }

    /** Outside the mailbox, which has to be free while a probe takes its time. */
    private void ask() {
        if (over) {
            return;
        }
        long begun = serviceRegistry.clockwork().nanos();
        boolean patient =
                !purpose.equals("startup") && serviceRegistry.listeners().none();
        probeRunner.ask(patient).thenAccept(probeAnswer -> tell(probeAnswer, begun));
    }

    private void tell(ProbeAnswer given, long begun) {
        if (over) {
            return;
        }
        ProbeAnswer probeAnswer = probeRunner.ours(given);
        mailbox.last(() -> {
            if (over) {
                return;
            }
            failures = probeAnswer.passed() ? 0 : failures + 1;
            Duration took = Duration.ofNanos(serviceRegistry.clockwork().nanos() - begun);
            serviceRegistry
                    .listeners()
                    .probed(new Probed(service, purpose, probeAnswer.passed(), probeAnswer.detail(), took));
            told.accept(this, probeAnswer);
            if (!over) {
                schedule(purpose.equals("startup") ? ramp() : period());
            }
        });
    }

    private void schedule(Duration wait) {
        next = probeRunner.light()
                ? serviceRegistry.clockwork().lightly(wait, this::ask)
                : serviceRegistry.clockwork().after(wait, this::ask);
    }

    /** Grows by a quarter, so that what is ready is known late by a quarter of its start at most. */
    private Duration ramp() {
        Duration wait = startupWait;
        Duration longer = wait.multipliedBy(5).dividedBy(4);
        startupWait = longer.compareTo(STARTUP_LONGEST) > 0 ? STARTUP_LONGEST : longer;
        return wait;
    }

    /** What comes after a check: the period, within a tenth. A long one ends with a tenth of it, as others do. */
    private Duration period() {
        long tenth = probe.every().toNanos() / 10;
        return isLong()
                ? serviceRegistry.clockwork().cut(10 * tenth, tenth)
                : Duration.ofNanos(ThreadLocalRandom.current().nextLong(9 * tenth, 11 * tenth));
    }

    /** What comes before the first check. Long periods do not drift apart, so they begin anywhere within one. */
    private Duration phase() {
        long tenth = probe.every().toNanos() / 10;
        return isLong()
                ? serviceRegistry.clockwork().cut(ThreadLocalRandom.current().nextLong(2 * tenth, 11 * tenth), tenth)
                : period();
    }

    private boolean isLong() {
        return probe.every().compareTo(LONG) >= 0;
    }
}
