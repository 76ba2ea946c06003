// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.riot.PuuidFromOtherKeyException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Gives calls the outcomes that are usual at Riot. */
public final class RiotCalls {
    private static final int BAD_REQUEST = 400;

    private RiotCalls() {}

    /** Tells a PUUID of another key from other refusals, and asks again once where Riot sent one that is none. */
    static <T> Call<T> known(Call<T> call) {
        return again(call, RiotCalls::oddPuuid).orElse((failure, last) -> {
            if (failure instanceof RejectedException refused && ofOtherKey(refused)) {
                throw new PuuidFromOtherKeyException(refused.operation());
            }
            throw failure;
        });
    }

    /** Asks once more, and not a cache, where it failed so. */
    public static <T> Call<T> again(Call<T> call, Predicate<CallException> once) {
        Call<Answer<T>> first = call.map(Answer::of);
        return first.orElse((failure, last) -> {
                    if (once.test(failure)) {
                        return call::fresh;
                    }
                    throw failure;
                })
                .then(Answer::rest);
    }

    /** Nothing, where there is none. */
    public static <T> Call<Optional<T>> optional(Call<T> call) {
        return unless(call, failure -> failure instanceof NotFoundException);
    }

    /** Nothing, where it failed so. */
    public static <T> Call<Optional<T>> unless(Call<T> call, Predicate<CallException> absent) {
        return call.map(Optional::of).orElse((failure, last) -> {
            if (absent.test(failure)) {
                return Optional.empty();
            }
            throw failure;
        });
    }

    // Seen in 2024: numbers, and ids of 36 characters, in the place of some.
    private static boolean oddPuuid(CallException failure) {
        return failure instanceof MalformedReplyException reply
                && reply.path().toLowerCase(Locale.ROOT).endsWith("puuid");
    }

    private static boolean ofOtherKey(RejectedException refused) {
        String problem = refused.problem();
        return refused.status() == BAD_REQUEST
                && problem != null
                && problem.toLowerCase(Locale.ROOT).contains("exception decrypting");
    }

    // Not an Optional: a call may well give null, such as one that reads no answer.
    private interface Answer<T> {
        Call<T> rest();

        static <T> Answer<T> of(T value) {
            return () -> Call.done(value);
        }
    }
}
