// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.http.Transport;
import dev.bracketwire.internal.run.DaemonThreads;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** Sends the attempt: on the caller's thread under {@code get()}, on the client's executor otherwise. */
final class TransportStage implements Stage {
    /** How long an aborted attempt may take to end by itself, before the call ends without it. */
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(250);

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
                return CompletableFuture.completedFuture(answer(exchange, abort -> abort));
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        return new Started(exchange).start();
    }

    /** An attempt on the client's executor, which may be busy for ever, refuse it, or run code of the host's that hangs. */
    private final class Started implements Runnable {
        private final Exchange exchange;
        private final CompletableFuture<Reply> reply = new CompletableFuture<>();
        private final AtomicBoolean begun = new AtomicBoolean();

        Started(Exchange exchange) {
            this.exchange = exchange;
        }

        CompletableFuture<Reply> start() {
            exchange.interruptible(() -> endUnlessBegun(new IOException("the attempt waited for a thread in vain")));
            try {
                exchange.execute(this);
            } catch (RejectedExecutionException e) {
                endUnlessBegun(Failures.noThread(exchange));
            }
            return reply;
        }

        private void endUnlessBegun(Exception why) {
            if (begun.compareAndSet(false, true)) {
                reply.completeExceptionally(why);
            }
        }

        @Override
        public void run() {
            if (!begun.compareAndSet(false, true)) {
                return;
            }
            try {
                if (!reply.complete(answer(exchange, this::ending))) {
                    exchange.dropBody();
                }
            } catch (IOException | RuntimeException | Error e) {
                reply.completeExceptionally(e);
            }
        }

        /** Makes an abort that also ends the call if the attempt goes on in spite of it. */
        private Runnable ending(Runnable abort) {
            return () -> {
                abort.run();
                if (exchange.aborted() != null && !reply.isDone()) {
                    DaemonThreads.later(
                            "bracketwire-abort",
                            GRACE,
                            () -> reply.completeExceptionally(new IOException("the attempt did not end")));
                }
            };
        }
    }

    private Reply answer(Exchange exchange, UnaryOperator<Runnable> ending) throws IOException {
        return BodyPreview.of(exchange, transport.exchange(new Wire(exchange, ending)));
    }
}
