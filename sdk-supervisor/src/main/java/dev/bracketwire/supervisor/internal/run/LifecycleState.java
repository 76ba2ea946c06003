// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.ServiceSpec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Where a service stands in its life, and what it wants; used within its mailbox only. */
final class LifecycleState {
    final ServiceRegistry serviceRegistry;
    final String name;
    final Mailbox mailbox;
    final StatusTracker statusTracker;
    final StateWaiters stateWaiters;

    /** Whether it is to run. Others may read it. */
    volatile boolean wanted;

    /** Describes the current run, and how it is stopped; the spec of the service may already be that of the next. */
    ServiceSpec current;

    /** Is done once the service may be started; its ports may have to be given up first. */
    private CompletableFuture<?> gate = CompletableFuture.completedFuture(null);

    /** Whether the end that it came to is one that was to come. */
    boolean expected;

    /** Why the end that it came to is a failure, null if it is none. */
    @Nullable
    String failure;

    /** Whether its last run may have left a daemon that was not found. */
    boolean strayed;

    /** Which run it is; what a timer or a process of an earlier one tells is no longer of interest. */
    int number;

    boolean wasReady;
    long readyAt;

    @Nullable
    Future<?> timer;

    LifecycleState(ServiceRegistry serviceRegistry, Mailbox mailbox, StatusTracker statusTracker) {
        this.serviceRegistry = serviceRegistry;
        this.name = statusTracker.spec().name();
        this.mailbox = mailbox;
        this.statusTracker = statusTracker;
        this.stateWaiters = new StateWaiters(serviceRegistry.host());
        this.current = statusTracker.spec();
    }

    boolean mayStart() {
        return gate.isDone();
    }

    /** Holds the next start until this is done too. */
    void holdStart(CompletableFuture<?> until) {
        gate = gate.isDone() ? until : CompletableFuture.allOf(gate, until);
    }

    void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
