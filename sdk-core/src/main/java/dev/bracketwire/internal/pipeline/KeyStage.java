// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.connector.Reply;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Gives a call one idempotency key for all its attempts, where the upstream takes one. */
final class KeyStage implements Stage {
    private static final Set<String> NEEDY = Set.of("POST", "PATCH");

    private final @Nullable String header;
    private final Stage next;

    KeyStage(@Nullable String header, Stage next) {
        this.header = header;
        this.next = next;
    }

    @Override
    public CompletableFuture<Reply> run(Exchange exchange) {
        if (header != null) {
            exchange.idempotencyKey = exchange.request.idempotencyKey();
            if (exchange.idempotencyKey == null && NEEDY.contains(exchange.request.method())) {
                exchange.idempotencyKey = UUID.randomUUID().toString();
            }
        }
        return next.run(exchange);
    }
}
