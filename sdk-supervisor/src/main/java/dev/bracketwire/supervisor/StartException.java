// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.BracketwireException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Reports the services that did not become ready, and are not tried any more. */
public final class StartException extends BracketwireException {
    private static final long serialVersionUID = 2L;

    private final LinkedHashMap<String, String> failures;

    /** Reports one service and the reason. */
    public StartException(String service, String reason) {
        this(Map.of(service, reason), 1);
    }

    /**
     * Reports all services that failed.
     *
     * @param failures the reason for each service, at least one; dependencies come first
     * @param asked how many services were to be started
     */
    public StartException(Map<String, String> failures, int asked) {
        super(message(failures, asked), null);
        this.failures = new LinkedHashMap<>(failures);
    }

    private static String message(Map<String, String> failures, int asked) {
        String each = failures.entrySet().stream()
                .map(failure -> "service " + failure.getKey() + ": " + failure.getValue())
                .collect(Collectors.joining("; "));
        return failures.size() == 1 ? each : failures.size() + " of " + asked + " services did not start: " + each;
    }

    /** Returns the first service that failed: none of its dependencies is to blame. */
    public String service() {
        return failures.keySet().iterator().next();
    }

    /** Returns the reason for each service that failed; dependencies come first. The other services are ready. */
    public Map<String, String> failures() {
        return Collections.unmodifiableMap(failures);
    }
}
