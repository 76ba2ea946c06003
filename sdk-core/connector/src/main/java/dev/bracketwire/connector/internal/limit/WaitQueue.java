// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Those who wait for a budget with the same urgency, first come first served. Guarded by the lock of the budget. */
final class WaitQueue {
    private final ArrayDeque<PermitWaiter> queue = new ArrayDeque<>();
    private long queued;
    private int shells;

    /** The units its waiters want. */
    long queued() {
        return queued;
    }

    void add(PermitWaiter permitWaiter) {
        queue.add(permitWaiter);
        queued += permitWaiter.weight;
    }

    /** Returns the waiter to serve next, and removes those before it that gave up. */
    @Nullable
    PermitWaiter first() {
        PermitWaiter head = queue.peek();
        while (head != null && !head.queued) {
            queue.remove();
            shells = Math.max(0, shells - 1);
            head = queue.peek();
        }
        return head;
    }

    /** Takes out the one that {@link #first} gave. */
    void serve(PermitWaiter head) {
        queue.remove();
        head.queued = false;
        queued -= head.weight;
    }

    /** Lets one go; it stays as a shell until it is first, or until half of the queue are shells. */
    void leave(PermitWaiter permitWaiter) {
        permitWaiter.queued = false;
        queued -= permitWaiter.weight;
        shells++;
        if (shells > queue.size() / 2) {
            queue.removeIf(shell -> !shell.queued);
            shells = 0;
        }
    }
}
