// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import dev.bracketwire.CallException;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.WorkRun;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.run.DaemonThreads;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends one request once: on the caller's thread under {@code get()}, on an executor otherwise. */
public final class DirectExchange implements TransportAttempt, Runnable {
    /** How long an aborted exchange may take to end by itself, before its call ends without it. */
    private static final long GRACE = TimeUnit.MILLISECONDS.toNanos(250);

    private final Sending sending;
    private final String client;
    private final String operation;
    private final Transport transport;
    private final LongSupplier nanos;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private @Nullable Runnable abort;
    private volatile @Nullable CallException ended;
    private volatile boolean sent;

    /**
     * Holds the request and its limit.
     *
     * @param maxBody the bytes after which the body of the reply is cut
     */
    public record Sending(
            String method,
            String url,
            Headers headers,
            @Nullable Body body,
            int maxBody) {}

    /** Makes the exchange of a client's call. */
    public DirectExchange(Sending sending, String client, String operation, Transport transport, LongSupplier nanos) {
        this.sending = sending;
        this.client = client;
        this.operation = operation;
        this.transport = transport;
        this.nanos = nanos;
    }

    /** Sends the request; the future ends soon after the run ends. */
    public CompletableFuture<Reply> start(WorkRun run, Executor executor, BlockedThreads blockedThreads) {
        run.onEnd(this::end);
        if (run.isBlocking()) {
            Runnable interrupt = () -> abort(new CancelledException(where(), "the waiting thread was interrupted"));
            BlockedThreads.Watched watched = blockedThreads.watch(Thread.currentThread(), interrupt);
            try {
                run();
            } finally {
                watched.close();
            }
            return reply;
        }
        try {
            executor.execute(this);
        } catch (RejectedExecutionException e) {
            reply.completeExceptionally(new UnavailableException(where(), UnavailableException.Reason.EXECUTOR, null));
        }
        return reply;
    }

    @Override
    public void run() {
        if (!begun.compareAndSet(false, true)) {
            return;
        }
        long from = nanos.getAsLong();
        try {
            Reply answer = transport.exchange(this);
            reply.complete(answer.measured(Duration.ofNanos(nanos.getAsLong() - from), 1));
        } catch (IOException e) {
            reply.completeExceptionally(failure(e));
        } catch (RuntimeException | Error e) {
            reply.completeExceptionally(e);
        }
    }

    private CallException failure(IOException failure) {
        CallException why = ended;
        if (why != null) {
            return why;
        }
        if (Thread.currentThread().isInterrupted()) {
            return new CancelledException(where(), "the waiting thread was interrupted");
        }
        return new TransportException(where(), ConnectionFailures.describe(failure), ConnectionFailures.safe(failure));
    }

    private void end(CallException why) {
        if (why instanceof DeadlineException) {
            abort(new DeadlineException(where(), sent ? "the reply" : "the connection"));
        } else {
            abort(sent ? new CancelledException(where(), "the call was cancelled, or its client closed") : why);
        }
    }

    private void abort(CallException own) {
        Runnable aborting;
        synchronized (this) {
            if (ended != null) {
                return;
            }
            ended = own;
            aborting = abort;
        }
        if (begun.compareAndSet(false, true)) {
            reply.completeExceptionally(own);
            return;
        }
        if (aborting != null) {
            aborting.run();
        }
        CompletableFuture.delayedExecutor(GRACE, TimeUnit.NANOSECONDS, this::unlessDone)
                .execute(() -> reply.completeExceptionally(own));
    }

    private void unlessDone(Runnable ending) {
        if (!reply.isDone()) {
            DaemonThreads.start("bracketwire-abort", ending);
        }
    }

    @Override
    public void cancelWith(Runnable action) {
        boolean late;
        synchronized (this) {
            abort = action;
            late = ended != null;
        }
        if (late) {
            action.run();
        }
    }

    @Override
    public void headers(BiConsumer<String, String> into) {
        // A compressed body would be decompressed without a bound on the work that takes.
        into.accept("Accept-Encoding", "identity");
        sending.headers.forEach(into);
    }

    @Override
    public String method() {
        return sending.method;
    }

    @Override
    public String template() {
        return "";
    }

    @Override
    public String url() {
        return sending.url;
    }

    @Override
    public @Nullable Body body() {
        return sending.body;
    }

    @Override
    public Headers credential() {
        return Headers.none();
    }

    @Override
    public long maxBody() {
        return sending.maxBody;
    }

    @Override
    public boolean cutsBody() {
        return true;
    }

    @Override
    public boolean streaming() {
        return false;
    }

    @Override
    public boolean take(InputStream body) {
        return false;
    }

    @Override
    public boolean repeatable() {
        return false;
    }

    @Override
    public void sent() {
        sent = true;
    }

    @Override
    public void refused() {
        sent = false;
    }

    @Override
    public void consumed() {
        // It is sent once anyway.
    }

    @Override
    public boolean aborted() {
        return ended != null;
    }

    @Override
    public boolean late() {
        return ended instanceof DeadlineException;
    }

    @Override
    public void expire() {
        end(new DeadlineException(where(), "the reply"));
    }

    @Override
    public CallException.Where where() {
        return new CallException.Where(client, operation, 0, null, begun.get() ? 1 : 0, sent);
    }
}
