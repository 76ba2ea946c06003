// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.CallException;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Credential;
import dev.bracketwire.connector.Limiter;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule;
import dev.bracketwire.connector.Request;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.internal.run.Run;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one call to an upstream knows while it is under way. Its stages work on it one after the other. */
final class Exchange implements Runnable {
    private static final CallListener[] NOBODY = {};

    final Engine engine;
    final Request request;
    final Run run;
    final Kind kind;
    final @Nullable UnaryOperator<Runnable> context;
    final long startedAt;

    Base base;
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
    Exchange(Exchange cause, Run run) {
        this(cause.engine, cause.request, run, cause.kind, cause.listeners);
    }

    Exchange(Engine engine, Request request, Run run, Kind kind) {
        this(engine, request, run, kind, NOBODY);
        this.listeners = engine.telemetry.begun(this);
    }

    private Exchange(Engine engine, Request request, Run run, Kind kind, CallListener[] listeners) {
        this.engine = engine;
        this.request = request;
        this.run = run;
        this.kind = kind;
        this.listeners = listeners;
        this.context = engine.capture();
        this.startedAt = engine.nanos();
        this.base = engine.bases.choose(request, startedAt);
        this.url = engine.url(base, request);
        this.attemptDeadline = Long.MAX_VALUE;
        long own = kind == Kind.ORDINARY ? engine.callLimit : engine.transferLimit;
        long given = run.remainingNanos();
        // A limit that was given for this call replaces the default; in a bulk run it is that of the whole.
        boolean replaces = given != Run.UNLIMITED && !run.bulk();
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
                    : Meanings.of(engine.config.rules(), request, reply, revalidation != null);
            judged = reply;
        }
        return verdict;
    }

    /** Goes on at another place of the upstream. */
    void moveTo(Base other) {
        operation = null;
        base = other;
        url = engine.url(other, request);
    }

    /** What listeners are told of it. */
    CallListener.Operation operation() {
        CallListener.Operation known = operation;
        if (known == null) {
            known = new CallListener.Operation(
                    engine.config.id(), request.method(), engine.host(this), request.template(), request.weight());
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
        return deadline - engine.nanos();
    }

    /** For how long a permit is of use: in a bulk run, as long as the run goes on. */
    long patience() {
        return run.bulk() ? run.remainingNanos() : remaining();
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
        return run.settle(future);
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
        if (action != null && due != Long.MAX_VALUE && due - engine.nanos() <= 0) {
            late = true;
            action.run();
        }
    }

    /** Waits before the next attempt. In a bulk run the wait does not count against this call. */
    CompletableFuture<@Nullable Void> pause(long nanos) {
        if (run.bulk()) {
            deadline = Math.min(deadline + nanos, engine.nanos() + run.remainingNanos());
        }
        return await("the next attempt", engine.clock.after(Duration.ofNanos(nanos)));
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
            Download.drop(fetched);
        }
    }

    /** Takes over what a shared flight found out. */
    void adopt(Exchange flight) {
        attempts = flight.attempts;
        budgetSpent = flight.budgetSpent;
        retryAt = flight.retryAt;
        meaning = flight.meaning;
        problem = flight.problem;
        credential = flight.credential;
    }

    /** Runs a task on the client's executor, in the context the call was started in; one of the host's may refuse it. */
    void execute(Runnable task) {
        engine.execute(context == null ? task : context.apply(task));
    }

    /** Describes the call for an exception. */
    CallException.Where where(@Nullable Reply reply) {
        return new CallException.Where(
                engine.config.id(),
                request.method() + " " + engine.host(this) + request.template(),
                reply == null ? 0 : reply.status(),
                reply == null ? null : engine.requestId(reply),
                attempts,
                maybeDone);
    }

    /** How long it has been under way. */
    Duration took() {
        return Duration.ofNanos(engine.nanos() - startedAt);
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
