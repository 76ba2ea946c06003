// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.health;

import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.limit.Limiter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an upstream fares, as {@link Connector#health} or {@link Connector#lastHealth} found it. It holds no secret and may be shown.
 *
 * @param connector the connector's id
 * @param status whether it can be used
 * @param reason why not, or what else there is to know; null if all is well
 * @param latency how long the last attempt took that was answered, null if none was
 * @param asOf when that was found out, null if nothing was sent yet
 * @param limits what is left of the rate limits
 * @param paused the hosts to which nothing is sent for now, because calls there kept failing, and until when
 * @param credentialExpires when the credential does, null if it does not or that is not known
 * @param notices what the upstream says it will take away, or has
 * @param version the version of the upstream's API that the connector speaks, null if it was not said
 */
public record Health(
        String connector,
        Status status,
        @Nullable String reason,
        @Nullable Duration latency,
        @Nullable Instant asOf,
        List<Limiter.State> limits,
        Map<String, Instant> paused,
        @Nullable Instant credentialExpires,
        List<Notice> notices,
        @Nullable String version) {
    /** Copies the collections. */
    public Health {
        limits = List.copyOf(limits);
        paused = Map.copyOf(paused);
        notices = List.copyOf(notices);
    }

    /** Whether it can be used. */
    public boolean isUp() {
        return status == Status.UP;
    }

    /** Whether an upstream can be used. */
    public enum Status {
        /** It answers, and takes our credential. */
        UP,
        /** It does not answer, fails, or refuses our credential. */
        DOWN,
        /** Nothing was asked yet. */
        UNKNOWN
    }

    /**
     * What an upstream says of an operation that will not be there for ever.
     *
     * @param operation method and path template
     * @param since from when it is not to be used in new work, null if that is not said
     * @param ends when it will be gone, null if that is not said
     * @param link where to read more, null if that is not said
     * @param text the upstream's own words, null if it sends dates only
     */
    public record Notice(
            String operation,
            @Nullable Instant since,
            @Nullable Instant ends,
            @Nullable URI link,
            @Nullable String text) {}
}
