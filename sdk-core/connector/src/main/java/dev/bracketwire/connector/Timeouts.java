// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.internal.run.TimeSpans;
import java.time.Duration;

/**
 * Says how long each part may take. None of them is ever infinite.
 *
 * @param connect for a connection to stand
 * @param attempt for one attempt, from the first byte sent to the last one read
 * @param call for all attempts and waits of a call; {@link dev.bracketwire.Call#within} sets it for one call
 * @param transfer for an attempt and its call that send or fetch a file or a stream
 */
public record Timeouts(Duration connect, Duration attempt, Duration call, Duration transfer) {
    /** Checks that each is positive; for ever is a century. */
    public Timeouts {
        connect = TimeSpans.positive("connect", connect);
        attempt = TimeSpans.positive("attempt", attempt);
        call = TimeSpans.positive("call", call);
        transfer = TimeSpans.positive("transfer", transfer);
    }

    /** 5 s, 10 s, 30 s and 10 min. */
    public static Timeouts defaults() {
        return new Timeouts(
                Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(10));
    }

    /** Gives the same with another limit for a connection. */
    public Timeouts connect(Duration limit) {
        return new Timeouts(limit, attempt, call, transfer);
    }

    /** Gives the same with another limit for an attempt. */
    public Timeouts attempt(Duration limit) {
        return new Timeouts(connect, limit, call, transfer);
    }

    /** Gives the same with another limit for a call. */
    public Timeouts call(Duration limit) {
        return new Timeouts(connect, attempt, limit, transfer);
    }

    /** Gives the same with another limit for a transfer. */
    public Timeouts transfer(Duration limit) {
        return new Timeouts(connect, attempt, call, limit);
    }
}
