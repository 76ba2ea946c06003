// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.Reply;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Gives a call one idempotency key for all its attempts, where the upstream takes one. */
final class KeyStage implements PipelineStage {
    private static final Set<String> NEEDY = Set.of("POST", "PATCH");

    private final @Nullable String header;
    private final PipelineStage next;

    KeyStage(@Nullable String header, PipelineStage next) {
        this.header = header;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(CallState callState) {
        if (header != null) {
            callState.idempotencyKey = callState.request.idempotencyKey();
            if (callState.idempotencyKey == null && NEEDY.contains(callState.request.method())) {
                callState.idempotencyKey = UUID.randomUUID().toString();
            }
        }
        return next.run(callState);
    }
}
