// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.internal.limit.ConcurrencyLimit;
import dev.bracketwire.internal.run.Futures;
import java.util.concurrent.CompletableFuture;

/** Holds a slot while the attempt is on the wire, and at no other time. */
final class SlotStage implements PipelineStage {
    private final ConcurrencyLimit concurrencyLimit;
    private final PipelineStage next;

    SlotStage(ConcurrencyLimit concurrencyLimit, PipelineStage next) {
        this.concurrencyLimit = concurrencyLimit;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(CallState callState) {
        return Futures.then(
                callState.await("a free slot", concurrencyLimit.take()),
                taken -> Futures.lastly(next.safely(callState), (reply, failure) -> concurrencyLimit.give()));
    }
}
