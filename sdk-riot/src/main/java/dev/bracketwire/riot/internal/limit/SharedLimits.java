// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import dev.bracketwire.connector.limit.Limiter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The limiters of this JVM: Riot counts by key, so that clients of one key must count together, whether they know of each
 * other or not. One that no client uses any more is forgotten.
 */
public final class SharedLimits {
    private static final Map<Object, Shared> LIMITS = new HashMap<>();

    private SharedLimits() {}

    /** The limiter of this key at this place, made when it is first asked for; {@link #release} gives it up. */
    public static Limiter of(String fingerprint, String base, Supplier<Limiter> making) {
        synchronized (LIMITS) {
            Shared shared = LIMITS.computeIfAbsent(new Owner(fingerprint, base), owner -> new Shared(making.get()));
            shared.users++;
            return shared.limiter;
        }
    }

    /** Says that one client less uses it. */
    public static void release(String fingerprint, String base) {
        synchronized (LIMITS) {
            Owner owner = new Owner(fingerprint, base);
            Shared shared = LIMITS.get(owner);
            if (shared != null && --shared.users == 0) {
                LIMITS.remove(owner);
            }
        }
    }

    private record Owner(String fingerprint, String base) {}

    private static final class Shared {
        private final Limiter limiter;
        private int users;

        Shared(Limiter limiter) {
            this.limiter = limiter;
        }
    }
}
