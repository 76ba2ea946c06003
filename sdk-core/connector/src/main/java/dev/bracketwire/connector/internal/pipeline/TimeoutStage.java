// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.run.Futures;
import java.util.concurrent.CompletableFuture;

/** Limits the time of one attempt on the wire. */
final class TimeoutStage implements PipelineStage {
    private final DeadlineTimer deadlineTimer;
    private final PipelineStage next;

    TimeoutStage(DeadlineTimer deadlineTimer, PipelineStage next) {
        this.deadlineTimer = deadlineTimer;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(CallState callState) {
        Pipeline pipeline = callState.pipeline;
        long now = pipeline.nanos();
        callState.late = false;
        callState.attemptDeadline = now + (callState.transfers() ? pipeline.transferLimit : pipeline.attemptLimit);
        callState.onWire = callState.callRun.blocking() ? Thread.currentThread() : null;
        deadlineTimer.attempt(callState, now);
        return Futures.lastly(next.safely(callState), (reply, failure) -> {
            callState.onWire = null;
            callState.attemptDeadline = Long.MAX_VALUE;
        });
    }
}
