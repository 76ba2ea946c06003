// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds whether a URL may be a destination.
 *
 * @param url the URL in the form it is sent to; null if there are problems
 * @param problems why it is refused, for its author
 */
public record DestinationCheck(@Nullable URI url, List<Problem> problems) {
    static DestinationCheck accepted(URI url) {
        return new DestinationCheck(url, List.of());
    }

    static DestinationCheck refused(List<String> rules) {
        return new DestinationCheck(
                null, rules.stream().map(rule -> new Problem("url", rule)).toList());
    }

    /** Whether the URL may be a destination. */
    public boolean isAccepted() {
        return url != null;
    }

    /**
     * Returns the URL.
     *
     * @throws ConfigurationException with all problems, if it is refused
     */
    public URI orThrow() {
        if (url == null) {
            throw new ConfigurationException(problems);
        }
        return url;
    }
}
