// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.http.Transport;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Sends the attempt: on the caller's thread under {@code get()}, on the client's executor otherwise. */
final class TransportStage implements Stage {
    private final Transport transport;

    TransportStage(Transport transport) {
        this.transport = transport;
    }

    @Override
    public CompletableFuture<Reply> run(Exchange exchange) {
        exchange.stage = "the upstream";
        exchange.attempts++;
        exchange.sentAt = exchange.engine.nanos();
        if (exchange.run.blocking()) {
            try {
                return CompletableFuture.completedFuture(answer(exchange));
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        exchange.execute(() -> {
            try {
                reply.complete(answer(exchange));
            } catch (IOException | RuntimeException | Error e) {
                reply.completeExceptionally(e);
            }
        });
        return reply;
    }

    private Reply answer(Exchange exchange) throws IOException {
        return BodyPreview.of(exchange, transport.exchange(new Wire(exchange)));
    }
}
