// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.CallException;
import dev.bracketwire.CancelledException;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConflictException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.ForbiddenException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.UnavailableException.Reason;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.internal.http.BodyTooLargeException;
import dev.bracketwire.connector.internal.http.ConnectionFailures;
import dev.bracketwire.internal.text.ForeignText;
import java.io.IOException;
import java.net.HttpURLConnection;

/** Makes the exceptions that a call fails with. */
final class CallFailures {
    private CallFailures() {}

    /** The call was ended from outside. */
    static CallException aborted(CallState callState) {
        CallException.Where where = callState.where(null);
        if (callState.aborted() == CallState.Abort.DEADLINE) {
            return new DeadlineException(where, callState.stage);
        }
        return callState.aborted() == CallState.Abort.CLOSED
                ? new CancelledException(where, "the connector was closed while the call was under way")
                : new CancelledException(where, callState.callRun.cancellation());
    }

    /** The host's executor takes no more tasks. */
    static CallException noThread(CallState callState) {
        return new UnavailableException(callState.where(null), Reason.EXECUTOR, null);
    }

    /** No complete answer came. */
    static CallException transport(CallState callState, IOException failure) {
        return new TransportException(
                callState.where(null), describe(callState, failure), ConnectionFailures.safe(failure));
    }

    /** Whether a failure says that nothing was done. The failure of a token request says so of that request only. */
    static boolean saysNotDone(Throwable failure) {
        return failure instanceof ConfigurationException
                || (failure instanceof CallException call && !call.maybeDone());
    }

    /** Returns the failure of a call whose last attempt had no credential, and whose earlier one may have been carried out. */
    static CallException noCredential(CallState callState, Throwable failure) {
        return new TransportException(
                callState.where(null),
                "no credential for another attempt (" + ForeignText.shown(String.valueOf(failure.getMessage())) + ")",
                failure);
    }

    static CallException tooLarge(CallState callState, BodyTooLargeException failure) {
        return new MalformedReplyException(
                callState.where(null),
                "",
                "smaller",
                "has " + failure.getMessage() + ": stream it, download it, or raise maxBody");
    }

    /** The reply is not the one that was asked for. */
    static CallException refused(CallState callState, Reply reply) {
        CallException.Where where = callState.where(reply);
        Meaning meaning = callState.meaning;
        if (meaning == Meaning.RATE_LIMITED) {
            return new RateLimitedException(where, callState.retryAt, "limit of " + callState.pipeline.host(callState));
        }
        if (meaning == Meaning.NOT_DONE || meaning == Meaning.MAYBE_DONE) {
            Reason reason = callState.budgetSpent ? Reason.BUDGET : Reason.UPSTREAM;
            return new UnavailableException(where, reason, callState.retryAt, callState.problem);
        }
        if (reply.status() == HttpURLConnection.HTTP_PROXY_AUTH) {
            return new RejectedException(where, ConnectionFailures.PROXY_LOGIN);
        }
        String problem = callState.problem == null ? ProblemSentence.of(reply) : callState.problem;
        return switch (reply.status()) {
            case 401 -> new UnauthorizedException(where, problem);
            case 403 -> new ForbiddenException(where, problem);
            case 404, 410 -> new NotFoundException(where, problem);
            case 409, 412 -> new ConflictException(where, problem);
            default -> new RejectedException(where, problem);
        };
    }

    private static String describe(CallState callState, IOException failure) {
        return callState.late
                ? "no complete answer within the time of an attempt"
                : ConnectionFailures.describe(failure);
    }
}
