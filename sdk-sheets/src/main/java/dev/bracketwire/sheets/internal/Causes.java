// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.ForbiddenException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.sheets.CellAddress;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;

/** Finds out from the refusal of a whole batch which range is wrong. */
final class Causes {
    private Causes() {}

    /** Returns a failure without the wrapping of futures. */
    static Throwable of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Whether one range may be the reason: Google refuses a batch as a whole for a wrong or protected range. */
    static boolean isOfOneRange(Throwable cause) {
        if (cause instanceof RejectedException rejected) {
            return rejected.status() == 400;
        }
        if (cause instanceof NotFoundException missing) {
            return missing.status() == 0; // no cells carry the metadata
        }
        return cause instanceof ForbiddenException forbidden
                && forbidden.problem() != null
                && forbidden.problem().contains("protected");
    }

    /** Divides a batch of at least two: into the ranges that the refusal names and the others, else into halves. */
    static <T> List<List<T>> parts(List<T> batch, Function<T, CellAddress> address, Throwable cause) {
        String problem =
                cause instanceof RejectedException rejected && rejected.problem() != null ? rejected.problem() : "";
        Predicate<T> named = item -> names(problem, address.apply(item).toString());
        List<T> offenders = batch.stream().filter(named).toList();
        if (offenders.isEmpty() || offenders.size() == batch.size()) {
            int half = batch.size() / 2;
            return List.of(batch.subList(0, half), batch.subList(half, batch.size()));
        }
        return List.of(offenders, batch.stream().filter(named.negate()).toList());
    }

    // "Unable to parse range: 'Gone'!A1" ends in the range; a range within a longer one is not meant.
    private static boolean names(String problem, String range) {
        int at = problem.indexOf(range);
        if (at < 0) {
            return false;
        }
        int end = at + range.length();
        return end == problem.length() || !Character.isLetterOrDigit(problem.charAt(end));
    }
}
