// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.UnavailableException.Reason;
import java.util.Locale;

/** Names failures by few words, which metrics can be told apart by. */
final class FailureWords {
    private static final ClassValue<String> NAMES = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return type.getSimpleName()
                    .replaceAll("Exception$", "")
                    .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                    .toLowerCase(Locale.ROOT);
        }
    };

    private FailureWords() {}

    static String of(Throwable failure) {
        if (failure instanceof UnavailableException unavailable && unavailable.reason() != Reason.UPSTREAM) {
            return unavailable.reason().name().toLowerCase(Locale.ROOT);
        }
        return failure instanceof BracketwireException ? NAMES.get(failure.getClass()) : "failed";
    }
}
