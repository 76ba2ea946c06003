// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.internal.http.Transport;
import dev.bracketwire.internal.run.DaemonThreads;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

/** Sends the attempt: on the caller's thread under {@code get()}, on the client's executor otherwise. */
final class TransportStage implements PipelineStage {
    /** How long an aborted attempt may take to end by itself, before the call ends without it. */
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(250);

    private final Transport transport;

    TransportStage(Transport transport) {
        this.transport = transport;
    }

    @Override
    public CompletableFuture<Reply> run(CallState callState) {
        callState.stage = "the upstream";
        callState.attempts++;
        callState.sentAt = callState.pipeline.nanos();
        if (callState.callRun.blocking()) {
            try {
                return CompletableFuture.completedFuture(answer(callState, abort -> abort));
            } catch (IOException e) {
                return CompletableFuture.failedFuture(e);
            }
        }
        return new Started(callState).start();
    }

    /** An attempt on the client's executor, which may be busy for ever, refuse it, or run code of the host's that hangs. */
    private final class Started implements Runnable {
        private final CallState callState;
        private final CompletableFuture<Reply> reply = new CompletableFuture<>();
        private final AtomicBoolean begun = new AtomicBoolean();

        Started(CallState callState) {
            this.callState = callState;
        }

        CompletableFuture<Reply> start() {
            callState.interruptible(() -> endUnlessBegun(new IOException("the attempt waited for a thread in vain")));
            try {
                callState.execute(this);
            } catch (RejectedExecutionException e) {
                endUnlessBegun(CallFailures.noThread(callState));
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
                if (!reply.complete(answer(callState, this::ending))) {
                    callState.dropBody();
                }
            } catch (IOException | RuntimeException | Error e) {
                reply.completeExceptionally(e);
            }
        }

        /** Makes an abort that also ends the call if the attempt goes on in spite of it. */
        private Runnable ending(Runnable abort) {
            return () -> {
                abort.run();
                if (callState.aborted() != null && !reply.isDone()) {
                    DaemonThreads.later(
                            "bracketwire-abort",
                            GRACE,
                            () -> reply.completeExceptionally(new IOException("the attempt did not end")));
                }
            };
        }
    }

    private Reply answer(CallState callState, UnaryOperator<Runnable> ending) throws IOException {
        return BodyPreview.of(callState, transport.exchange(new OutgoingRequest(callState, ending)));
    }
}
