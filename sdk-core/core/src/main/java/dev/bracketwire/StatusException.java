// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import org.jspecify.annotations.Nullable;

/** Says that the upstream understood the request and refused it: a status of the 400s other than 429. */
public abstract sealed class StatusException extends CallException
        permits ConflictException, ForbiddenException, NotFoundException, RejectedException, UnauthorizedException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String problem;

    StatusException(Where where, @Nullable String problem, String advice) {
        super(where, described(where, problem, advice), null);
        this.problem = problem;
    }

    // Without a status nothing was sent, and the problem says all that is known.
    private static String described(Where where, @Nullable String problem, String advice) {
        return where.status() == 0 && problem != null
                ? problem
                : where.status() + (problem == null ? "" : " \"" + problem + "\"") + ", " + advice;
    }

    /** Returns the problem that the upstream reports, in at most 200 characters, if its form is known. */
    public @Nullable String problem() {
        return problem;
    }
}
