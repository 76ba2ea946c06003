// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.DeadlineException;
import dev.bracketwire.ForbiddenException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.UnavailableException;

/** What people can do about what goes wrong. */
final class DiagnosisAdvice {
    static final String NAME = "check the base URL for slips, and this machine's DNS";
    static final String SILENCE = "check the base URL, and whether a firewall or a proxy stands between";
    static final String REFUSAL = "check that the upstream runs, and the port in the base URL";

    private DiagnosisAdvice() {}

    static String forCredential(Throwable failure) {
        if (failure instanceof UnauthorizedException) {
            return "the server that gives tokens refuses this client or user: check its secret, or authorise anew";
        }
        return failure instanceof TransportException
                ? "the server that gives tokens cannot be reached: check its URL"
                : "give it a value where it comes from";
    }

    static String forCall(Throwable failure) {
        if (failure instanceof UnauthorizedException) {
            return "the upstream does not take the credential: it may be revoked, expired, or of another upstream";
        }
        if (failure instanceof ForbiddenException) {
            return "the credential is good but not allowed this: give it the scope or role that is needed";
        }
        if (failure instanceof NotFoundException) {
            return "check the path of the probe, and the version in the base URL";
        }
        if (failure instanceof RateLimitedException) {
            return "wait, or ask for less: who else uses this credential?";
        }
        if (failure instanceof MalformedReplyException) {
            return "something else may answer in its place, such as a proxy or a login page";
        }
        if (failure instanceof UnavailableException) {
            return "the upstream fails: look at its status page, then try again";
        }
        if (failure instanceof DeadlineException) {
            return "the upstream is slow: look at its status page, or give it more time by timeouts(…)";
        }
        return failure instanceof TransportException ? SILENCE : "read what the upstream says";
    }
}
