// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import dev.bracketwire.CallThreads;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Ports.MessagePort;
import dev.bracketwire.examples.tournament.Ports.RolePort;
import dev.bracketwire.examples.tournament.command.ReportMessage;
import dev.bracketwire.examples.tournament.command.ReportRoles;
import dev.bracketwire.examples.tournament.command.TakeMessages;
import dev.bracketwire.examples.tournament.command.TakeRoles;
import dev.bracketwire.examples.tournament.discord.AccountDesk;
import dev.bracketwire.examples.tournament.work.PortOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the messages and sets the roles that wait at a server, and reports each outcome. It looks for them when it is woken,
 * and otherwise every five seconds. While the server cannot be asked it waits longer, up to a minute; the outcomes that it
 * could not report are reported before anything else is taken, so nothing is sent a second time because of that.
 */
final class RemoteOutbox implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RemoteOutbox.class);
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final Duration END = Duration.ofSeconds(5);
    private static final int BATCH = 10; // all of it is sent at once, so within the lease of a minute
    private static final int LONGEST_PROBLEM = 200;
    private static final Set<Reason> LATER = Set.of(Reason.SIGN_IN, Reason.FORBIDDEN, Reason.UNAVAILABLE);

    private final AccountDesk desk;
    private final MessagePort messages;
    private final RolePort roles;
    private final CallThreads threads;

    /** Used by the turn that is under way only. */
    private final Queue<Command> unreported = new ArrayDeque<>();

    // Guarded by this object.
    private @Nullable CompletableFuture<Boolean> turn;
    private @Nullable Future<?> timer;
    private boolean woken;
    private int failures;

    private volatile boolean closed;

    private RemoteOutbox(AccountDesk desk, MessagePort messages, RolePort roles, CallThreads threads) {
        this.desk = desk;
        this.messages = messages;
        this.roles = roles;
        this.threads = threads;
    }

    /** Starts the work on the outbox of the server behind this desk. The token of the desk must be one of an admin. */
    static RemoteOutbox start(AccountDesk desk, MessagePort messages, RolePort roles, CallThreads threads) {
        RemoteOutbox outbox = new RemoteOutbox(desk, messages, roles, threads);
        outbox.retry();
        return outbox;
    }

    /** Looks soon. Does nothing while the server cannot be asked, so that events do not bring requests that fail. */
    synchronized void wake() {
        if (failures == 0) {
            retry();
        }
    }

    /** Looks soon, also if the server could not be asked before. */
    synchronized void retry() {
        woken = true;
        begin();
    }

    /** Returns the number of turns that have failed since one succeeded. */
    synchronized int failures() {
        return failures;
    }

    boolean isClosed() {
        return closed;
    }

    private synchronized void begin() {
        if (turn != null || closed) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        turn = new CompletableFuture<>();
        threads.execute(this::run);
    }

    private void run() {
        boolean failed = false;
        synchronized (this) {
            woken = false;
        }
        try {
            work();
        } catch (RuntimeException | Error e) {
            failed = true;
            failed(e);
        }
        ended(failed);
    }

    private synchronized void failed(Throwable failure) {
        if (!closed) {
            log.warn(
                    "messages and roles cannot be fetched from the server, which is tried again in {} s: {}",
                    delay(failures + 1).toSeconds(),
                    failure instanceof DeskProblem ? failure.getMessage() : failure.toString(),
                    failure instanceof DeskProblem ? null : failure);
        }
    }

    private synchronized void ended(boolean failed) {
        failures = failed ? failures + 1 : 0;
        if (turn != null) {
            turn.complete(true);
            turn = null;
        }
        if (woken && !failed) {
            begin();
        } else if (!closed) {
            timer = threads.after(delay(failures), this::begin);
        }
    }

    private static Duration delay(int failures) {
        Duration delay = WAIT.multipliedBy(1L << Math.min(failures, 10));
        return failures == 0 ? WAIT : delay.compareTo(LONGEST_WAIT) < 0 ? delay : LONGEST_WAIT;
    }

    private void work() {
        report();
        boolean more;
        do {
            // Both are taken each time, so that one of them never waits for the end of the other.
            boolean sent = sendMessages();
            more = setRoles() || sent;
        } while (more && !closed);
    }

    private boolean sendMessages() {
        if (closed) {
            return false;
        }
        return attempt(
                ask(new TakeMessages(BATCH))
                        .data(TakeMessages.DueMessages.class)
                        .messages(),
                message -> PortOutcome.of(messages, message),
                (message, outcome) -> new ReportMessage(message.id(), plain(outcome.problem()), outcome.closed()));
    }

    private boolean setRoles() {
        if (closed) {
            return false;
        }
        return attempt(
                ask(new TakeRoles(BATCH)).data(TakeRoles.DueWishes.class).wishes(),
                wish -> PortOutcome.of(roles, wish),
                (wish, outcome) -> new ReportRoles(wish.mark(), plain(outcome.problem()), outcome.closed()));
    }

    /** Attempts all of these at once and reports the outcomes. Returns whether there was any. */
    private <D> boolean attempt(List<D> due, Function<D, PortOutcome> attempt, Reporting<D> reporting) {
        List<CompletableFuture<PortOutcome>> under = new ArrayList<>();
        due.forEach(each ->
                under.add(threads.call("outbox", work -> attempt.apply(each)).start()));
        for (int i = 0; i < due.size(); i++) {
            PortOutcome outcome;
            try {
                outcome = under.get(i).join();
            } catch (RuntimeException e) {
                log.debug("an attempt was ended; it is due again once its lease is over", e);
                continue;
            }
            // A failure may be due to the end of the bot, which says nothing about the message.
            if (outcome.succeeded() || outcome.closed() || !closed) {
                unreported.add(reporting.report(due.get(i), outcome));
            }
        }
        report();
        return !due.isEmpty();
    }

    private void report() {
        for (Command next = unreported.peek(); next != null; next = unreported.peek()) {
            Answer answer = desk.run(next, null).within(ANSWER).get();
            insist(answer);
            if (!answer.done()) {
                log.warn("the server does not take the report {}: {}", next, answer.text());
            }
            unreported.remove();
        }
    }

    private Answer ask(Command command) {
        Answer answer = desk.run(command, null).within(ANSWER).get();
        insist(answer);
        if (!answer.done()) {
            throw new DeskProblem(answer.text());
        }
        return answer;
    }

    private static void insist(Answer answer) {
        if (answer instanceof Answer.Failed
                || (answer instanceof Answer.Refused refused && LATER.contains(refused.reason()))) {
            throw new DeskProblem(answer.text());
        }
    }

    /** Returns the problem as a text that the server takes: one line, not too long. */
    private static @Nullable String plain(@Nullable String problem) {
        return problem == null
                ? null
                : problem.replace("{p-", "p-")
                        .codePoints()
                        .map(each -> Character.isLetterOrDigit(each) || (each > ' ' && each < 127) ? each : ' ')
                        .limit(LONGEST_PROBLEM)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
    }

    /** Takes nothing more, and gives the turn that is under way five seconds to send and report. Then it is interrupted. */
    @Override
    public void close() {
        CompletableFuture<Boolean> last;
        synchronized (this) {
            closed = true;
            last = turn;
            if (timer != null) {
                timer.cancel(false);
            }
        }
        try {
            if (last != null) {
                last.get(END.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException e) {
            log.warn("the last messages are not sent yet; the server hands them out again in a minute");
        } catch (ExecutionException e) {
            log.debug("the last turn failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.close();
    }

    /** Makes the report of an outcome. */
    private interface Reporting<D> {
        Command report(D due, PortOutcome outcome);
    }

    /** The server cannot be asked, or does not do it. */
    private static final class DeskProblem extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DeskProblem(String message) {
            super(message);
        }
    }
}
