// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.run.Futures;
import java.util.concurrent.CompletableFuture;

/** Ends a call at its deadline or with its run, wherever it is, and says which of the two it was. */
final class DeadlineStage implements Stage {
    private final Watch watch;
    private final Stage next;

    DeadlineStage(Watch watch, Stage next) {
        this.watch = watch;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(Exchange exchange) {
        exchange.run.register(exchange);
        watch.add(exchange);
        CompletableFuture<Reply> reply = next.safely(exchange);
        return Futures.lastly(reply, (value, failure) -> {
            watch.remove(exchange);
            exchange.run.unregister(exchange);
        });
    }
}
