// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import dev.bracketwire.internal.run.TimeSpans;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Collects the rules of {@link Alerts}, and who is told. */
public final class AlertsBuilder {
    final List<AlertRule> rules = new ArrayList<>();
    final List<Consumer<? super Alert>> receivers = new ArrayList<>();
    Duration every = Duration.ofSeconds(15);

    @Nullable
    Duration remind;

    @Nullable
    Duration probe;

    @Nullable
    Quiet quiet;

    InstantSource dates = InstantSource.system();
    LongSupplier nanos = System::nanoTime;

    @Nullable
    ScheduledExecutorService scheduler;

    AlertsBuilder() {}

    /** Adds a rule. */
    public AlertsBuilder rule(AlertRule rule) {
        rules.add(Objects.requireNonNull(rule, "rule"));
        return this;
    }

    /**
     * Adds somebody who is told, on the thread that looks. It may take its time, as the next look waits for it; if all who
     * are told throw, they are told again at the next look.
     */
    public AlertsBuilder to(Consumer<? super Alert> receiver) {
        receivers.add(Objects.requireNonNull(receiver, "receiver"));
        return this;
    }

    /** Sets how often it looks, every 15 seconds unless said. */
    public AlertsBuilder every(Duration period) {
        this.every = TimeSpans.positive("period", period);
        return this;
    }

    /** Tells again what is still wrong after each such time; never unless said. */
    public AlertsBuilder remind(Duration period) {
        this.remind = TimeSpans.positive("period", period);
        return this;
    }

    /**
     * Asks each connector that has a probe how it fares, that often. Never unless said: then an upstream that fails is
     * noticed only when somebody calls it.
     */
    public AlertsBuilder probe(Duration period) {
        this.probe = TimeSpans.positive("period", period);
        return this;
    }

    /**
     * Tells nothing between these times of day that is not critical. What is still wrong afterwards is told then, and what
     * has become well in between is not told at all.
     */
    public AlertsBuilder quiet(LocalTime from, LocalTime to, ZoneId zone) {
        if (from.equals(to)) {
            throw new IllegalArgumentException("from and to must differ, but both are " + from);
        }
        this.quiet = new Quiet(from, to, Objects.requireNonNull(zone, "zone"));
        return this;
    }

    /** Measures by this clock, such as the testkit's {@code ManualClock}. It is not shut down with us. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> AlertsBuilder clock(C clock) {
        this.dates = clock;
        this.nanos = clock;
        this.scheduler = clock;
        return this;
    }

    /** Makes them; they look from now on. */
    public Alerts build() {
        return new Alerts(this);
    }

    record Quiet(LocalTime from, LocalTime to, ZoneId zone) {}
}
