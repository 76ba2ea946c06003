// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.UnavailableException;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.run.Futures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Bounds how many calls are under way, so that a stalled upstream does not fill the memory with those who wait. */
final class QueueStage implements PipelineStage {
    private final int bound;
    private final PipelineStage next;
    private final AtomicInteger calls = new AtomicInteger();

    QueueStage(int bound, PipelineStage next) {
        this.bound = bound;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(CallState callState) {
        if (calls.incrementAndGet() > bound) {
            calls.decrementAndGet();
            return CompletableFuture.failedFuture(
                    new UnavailableException(callState.where(null), UnavailableException.Reason.QUEUE, null));
        }
        return Futures.lastly(next.safely(callState), (reply, failure) -> calls.decrementAndGet());
    }

    int calls() {
        return calls.get();
    }
}
