// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.limit.Slots;
import dev.bracketwire.internal.run.Futures;
import java.util.concurrent.CompletableFuture;

/** Holds a slot while the attempt is on the wire, and at no other time. */
final class SlotStage implements Stage {
    private final Slots slots;
    private final Stage next;

    SlotStage(Slots slots, Stage next) {
        this.slots = slots;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(Exchange exchange) {
        return Futures.then(
                exchange.await("a free slot", slots.take()),
                taken -> Futures.lastly(next.safely(exchange), (reply, failure) -> slots.give()));
    }
}
