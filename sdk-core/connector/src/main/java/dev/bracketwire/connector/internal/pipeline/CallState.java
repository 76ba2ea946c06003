// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.CallException;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Credential;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.internal.run.CallRun;
import dev.bracketwire.internal.run.Futures;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The state of one call while it is under way. The stages of the pipeline work on it one after the other. */
final class CallState implements Runnable {
    private static final CallListener[] NOBODY = {};

    final Pipeline pipeline;
    final Request request;
    final CallRun callRun;
    final Kind kind;
    final @Nullable UnaryOperator<Runnable> context;
    final long startedAt;

    UpstreamUrl upstreamUrl;
    String url;

    @Nullable
    String idempotencyKey;

    @Nullable
    Credential credential;

    Limiter.@Nullable Permit permit;

    @Nullable
    Revalidation revalidation;

    @Nullable
    InputStream stream;

    @Nullable
    Path file;

    @Nullable
    Path part;

    /** Takes the reply out of the cache again; null where none is kept. */
    @Nullable
    Runnable forgetting;

    CallListener.Source source = CallListener.Source.UPSTREAM;
    CallListener[] listeners;
    private CallListener.@Nullable Operation operation;

    @Nullable
    String problem;

    int attempts;
    boolean consumed;
    boolean budgetSpent;
    boolean maybeDone;

    @Nullable
    Instant retryAt;

    ReplyRule.@Nullable Meaning meaning;
    private ReplyRule.@Nullable Verdict verdict;
    private @Nullable Reply judged;
    long waited;
    long sentAt;
    boolean redirected;

    // Read by those who abort.
    volatile String stage = "its turn";
    volatile boolean sent;
    volatile boolean late;
    volatile long deadline;
    volatile long attemptDeadline;
    volatile @Nullable Thread onWire;
    private volatile @Nullable Abort abort;
    private volatile @Nullable Runnable interruptible;

    /** A request that no call waits for, of which the listeners of the call that caused it hear. */
    CallState(CallState cause, CallRun callRun) {
        this(cause.pipeline, cause.request, callRun, cause.kind, cause.listeners);
    }

    CallState(Pipeline pipeline, Request request, CallRun callRun, Kind kind) {
        this(pipeline, request, callRun, kind, NOBODY);
        this.listeners = pipeline.callTelemetry.begun(this);
    }

    private CallState(Pipeline pipeline, Request request, CallRun callRun, Kind kind, CallListener[] listeners) {
        this.pipeline = pipeline;
        this.request = request;
        this.callRun = callRun;
        this.kind = kind;
        this.listeners = listeners;
        this.context = pipeline.capture();
        this.startedAt = pipeline.nanos();
        this.upstreamUrl = pipeline.upstreamUrls.choose(request, startedAt);
        this.url = pipeline.url(upstreamUrl, request);
        this.attemptDeadline = Long.MAX_VALUE;
        long own = kind == Kind.ORDINARY ? pipeline.callLimit : pipeline.transferLimit;
        long given = callRun.remainingNanos();
        // A limit that was given for this call replaces the default; in a bulk run it is that of the whole.
        boolean replaces = given != CallRun.UNLIMITED && !callRun.bulk();
        this.deadline = startedAt + (replaces ? given : Math.min(own, given));
    }

    /** Whether carrying it out twice does no more than once, by what it is or by its key. */
    boolean mayRepeat() {
        return request.isIdempotent() || idempotencyKey != null;
    }

    /** Says what a reply means; a rule looks at each once. */
    ReplyRule.Verdict judge(Reply reply) {
        if (judged != reply || verdict == null) {
            String partial = PartialReply.problem(this, reply);
            verdict = partial != null
                    ? ReplyRule.Verdict.rejected(partial)
                    : ReplyClassifier.of(pipeline.config.rules(), request, reply, revalidation != null);
            judged = reply;
        }
        return verdict;
    }

    /** Goes on at another place of the upstream. */
    void moveTo(UpstreamUrl other) {
        operation = null;
        upstreamUrl = other;
        url = pipeline.url(other, request);
    }

    /** Returns the operation that listeners receive. */
    CallListener.Operation operation() {
        CallListener.Operation known = operation;
        if (known == null) {
            known = new CallListener.Operation(
                    pipeline.config.id(), request.method(), pipeline.host(this), request.template(), request.weight());
            operation = known;
        }
        return known;
    }

