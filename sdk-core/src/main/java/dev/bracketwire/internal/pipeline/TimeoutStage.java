// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.run.Futures;
import java.util.concurrent.CompletableFuture;

/** Limits the time of one attempt on the wire. */
final class TimeoutStage implements Stage {
    private final Watch watch;
    private final Stage next;

    TimeoutStage(Watch watch, Stage next) {
        this.watch = watch;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(Exchange exchange) {
        Engine engine = exchange.engine;
        long now = engine.nanos();
        exchange.late = false;
        exchange.attemptDeadline = now + (exchange.transfers() ? engine.transferLimit : engine.attemptLimit);
        exchange.onWire = exchange.run.blocking() ? Thread.currentThread() : null;
        watch.attempt(exchange, now);
        return Futures.lastly(next.safely(exchange), (reply, failure) -> {
            exchange.onWire = null;
            exchange.attemptDeadline = Long.MAX_VALUE;
        });
    }
}
