// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Collects the options of a {@link Usage}. */
public final class UsageBuilder {
    final Map<String, Long> budgets = new HashMap<>();
    ZoneId zone = ZoneOffset.UTC;
    int days = 62;

    @Nullable
    Path file;

    InstantSource dates = InstantSource.system();

    @Nullable
    ScheduledExecutorService scheduler;

    UsageBuilder() {}

    /** Says how many units a connector may use up in a day. It is watched, not enforced; a limit enforces. */
    public UsageBuilder budget(String connector, long unitsADay) {
        if (unitsADay < 1) {
            throw new IllegalArgumentException("unitsADay must be at least 1, not " + unitsADay);
        }
        budgets.put(Objects.requireNonNull(connector, "connector"), unitsADay);
        return this;
    }

    /** Sets where the upstream's days begin, UTC unless said. */
    public UsageBuilder zone(ZoneId place) {
        this.zone = Objects.requireNonNull(place, "place");
        return this;
    }

    /** Sets how many days are remembered, 62 unless said. */
    public UsageBuilder days(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("number must be at least 1, not " + number);
        }
        this.days = number;
        return this;
    }

    /** Keeps it in a file, five seconds after it changed at the latest. One process at a time may use the file. */
    public UsageBuilder keptIn(Path path) {
        this.file = Objects.requireNonNull(path, "path");
        return this;
    }

    /** Measures by this clock, such as the testkit's {@code ManualClock}. It is not shut down with us. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> UsageBuilder clock(C clock) {
        this.dates = clock;
        this.scheduler = clock;
        return this;
    }

    /** Makes it; what the file holds is taken up. */
    public Usage build() {
        return new Usage(this);
    }
}
