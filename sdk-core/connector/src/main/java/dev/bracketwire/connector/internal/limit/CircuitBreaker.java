// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.BreakerPolicy;

/** Leaves a host alone that keeps failing: closed, open for a pause, then one probe decides. */
public final class CircuitBreaker {
    /** Lets an attempt pass that decides whether others may. */
    public static final long PROBE = -1;

    private final BreakerPolicy policy;
    private final boolean[] failed;
    private int seen;
    private int next;
    private int failures;
    private boolean open;
    private boolean probing;
    private long until;

    /** Makes a closed one. */
    public CircuitBreaker(BreakerPolicy policy) {
        this.policy = policy;
        this.failed = new boolean[policy.calls()];
    }

    /** Lets an attempt pass (0, or {@link #PROBE}), or says in how many nanoseconds one might. */
    public synchronized long ask(long now) {
        if (!open) {
            return 0;
        }
        if (now - until < 0) {
            return until - now;
        }
        if (probing) {
            return policy.pause().toNanos();
        }
        probing = true;
        return PROBE;
    }

    /** For how many nanoseconds more it lets nothing pass; 0 if it does. */
    public synchronized long left(long now) {
        return open ? Math.max(0, until - now) : 0;
    }

    /** Hears how an attempt that passed ended; tells whether this opened it. */
    public synchronized boolean record(boolean probe, boolean failure, long now) {
        if (open) {
            if (!probe) {
                return false; // it was sent before the breaker opened
            }
            probing = false;
            if (failure) {
                until = now + policy.pause().toNanos();
            } else {
                close();
            }
            return false;
        }
        if (seen == failed.length && failed[next]) {
            failures--;
        }
        failed[next] = failure;
        failures += failure ? 1 : 0;
        next = (next + 1) % failed.length;
        seen = Math.min(seen + 1, failed.length);
        if (seen == failed.length && failures >= policy.failures()) {
            open = true;
            until = now + policy.pause().toNanos();
            return true;
        }
        return false;
    }

    /** Hears that an attempt that passed says nothing about the host. */
    public synchronized void forget(boolean probe) {
        probing &= !probe;
    }

    private void close() {
        open = false;
        probing = false;
        seen = 0;
        next = 0;
        failures = 0;
    }
}
