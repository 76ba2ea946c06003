// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import dev.bracketwire.connector.Headers;
import org.jspecify.annotations.Nullable;

/** What an answer tells of limits, read in one go and without any lock. */
final class ReportedLimits {
    private @Nullable String application;
    private @Nullable String applicationCount;
    private @Nullable String method;
    private @Nullable String methodCount;
    final RateHeader applicationLimits;
    final RateHeader applicationCounts;
    final RateHeader methodLimits;
    final RateHeader methodCounts;

    ReportedLimits(Headers headers) {
        headers.forEach(this::read);
        this.applicationLimits = RateHeader.limits(application);
        this.applicationCounts = RateHeader.counts(applicationCount);
        this.methodLimits = RateHeader.limits(method);
        this.methodCounts = RateHeader.counts(methodCount);
    }

    // Most headers are none of these, which their length says at once.
    private void read(String name, String value) {
        switch (name.length()) {
            case 16 -> application = is(name, "X-App-Rate-Limit") ? and(application, value) : application;
            case 19 -> method = is(name, "X-Method-Rate-Limit") ? and(method, value) : method;
            case 22 ->
                applicationCount = is(name, "X-App-Rate-Limit-Count") ? and(applicationCount, value) : applicationCount;
            case 25 -> methodCount = is(name, "X-Method-Rate-Limit-Count") ? and(methodCount, value) : methodCount;
            default -> {}
        }
    }

    private static boolean is(String name, String wanted) {
        return name.equalsIgnoreCase(wanted);
    }

    private static String and(@Nullable String before, String value) {
        return before == null ? value : before + "," + value;
    }
}
