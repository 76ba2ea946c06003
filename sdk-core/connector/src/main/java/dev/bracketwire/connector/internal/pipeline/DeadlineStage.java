// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.run.Futures;
import java.util.concurrent.CompletableFuture;

/** Ends a call at its deadline or with its run, wherever it is, and says which of the two it was. */
final class DeadlineStage implements PipelineStage {
    private final DeadlineTimer deadlineTimer;
    private final PipelineStage next;

    DeadlineStage(DeadlineTimer deadlineTimer, PipelineStage next) {
        this.deadlineTimer = deadlineTimer;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(CallState callState) {
        callState.callRun.register(callState);
        deadlineTimer.add(callState);
        CompletableFuture<Reply> reply = next.safely(callState);
        return Futures.lastly(reply, (value, failure) -> {
            deadlineTimer.remove(callState);
            callState.callRun.unregister(callState);
        });
    }
}
