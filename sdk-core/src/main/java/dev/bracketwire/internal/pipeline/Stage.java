// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.connector.Reply;
import java.util.concurrent.CompletableFuture;

/** One step on the way of a call. */
interface Stage {
    /** Does its part and asks the next stage. */
    CompletableFuture<Reply> run(Exchange exchange);

    /** Asks a stage, and turns what it throws into a failed future, for who must give something back afterwards. */
    default CompletableFuture<Reply> safely(Exchange exchange) {
        try {
            return run(exchange);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
