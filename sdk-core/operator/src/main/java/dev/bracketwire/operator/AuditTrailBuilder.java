// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import dev.bracketwire.Secret;
import dev.bracketwire.operator.internal.AuditKeys;
import dev.bracketwire.operator.internal.AuditVerification;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the options of an {@link AuditTrail}. */
public final class AuditTrailBuilder {
    final Path folder;
    final Secret key;
    private final List<Secret> formerKeys = new ArrayList<>();
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

    /**
     * Sets how many files are kept, all unless said; the oldest go first. The mark of the trail records this under the key, so
     * that it is told apart from a file that somebody else deleted.
     */
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

    /**
     * Names a key that was used before, so that the files that it sealed can be read. From the next {@link #open} on the
     * trail goes on under the current key. Pseudonyms change with the key.
     */
    public AuditTrailBuilder formerKey(Secret former) {
        formerKeys.add(Objects.requireNonNull(former, "former"));
        return this;
    }

    AuditKeys keys() {
        return new AuditKeys(key, formerKeys);
    }

    /** Verifies it; see {@link AuditTrail#verify(Path, Secret)}. */
    public AuditCheck verify() {
        return AuditVerification.of(folder, keys(), null);
    }

    /** Verifies it with the head that it must contain; see {@link AuditTrail#verify(Path, Secret, String)}. */
    public AuditCheck verify(String expectedHead) {
        return AuditVerification.of(folder, keys(), Objects.requireNonNull(expectedHead, "expectedHead"));
    }

    /** Opens it; see {@link AuditTrail#open}. */
    public AuditTrail open() {
        return new AuditTrail(this);
    }
}
