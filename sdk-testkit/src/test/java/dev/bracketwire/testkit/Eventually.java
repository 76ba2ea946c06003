// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is about to do and tells nobody. */
final class Eventually {
    private Eventually() {}

    static void holds(BooleanSupplier condition) {
        long started = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - started > 60_000_000_000L) {
                throw new AssertionError("did not come to hold within a minute");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
