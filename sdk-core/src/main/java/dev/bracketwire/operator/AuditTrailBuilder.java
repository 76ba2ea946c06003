// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import dev.bracketwire.Secret;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the options of an {@link AuditTrail}. */
public final class AuditTrailBuilder {
    final Path folder;
    final Secret key;
    long maxBytes = 64L << 20;
    int files = Integer.MAX_VALUE;

    @Nullable
    Supplier<@Nullable String> actor;

    InstantSource dates = InstantSource.system();

    @Nullable
    ScheduledExecutorService scheduler;

    AuditTrailBuilder(Path folder, Secret key) {
        this.folder = Objects.requireNonNull(folder, "folder");
        this.key = Objects.requireNonNull(key, "key");
    }

    /**
     * Says on whose behalf a call is made, null for the application itself. It is asked on the thread that runs or starts
     * the call, such as {@code () -> MDC.get("user")}.
     */
    public AuditTrailBuilder actor(Supplier<@Nullable String> who) {
        this.actor = Objects.requireNonNull(who, "who");
        return this;
    }

    /** Sets how large a file may become before the next one begins, 64 MiB unless said. */
    public AuditTrailBuilder rotateAt(long bytes) {
        if (bytes < 4096) {
            throw new IllegalArgumentException("bytes must be at least 4096, not " + bytes);
        }
        this.maxBytes = bytes;
        return this;
    }

    /** Sets how many files are kept, all unless said; the oldest go first. */
    public AuditTrailBuilder keep(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("number must be at least 1, not " + number);
        }
        this.files = number;
        return this;
    }

    /** Measures by this clock, such as the testkit's {@code ManualClock}. It is not shut down with us. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> AuditTrailBuilder clock(C clock) {
        this.dates = clock;
        this.scheduler = clock;
        return this;
    }

    /** Opens it; see {@link AuditTrail#open}. */
    public AuditTrail open() {
        return new AuditTrail(this);
    }
}
