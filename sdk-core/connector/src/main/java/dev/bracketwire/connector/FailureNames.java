// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.UnavailableException.Reason;
import java.util.Locale;

/** Names the kind of a failure by one of a bounded set of words, for the labels of metrics. */
final class FailureNames {
    private static final ClassValue<String> NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return type.getSimpleName()
                    .replaceAll("Exception$", "")
                    .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                    .toLowerCase(Locale.ROOT);
        }
    };

    private FailureNames() {}

    static String of(Throwable failure) {
        if (failure instanceof UnavailableException unavailable && unavailable.reason() != Reason.UPSTREAM) {
            return unavailable.reason().name().toLowerCase(Locale.ROOT);
        }
        return failure instanceof BracketwireException ? NAMES.get(failure.getClass()) : "failed";
    }
}
