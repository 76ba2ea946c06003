// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.Reply;
import java.util.concurrent.CompletableFuture;

/** One step on the way of a call. */
interface PipelineStage {
    /** Does its part and asks the next stage. */
    CompletableFuture<Reply> run(CallState callState);

    /** Asks a stage, and turns what it throws into a failed future, for who must give something back afterwards. */
    default CompletableFuture<Reply> safely(CallState callState) {
        try {
            return run(callState);
        } catch (RuntimeException | Error e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