    /** Goes on at the URL that the upstream redirects to. */
    void redirectTo(String target) {
        url = target;
        redirected = true;
        if (revalidation != null && revalidation.endsAtRedirect()) {
            revalidation = null;
        }
    }

    /** The nanoseconds left. */
    long remaining() {
        return deadline - pipeline.nanos();
    }

    /** For how long a permit is of use: in a bulk run, as long as the run goes on. */
    long patience() {
        return callRun.bulk() ? callRun.remainingNanos() : remaining();
    }

    /** Moves the deadline, because a wait does not count or because somebody with more time joined. */
    void extend(long until) {
        if (until - deadline > 0) {
            deadline = until;
        }
    }

    /** Whether a reply may be a file or a stream, which takes longer and is never cached. */
    boolean transfers() {
        return kind != Kind.ORDINARY;
    }

    /** Waits for a future: on this thread under {@code get()}; aborting the call cancels the future. */
    <V extends @Nullable Object> CompletableFuture<V> await(String what, CompletableFuture<V> future) {
        if (future.isDone()) {
            return future;
        }
        stage = what;
        interruptible(() -> future.cancel(false));
        return callRun.settle(future);
    }

    /** Sets what aborts the present stage; does so at once if the call was aborted. */
    void interruptible(Runnable action) {
        interruptible = action;
        if (abort != null) {
            action.run();
        }
    }

    /** Aborts because the run was cancelled. */
    @Override
    public void run() {
        abort(Abort.CANCELLED);
    }

    /** Ends the call as soon as its present stage lets go. */
    void abort(Abort why) {
        synchronized (this) {
            if (abort != null) {
                return;
            }
            abort = why;
        }
        Runnable action = interruptible;
        if (action != null) {
            action.run();
        }
    }

    @Nullable
    Abort aborted() {
        return abort;
    }

    /** Ends the present attempt, but not the call. */
    void expireAttempt() {
        // Read in this order: what a later stage waits for is set only after the attempt's deadline was cleared.
        Runnable action = interruptible;
        long due = attemptDeadline;
        if (action != null && due != Long.MAX_VALUE && due - pipeline.nanos() <= 0) {
            late = true;
            action.run();
        }
    }

    /** Waits before the next attempt. In a bulk run the wait does not count against this call. */
    CompletableFuture<@Nullable Void> pause(long nanos) {
        if (callRun.bulk()) {
            deadline = Math.min(deadline + nanos, pipeline.nanos() + callRun.remainingNanos());
        }
        return await("the next attempt", pipeline.clock.after(Duration.ofNanos(nanos)));
    }

    /** Closes or deletes the body of a reply that the caller does not get. */
    void dropBody() {
        InputStream unwanted = stream;
        stream = null;
        if (unwanted != null) {
            Futures.close(unwanted);
        }
        Path fetched = part;
        part = null;
        if (fetched != null) {
            FileDownload.drop(fetched);
        }
    }

    /** Takes over what a shared flight found out. */
    void adopt(CallState flight) {
        attempts = flight.attempts;
        budgetSpent = flight.budgetSpent;
        retryAt = flight.retryAt;
        meaning = flight.meaning;
        problem = flight.problem;
        credential = flight.credential;
    }

    /** Runs a task on the client's executor, in the context the call was started in; one of the host's may refuse it. */
    void execute(Runnable task) {
        pipeline.execute(context == null ? task : context.apply(task));
    }

    /** Describes the call for an exception. */
    CallException.Where where(@Nullable Reply reply) {
        return new CallException.Where(
                pipeline.config.id(),
                request.method() + " " + pipeline.host(this) + request.template(),
                reply == null ? 0 : reply.status(),
                reply == null ? null : pipeline.requestId(reply),
                attempts,
                maybeDone);
    }

    /** How long it has been under way. */
    Duration took() {
        return Duration.ofNanos(pipeline.nanos() - startedAt);
    }

    /** Why a call ends early. */
    enum Abort {
        DEADLINE,
        CANCELLED,
        CLOSED
    }

    /** How its body is handled. */
    enum Kind {
        /** Held in memory, both ways. */
        ORDINARY,
        /** Sent or fetched as a file or a stream. */
        TRANSFER,
        /** Handed to the caller as a stream. */
        STREAMED,
        /** Put into a file. */
        DOWNLOADED
    }
}
